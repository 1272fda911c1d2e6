import { TemplateError } from "./errors.ts";
import { LexMachine } from "./lex-machine.ts";
import { rulesByState, type TokenRule } from "./tokens.ts";

/** A token, with the text it stands for and the half-started references and directives that turned out to be text. */
export interface Token {
  readonly kind: string;
  readonly image: string;
  /** Text of `$` and `#` before this token that began nothing. */
  readonly special: string;
  /** 1-based line on which the token begins. */
  readonly line: number;
}

/**
 * Velocity 1.7's lexer. It hands out one token at a time, because the parser, too, moves its state: after a
 * directive's name.
 */
export class Lexer {
  private readonly machine = new LexMachine();
  private readonly source: string;
  private position = 0;
  private line: number;

  constructor(source: string, firstLine: number) {
    this.source = source;
    this.line = firstLine;
  }

  /**
   * The next token; kind `EOF` at the end.
   * @throws TemplateError when no token can begin here, or the template ends in a bare `$` or `#`
   */
  next(): Token {
    let image = "";
    let special = "";
    let line = this.line;
    for (;;) {
      if (this.position >= this.source.length) {
        if (image !== "") throw this.error("<EOF>");
        return { kind: "EOF", image: "", special, line };
      }
      if (image === "") line = this.line;
      const { rule, length } = this.longestMatch();
      const matched = this.source.slice(this.position, this.position + length);
      this.advance(matched);
      image += matched;
      if (rule.type === "special") special += specialText(image);
      const effect = this.machine.act(rule.kind, image);
      image = effect.image;
      this.backUp(effect.back);
      if (rule.type === "token") return { kind: rule.kind, image, special, line };
      if (rule.type !== "more") image = "";
    }
  }

  /** After a directive's name: its parentheses follow. */
  enterDirective(): void {
    this.machine.state = "directive";
  }

  /** After a directive's name that no parentheses follow. */
  leaveDirective(): void {
    this.machine.leaveDirective();
  }

  /** After #set( … ). */
  leaveSet(): void {
    this.machine.leaveSet();
  }

  /** Whether `(` comes next, white space aside. */
  parenthesisFollows(): boolean {
    let at = this.position;
    while (" \t\r\n".includes(this.source[at] ?? "(")) at++;
    return this.source[at] === "(";
  }

  private longestMatch(): { rule: TokenRule; length: number } {
    let best: TokenRule | undefined;
    let length = 0;
    for (const candidate of rulesByState[this.machine.state]) {
      candidate.pattern.lastIndex = this.position;
      if (candidate.pattern.test(this.source) && candidate.pattern.lastIndex - this.position > length) {
        best = candidate;
        length = candidate.pattern.lastIndex - this.position;
      }
    }
    if (!best) throw this.error(JSON.stringify(this.source[this.position]));
    return { rule: best, length };
  }

  private advance(text: string): void {
    this.position += text.length;
    for (const character of text) if (character === "\n") this.line++;
  }

  private backUp(count: number): void {
    for (; count > 0; count--) if (this.source[--this.position] === "\n") this.line--;
  }

  private error(found: string): TemplateError {
    return new TemplateError("syntax", `Lexical error at line ${this.line}. Encountered: ${found}`, {
      line: this.line,
    });
  }
}

/**
 * What is left of a `$` or `#` that began no reference or directive: itself, with the backslashes before a `$`. The
 * character after such a `\$` is lost.
 */
function specialText(image: string): string {
  let text = "";
  for (const [sign, escaped] of image.matchAll(/(\\+\$)[\s\S]?|[#$]/g)) text += escaped ?? sign;
  return text;
}
