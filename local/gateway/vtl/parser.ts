import type { Branch, Expression, Statement } from "./ast.ts";
import { TemplateError } from "./errors.ts";
import type { Token } from "./lexer.ts";
import { parseExpression, parseReference, parseValue, valueStarts } from "./parse-expression.ts";
import { type TokenStream, tokenStream } from "./token-stream.ts";

/**
 * Parses a template by Velocity 1.7's grammar, with API Gateway's set of directives: `#evaluate`, `#include`, `#parse`
 * and calls of macros are text, and a `#macro` defines nothing.
 * @throws TemplateError when the template is not VTL
 */
export function parseTemplate(source: string, firstLine = 1): readonly Statement[] {
  const parser: Parser = { tokens: tokenStream(source, firstLine), macros: new Set() };
  const statements = parseBlock(parser);
  parser.tokens.expect("EOF");
  return statements;
}

interface Parser {
  readonly tokens: TokenStream;
  /** Names of the macros defined so far: a backslash before a use of one is an escape. */
  readonly macros: Set<string>;
}

const blockDirectives: readonly string[] = ["foreach", "define", "macro", "literal"];
const directives: readonly string[] = [...blockDirectives, "break", "stop"];
const controls: readonly string[] = ["if", "end", "set", "else", "elseif"];
const texts: readonly string[] = [
  "TEXT",
  "DOT",
  "RPAREN",
  "LPAREN",
  "INTEGER_LITERAL",
  "FLOATING_POINT_LITERAL",
  "STRING_LITERAL",
  "ESCAPE",
  "LCURLY",
  "RCURLY",
  "EMPTY_INDEX",
];

function parseBlock(parser: Parser): Statement[] {
  const statements: Statement[] = [];
  for (;;) {
    const parsed = parseStatement(parser);
    if (parsed === undefined) return statements;
    if (parsed !== null) addStatement(statements, parsed);
  }
}

/** Neighbouring texts become one, so that rendering appends once. */
function addStatement(statements: Statement[], added: Statement): void {
  const last = statements.at(-1);
  if (last?.type === "text" && added.type === "text" && last.line === added.line && !last.text.includes("\n")) {
    statements[statements.length - 1] = { ...last, text: last.text + added.text };
  } else if (added.type !== "text" || added.text !== "") statements.push(added);
}

