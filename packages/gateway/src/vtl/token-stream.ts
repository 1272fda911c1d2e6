import { TemplateError } from "./errors.ts";
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
}

/** Lexes `source`, whose first line is line `firstLine` of the template. */
export function tokenStream(source: string, firstLine: number): TokenStream {
  const lexer = new Lexer(source, firstLine);
  const tokens: Token[] = [];
  let index = 0;
  const peek = (ahead = 0): Token => {
    while (tokens.length <= index + ahead) tokens.push(lexer.next());
    return tokens[index + ahead] as Token;
  };
  const at = (...kinds: string[]) => kinds.includes(peek().kind);
  const next = () => {
    const token = peek();
    index++;
    return token;
  };
  const expect = (...kinds: string[]) => {
    if (at(...kinds)) return next();
    const { image, kind, line } = peek();
    const found = kind === "EOF" ? "<EOF>" : JSON.stringify(image);
    throw new TemplateError("syntax", `Encountered ${found} at line ${line}. Was expecting ${kinds.join(" or ")}`, {
      line,
    });
  };
  const skip = (kind: string) => at(kind) && next() !== undefined;
  return { lexer, peek, at, next, expect, skip, taken: () => index, since: (start) => tokens.slice(start, index) };
}
