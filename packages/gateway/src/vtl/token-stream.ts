import type { Statement } from "./ast.ts";
import { type Place, TemplateError } from "./errors.ts";
import { Lexer, type Token } from "./lexer.ts";

/** The tokens of a template, lexed no further than the parser looks. */
export interface TokenStream {
  readonly lexer: Lexer;
  /** The token `ahead` places from here; 0 is the next one. */
  peek(ahead?: number): Token;
  /** Whether the next token is of one of these kinds. */
  at(...kinds: string[]): boolean;
  next(): Token;
  /** @throws TemplateError when the next token is of another kind */
  expect(...kinds: string[]): Token;
  /** Takes the next token when it is of this kind. */
  skip(kind: string): boolean;
  /** How many tokens were taken. */
  taken(): number;
  /** The tokens taken since `start`, which `taken` returned. */
  since(start: number): readonly Token[];
  /** What those are in the template. */
  written(start: number): string;
  /** Parses a template in the template, a string with references in it, which begins at `start`. */
  parse(source: string, start: Place): readonly Statement[];
}

/** What a person calls the tokens that may be missing. */
const names: Readonly<Record<string, string>> = {
  EOF: "the end of the template",
  END: "#end",
  LPAREN: '"("',
  RPAREN: '")"',
  REFMOD2_RPAREN: '")"',
  RBRACKET: '"]"',
  INDEX_RBRACKET: '"]"',
  RIGHT_CURLEY: '"}"',
  RCURLY: '"}"',
  LBRACKET: "a list",
  LEFT_CURLEY: "a map",
  COLON: '":"',
  EQUALS: '"="',
  IDENTIFIER: "a reference",
  LCURLY: "a reference",
  STRING_LITERAL: "a string",
  INTEGER_LITERAL: "a number",
  FLOATING_POINT_LITERAL: "a number",
  TRUE: "true",
  FALSE: "false",
  SET_DIRECTIVE: "#set",
};

/** Lexes `source`, which begins at a place of the template; `parse` parses what templates it holds. */
export function tokenStream(source: string, start: Place, parse: TokenStream["parse"]): TokenStream {
  const lexer = new Lexer(source, start);
  const tokens: Token[] = [];
  let index = 0;
  const peek = (ahead = 0): Token => {
    while (tokens.length <= index + ahead) tokens.push(lexer.next());
    return tokens[index + ahead] ?? lexer.next();
  };
  const at = (...kinds: string[]) => kinds.includes(peek().kind);
  const next = () => {
    const token = peek();
    index++;
    return token;
  };
  const expect = (...kinds: string[]) => {
    if (at(...kinds)) return next();
    const token = peek();
    const found = token.kind === "EOF" ? "end of the template" : JSON.stringify(token.image);
    const wanted = [...new Set(kinds.map((kind) => names[kind] ?? kind))].join(" or ");
    throw new TemplateError("syntax", `Unexpected ${found}, expected ${wanted}`, token);
  };
  const skip = (kind: string) => at(kind) && next() !== undefined;
  const since = (start: number) => tokens.slice(start, index);
  const written = (start: number) =>
    since(start)
      .map(({ special, image }) => special + image)
      .join("");
  return { lexer, peek, at, next, expect, skip, taken: () => index, since, written, parse };
}
