import { type Expression, type Operator, type Reference, type Step, unreachable } from "./ast.ts";
import { type Place, TemplateError } from "./errors.ts";
import type { Token } from "./lexer.ts";
import type { TokenStream } from "./token-stream.ts";

const operators: readonly Readonly<Record<string, Operator>>[] = [
  { LOGICAL_OR: "||" },
  { LOGICAL_AND: "&&" },
  { LOGICAL_EQUALS: "==", LOGICAL_NOT_EQUALS: "!=" },
  { LOGICAL_LT: "<", LOGICAL_GT: ">", LOGICAL_LE: "<=", LOGICAL_GE: ">=" },
  { PLUS: "+", MINUS: "-" },
  { MULTIPLY: "*", DIVIDE: "/", MODULUS: "%" },
];

/** An expression of `#if` or `#set`; operators of `level` and tighter ones. */
export function parseExpression(tokens: TokenStream, level = 0): Expression {
  const kinds = operators[level];
  if (!kinds) return parseUnary(tokens);
  const start = tokens.taken();
  let left = parseExpression(tokens, level + 1);
  for (;;) {
    const operator = kinds[tokens.peek().kind];
    if (!operator) return left;
    const before = operator === "+" ? tokens.written(start) : "";
    tokens.next();
    const middle = tokens.taken();
    const right = parseExpression(tokens, level + 1);
    if (operator !== "+") left = { type: "binary", operator, left, right };
    else left = { type: "binary", operator, left, right, literals: [before, tokens.written(middle)] };
  }
}

function parseUnary(tokens: TokenStream): Expression {
  tokens.skip("WHITESPACE");
  if (tokens.skip("LOGICAL_NOT")) return { type: "not", operand: parseUnary(tokens) };
  if (!tokens.skip("LPAREN")) return parseParameter(tokens);
  const inner = parseExpression(tokens);
  tokens.expect("RPAREN");
  tokens.skip("WHITESPACE");
  return inner;
}

/** A value among arguments, list items and map entries, with the white space around it. */
export function parseParameter(tokens: TokenStream): Expression {
  tokens.skip("WHITESPACE");
  const value = parseValue(tokens);
  tokens.skip("WHITESPACE");
  return value;
}

/** Kinds of token with which a value begins. */
export const valueStarts: readonly string[] = [
  "STRING_LITERAL",
  "INTEGER_LITERAL",
  "FLOATING_POINT_LITERAL",
  "LBRACKET",
  "LEFT_CURLEY",
  "TRUE",
  "FALSE",
  "IDENTIFIER",
  "LCURLY",
];

/** A literal, list, range, map or reference. */
export function parseValue(tokens: TokenStream): Expression {
  if (tokens.at("IDENTIFIER", "LCURLY")) return parseReference(tokens);
  const token = tokens.expect(...valueStarts);
  switch (token.kind) {
    case "STRING_LITERAL":
      return parseString(token, tokens);
    case "TRUE":
    case "FALSE":
      return { type: "boolean", value: token.kind === "TRUE" };
    case "LBRACKET":
      return parseList(tokens);
    case "LEFT_CURLEY":
      return parseMap(tokens);
    default:
      return { type: "number", text: token.image };
  }
}

function parseList(tokens: TokenStream): Expression {
  if (tokens.skip("RBRACKET")) return { type: "list", items: [] };
  const items = [parseParameter(tokens)];
  const [from] = items;
  if (from && isBound(from) && tokens.skip("DOUBLEDOT")) {
    const to = parseParameter(tokens);
    if (!isBound(to)) tokens.expect("INTEGER_LITERAL");
    tokens.expect("RBRACKET");
    return { type: "range", from, to };
  }
  while (tokens.skip("COMMA")) items.push(parseParameter(tokens));
  tokens.expect("RBRACKET");
  return { type: "list", items };
}

/** Whether a range may begin or end with a value: a reference or an integer. */
function isBound(value: Expression): boolean {
  return value.type === "reference" || (value.type === "number" && /^-?\d+$/.test(value.text));
}

function parseMap(tokens: TokenStream): Expression {
  const entries: [Expression, Expression][] = [];
  tokens.skip("WHITESPACE");
  if (!tokens.at("RIGHT_CURLEY", "RCURLY")) {
    do {
      const key = parseParameter(tokens);
      tokens.expect("COLON");
      entries.push([key, parseParameter(tokens)]);
    } while (tokens.skip("COMMA"));
  }
  tokens.expect("RIGHT_CURLEY", "RCURLY");
  return { type: "map", entries };
}

