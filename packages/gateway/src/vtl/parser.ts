import { type Branch, type Statement, unreachable } from "./ast.ts";
import type { Place } from "./errors.ts";
import { directives, type Parser, parseDirective } from "./parse-directive.ts";
import { parseExpression, parseReference } from "./parse-expression.ts";
import { type TokenStream, tokenStream } from "./token-stream.ts";

/**
 * Parses a template by Velocity 1.7's grammar, with API Gateway's set of directives: `#evaluate`, `#include`, `#parse`
 * and calls of macros are text, and a `#macro` defines nothing.
 * @throws TemplateError when the template is not VTL
 */
export function parseTemplate(source: string, start: Place = { line: 1, column: 1 }): readonly Statement[] {
  const tokens = tokenStream(source, start, parseTemplate);
  const parser: Parser = { tokens, macros: new Set(), block: () => parseBlock(parser) };
  const statements = parseBlock(parser);
  parser.tokens.expect("EOF");
  return statements;
}

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
    const { image } = tokens.peek();
    const reference = parseReference(tokens);
    // A word that the lexer takes for a reference, after `)` or `]` for one: its first token is printed, and no more.
    return reference.bare ? text(image) : { type: "print", reference, line };
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
    case "MULTI_LINE_COMMENT":
    case "FORMAL_COMMENT": {
      // Of a comment a `$` before it is printed.
      const before = /^(.*?)#[#*]/s.exec(tokens.next().image)?.[1] ?? "";
      if (kind === "SINGLE_LINE_COMMENT_START") tokens.skip("SINGLE_LINE_COMMENT");
      return text(before);
    }
    case "TEXTBLOCK":
      // The length of `#[[` is dropped, whatever is there: of `$#[[a]]#`, `[a` is left.
      return text(tokens.next().image.slice(3, -3));
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
  const { kind, image } = tokens.peek();
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
  const written = tokens.peek();
  const target = parseReference(tokens);
  tokens.skip("WHITESPACE");
  tokens.expect("EQUALS");
  const value = parseExpression(tokens);
  tokens.expect("RPAREN");
  tokens.lexer.leaveSet();
  // Velocity sets a variable of the name that follows the first character: of `${name}` and `$!name`, one that cannot be read.
  const isPlain = target.steps.length > 0 || (written.kind === "IDENTIFIER" && !/[!\\]/.test(written.image));
  return { type: "set", target: isPlain ? target : { ...target, name: unreachable }, value, line };
}