/** The next statement; null for what prints and does nothing, undefined when none begins here. */
function parseStatement(parser: Parser): Statement | null | undefined {
  const { tokens } = parser;
  const { kind, line } = tokens.peek();
  const text = (value: string): Statement => ({ type: "text", text: value, line });
  if (kind === "IDENTIFIER" || (kind === "LCURLY" && tokens.peek(1).kind === "IDENTIFIER")) {
    return { type: "print", reference: parseReference(tokens), line };
  }
  if (texts.includes(kind)) {
    const token = tokens.next();
    return text(token.special + token.image);
  }
  switch (kind) {
    case "IF_DIRECTIVE":
      return parseIf(parser);
    case "SET_DIRECTIVE":
      return parseSet(tokens);
    case "WORD":
    case "BRACKETED_WORD":
      return parseDirective(parser);
    case "SINGLE_LINE_COMMENT_START":
      tokens.next();
      tokens.skip("SINGLE_LINE_COMMENT");
      return null;
    case "MULTI_LINE_COMMENT":
    case "FORMAL_COMMENT":
      tokens.next();
      return null;
    case "TEXTBLOCK":
      return text(tokens.next().image.replace(/^.*?#\[\[|\]\]#$/gs, ""));
    case "ESCAPE_DIRECTIVE":
      return text(escapedDirective(tokens.next().image, parser));
    case "DOUBLE_ESCAPE":
      return text(parseEscapes(parser));
    default:
      return undefined;
  }
}

/** `\#if`: of the backslashes before a directive half stay; before anything else all do. */
function escapedDirective(image: string, { macros }: Parser): string {
  const start = image.indexOf("#");
  const name = image.slice(start + 1).replace(/[{}]/g, "");
  if (![...directives, ...controls].includes(name) && !macros.has(name)) return image;
  return image.slice(0, Math.floor((start - 1) / 2)) + image.slice(start);
}

/** Pairs of backslashes in text: halved where a directive follows them. */
function parseEscapes({ tokens, macros }: Parser): string {
  let count = 0;
  while (tokens.skip("DOUBLE_ESCAPE")) count++;
  const { kind, image, line } = tokens.peek();
  if (kind === "EOF") throw new TemplateError("syntax", "A template cannot end in two backslashes", { line });
  const name = image.slice(1);
  const control = ["IF_DIRECTIVE", "ELSE_DIRECTIVE", "ELSEIF_DIRECTIVE", "END"].includes(kind);
  return (control || directives.includes(name) || macros.has(name) ? "\\" : "\\\\").repeat(count);
}

function parseIf(parser: Parser): Statement {
  const { tokens } = parser;
  const { line } = tokens.peek();
  const branches: Branch[] = [];
  while (tokens.at(branches.length ? "ELSEIF_DIRECTIVE" : "IF_DIRECTIVE")) {
    const start = tokens.next();
    tokens.skip("WHITESPACE");
    tokens.expect("LPAREN");
    const condition = parseExpression(tokens);
    tokens.expect("RPAREN");
    branches.push({ condition, body: parseBlock(parser), line: start.line });
  }
  if (tokens.at("ELSE_DIRECTIVE")) branches.push({ line: tokens.next().line, body: parseBlock(parser) });
  tokens.expect("END");
  return { type: "if", branches, line };
}

function parseSet(tokens: TokenStream): Statement {
  const { line } = tokens.expect("SET_DIRECTIVE");
  tokens.skip("WHITESPACE");
  if (!tokens.at("IDENTIFIER", "LCURLY")) tokens.expect("IDENTIFIER");
  const target = parseReference(tokens);
  tokens.skip("WHITESPACE");
  tokens.expect("EQUALS");
  const value = parseExpression(tokens);
  tokens.expect("RPAREN");
  tokens.lexer.leaveSet();
  return { type: "set", target, value, line };
}

/** `#name`, `#name(…)`, `#name(…) … #end`: a directive that API Gateway has, or else text. */
function parseDirective(parser: Parser): Statement | null {
  const { tokens } = parser;
  const start = tokens.taken();
  const { image, line, special } = tokens.next();
  const name = image.replace(/^.*?#|[{}]/gs, "");
  const written = (from: number) => joinImages(tokens.since(from));
  const text = (value: string): Statement => ({ type: "text", text: special + value, line });
  tokens.lexer.enterDirective();
  if (!tokens.lexer.parenthesisFollows()) {
    if (name === "macro") throw invalid("A macro needs a name", line);
    tokens.lexer.leaveDirective();
    if (name === "stop") return { type: "stop", line };
    if (name === "break") return { type: "break", line };
    if (name !== "foreach" && name !== "define" && name !== "literal") return text(written(start));
    throw invalid(`#${name} needs parentheses`, line);
  }
  const args = parseArguments(tokens, name, line);
  if (name === "stop") return { type: "stop", line };
  if (name === "break") return args[0] ? { type: "break", scope: args[0], line } : { type: "break", line };
  if (!blockDirectives.includes(name) && !name.startsWith("@")) return text(written(start));
  const bodyStart = tokens.taken();
  if (name === "macro") parser.macros.add((args[0] as { name: string }).name);
  const body = parseBlock(parser);
  const bodyText = written(bodyStart);
  tokens.expect("END");
  if (name === "macro") return null;
  if (name === "literal") return text(bodyText);
  if (name === "foreach") return foreach(args, body, line);
  if (name === "define") return define(args, body, line);
  return text(written(start));
}

/** The arguments in a directive's parentheses; a bare word is a reference without a value. */
function parseArguments(tokens: TokenStream, name: string, line: number): Expression[] {
  const args: Expression[] = [];
  tokens.skip("WHITESPACE");
  tokens.expect("LPAREN");
  for (;;) {
    tokens.skip("WHITESPACE");
    if (tokens.skip("COMMA")) tokens.skip("WHITESPACE");
    if (tokens.at("RPAREN")) break;
    if (tokens.at("WORD")) args.push(bareWord(tokens.next().image));
    else if (tokens.at(...valueStarts)) args.push(parseValue(tokens));
    else tokens.expect("RPAREN");
    const added = args.at(-1) as Expression;
    const mayBeBare = (name === "macro" && args.length === 1) || (name === "foreach" && args.length === 2);
    if (directives.includes(name) && isBare(added) !== mayBeBare && (isBare(added) || name === "macro")) {
      throw invalid(`Invalid argument ${args.length} of #${name}`, line);
    }
  }
  tokens.expect("RPAREN");
  return args;
}

function bareWord(word: string): Expression {
  return { type: "reference", name: word, steps: [], prefix: "", literal: word, escaped: false, bare: true };
}

function isBare(value: Expression): boolean {
  return value.type === "reference" && value.bare;
}

function foreach(args: readonly Expression[], body: readonly Statement[], line: number): Statement {
  const [variable, , list] = args;
  if (variable?.type !== "reference" || !list) throw invalid("#foreach needs ($item in $list)", line);
  return { type: "foreach", name: variable.name, list, body, line };
}

function define(args: readonly Expression[], body: readonly Statement[], line: number): Statement {
  const [variable] = args;
  if (variable?.type !== "reference" || args.length !== 1) throw invalid("#define needs one reference", line);
  return { type: "define", name: variable.name, body, line };
}

function invalid(message: string, line: number): TemplateError {
  return new TemplateError("syntax", `${message}, at line ${line}`, { line });
}

function joinImages(tokens: readonly Token[]): string {
  return tokens.map((token) => token.image).join("");
}