/** The string that a literal stands for: quotes are doubled inside, and `\u0041` is read in double quotes only. */
function parseString(token: Token, tokens: TokenStream): Expression {
  const quote = token.image.charAt(0);
  let value = token.image.slice(1, -1);
  if (quote === '"') value = value.replace(/\\u(.{0,4})/gs, (_, digits: string) => unescapeUnicode(digits, token));
  value = value.replaceAll(quote + quote, quote);
  if (quote === "'" || !/[$#]/.test(value)) return { type: "string", value };
  // Velocity adds a blank so that a reference may end the string, and drops it when the string is rendered.
  const padded = !value.includes("##");
  const inside = { line: token.line, column: token.column + 1 };
  return { type: "interpolation", body: tokens.parse(padded ? `${value} ` : value, inside), padded };
}

function unescapeUnicode(digits: string, place: Place): string {
  if (/^[0-9a-fA-F]{4}$/.test(digits)) return String.fromCharCode(Number.parseInt(digits, 16));
  throw new TemplateError("syntax", `Four hexadecimal digits must follow \\u, not "${digits}"`, place);
}

const nothing: Reference = {
  type: "reference",
  name: unreachable,
  steps: [],
  prefix: "",
  backslashes: "",
  literal: "",
  escaped: false,
  bare: false,
  place: { line: 1, column: 1 },
  written: "",
};

/** `$name.part(…)[…]` or `${…}`, whose first token holds the `$` and all that stands before it. */
export function parseReference(tokens: TokenStream): Reference {
  const start = tokens.taken();
  const first = tokens.next();
  const formal = first.kind === "LCURLY";
  // Before the last `$`: backslashes, and signs that began nothing.
  const written = first.image.match(/^(\\*)(.*)(\$(?:\\*!)?)(.*)$/s);
  const name = formal ? tokens.expect("IDENTIFIER").image : (written?.[4] ?? first.image);
  const steps = parseSteps(tokens);
  if (formal) tokens.expect("RCURLY");
  // Velocity does not take `$\!name` for a reference, and prints nothing.
  if (written?.[3]?.includes("\\")) return { ...nothing, steps };
  const backslashes = written?.[1] ?? "";
  const escaped = backslashes.length % 2 === 1;
  const isQuiet = written?.[3] === "$!";
  const before = backslashes.length + (written?.[2] ?? "").length;
  const source = `${written?.[3] ?? ""}${written?.[4] ?? first.image}${tokens.written(start + 1)}`;
  return {
    type: "reference",
    name,
    steps,
    prefix: written?.[2] ?? "",
    backslashes: backslashes.slice(0, backslashes.length / 2),
    literal: isQuiet && !escaped ? "" : source,
    escaped,
    bare: !written,
    place: { line: first.line, column: first.column + before },
    written: source,
  };
}

function parseSteps(tokens: TokenStream): Step[] {
  const steps: Step[] = [];
  for (;;) {
    while (tokens.skip("INDEX_LBRACKET")) steps.push(parseIndex(tokens));
    if (!tokens.at("DOT") || tokens.peek(1).kind !== "IDENTIFIER") return steps;
    tokens.next();
    const name = tokens.next().image;
    steps.push(methodFollows(tokens) ? parseMethod(tokens, name) : { type: "property", name });
  }
}

function methodFollows(tokens: TokenStream): boolean {
  return tokens.at("LPAREN") && ["REFMOD2_RPAREN", "WHITESPACE", ...valueStarts].includes(tokens.peek(1).kind);
}

function parseMethod(tokens: TokenStream, name: string): Step {
  tokens.expect("LPAREN");
  const args: Expression[] = [];
  if (!tokens.at("REFMOD2_RPAREN")) {
    do args.push(parseParameter(tokens));
    while (tokens.skip("COMMA"));
  }
  tokens.expect("REFMOD2_RPAREN");
  return { type: "method", name, args };
}

function parseIndex(tokens: TokenStream): Step {
  tokens.skip("WHITESPACE");
  if (!tokens.at("STRING_LITERAL", "INTEGER_LITERAL", "TRUE", "FALSE", "IDENTIFIER", "LCURLY")) {
    tokens.expect("STRING_LITERAL", "INTEGER_LITERAL", "IDENTIFIER");
  }
  const index = parseValue(tokens);
  tokens.skip("WHITESPACE");
  tokens.expect("INDEX_RBRACKET");
  return { type: "index", index };
}
