import { type Expression, type Statement, unreachable } from "./ast.ts";
import { type Place, TemplateError } from "./errors.ts";
import type { Token } from "./lexer.ts";
import { parseValue, valueStarts } from "./parse-expression.ts";
import type { TokenStream } from "./token-stream.ts";

/** A template being parsed. */
export interface Parser {
  readonly tokens: TokenStream;
  /** Names of the macros defined so far: a backslash before a use of one is an escape. */
  readonly macros: Set<string>;
  /** Parses statements up to the end of a block, or of the template. */
  block(): Statement[];
}

const blockDirectives: readonly string[] = ["foreach", "define", "macro", "literal"];

/** The directives that API Gateway has, but for `#if` and `#set`, which have tokens of their own. */
export const directives: readonly string[] = [...blockDirectives, "break", "stop"];

/** `#name`, `#name(…)`, `#name(…) … #end`: a directive that API Gateway has, or else text. */
export function parseDirective(parser: Parser): Statement | null {
  const { tokens } = parser;
  const start = tokens.taken();
  const token = tokens.next();
  const { kind, image, line, special } = token;
  // The length of `#` or `#{` is dropped, whatever is there: `$#foreach` is not a loop.
  const name = kind === "WORD" ? image.slice(1) : image.slice(2, -1);
  const written = (from: number) => joinImages(tokens.since(from));
  const text = (value: string): Statement => ({ type: "text", text: special + value, line });
  tokens.lexer.enterDirective();
  if (!tokens.lexer.parenthesisFollows()) {
    if (name === "macro") throw invalid("A macro needs a name", token);
    tokens.lexer.leaveDirective();
    if (name === "stop") return { type: "stop", line };
    if (name === "break") return { type: "break", line };
    if (name !== "foreach" && name !== "define" && name !== "literal") return text(written(start));
    throw invalid(`#${name} needs parentheses`, token);
  }
  const args = parseArguments(tokens, name, token);
  if ((name === "stop" || name === "break") && args.length > 1) throw invalid(`#${name} takes one argument`, token);
  if (name === "stop") return { type: "stop", line };
  if (name === "break") return args[0] ? { type: "break", scope: args[0], line } : { type: "break", line };
  if (!blockDirectives.includes(name) && !name.startsWith("@")) return text(written(start));
  const bodyStart = tokens.taken();
  if (name === "macro") parser.macros.add(macroName(args, token));
  const body = parser.block();
  const bodyText = written(bodyStart);
  tokens.expect("END");
  if (name === "macro") return null;
  if (name === "literal") return text(bodyText);
  if (name === "foreach") return foreach(args, body, token);
  if (name === "define") return define(args, body, token);
  return text(written(start));
}

/** The arguments in a directive's parentheses; a bare word is a reference without a value. */
function parseArguments(tokens: TokenStream, name: string, token: Token): Expression[] {
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
      throw invalid(`Invalid argument ${args.length} of #${name}`, token);
    }
  }
  tokens.expect("RPAREN");
  return args;
}

function bareWord(word: string): Expression {
  return {
    type: "reference",
    name: word,
    steps: [],
    prefix: "",
    backslashes: "",
    literal: word,
    escaped: false,
    bare: true,
    place: { line: 1, column: 1 },
    written: word,
  };
}

function isBare(value: Expression): boolean {
  return value.type === "reference" && value.bare;
}

function macroName([name]: readonly Expression[], token: Token): string {
  if (name?.type !== "reference") throw invalid("A macro needs a name", token);
  return name.name;
}

/** `#foreach($item in $list)`: Velocity looks at the first and the third argument, and takes a fourth for the body. */
function foreach(args: readonly Expression[], body: readonly Statement[], token: Token): Statement {
  const { line } = token;
  const [variable, , list, more] = args;
  if (args.length < 2) throw invalid("#foreach needs ($item in $list)", token);
  if (!list) return { type: "text", text: "", line };
  const name = variable?.type === "reference" ? variable.name : unreachable;
  if (!more) return { type: "foreach", name, list, body, line };
  const printed: Statement[] = more.type === "reference" ? [{ type: "print", reference: more, line }] : [];
  return { type: "foreach", name, list, body: printed, line };
}

/** `#define($name)`; `${name}` and `$!name` define what cannot be used. */
function define(args: readonly Expression[], body: readonly Statement[], token: Token): Statement {
  const { line } = token;
  const [variable] = args;
  if (!variable || args.length !== 1) throw invalid("#define needs one reference", token);
  const isPlain = variable.type === "reference" && variable.literal.startsWith(`$${variable.name}`);
  return { type: "define", name: isPlain ? variable.name : unreachable, body, line };
}

function invalid(message: string, place: Place): TemplateError {
  return new TemplateError("syntax", message, place);
}

function joinImages(tokens: readonly Token[]): string {
  return tokens.map((token) => token.image).join("");
}
