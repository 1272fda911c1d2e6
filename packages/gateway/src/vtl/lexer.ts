import { type Place, TemplateError } from "./errors.ts";
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
  /** 1-based column in that line. */
  readonly column: number;
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
  /** Position of the character before the line's first. */
  private lineBreak: number;

  /** `start` is the place in the template where the source begins. */
  constructor(source: string, start: Place) {
    this.source = source;
    this.line = start.line;
    this.lineBreak = -start.column;
  }

  /**
   * The next token; kind `EOF` at the end.
   * @throws TemplateError when no token can begin here, or the template ends in a bare `$` or `#`
   */
  next(): Token {
    let image = "";
    let special = "";
    let { line, column } = this.place();
    for (;;) {
      if (this.position >= this.source.length) {
        if (image !== "") throw this.error("end of the template");
        return { kind: "EOF", image: "", special, line, column };
      }
      if (image === "") ({ line, column } = this.place());
      const { rule, length } = this.longestMatch();
      const matched = this.source.slice(this.position, this.position + length);
      this.advance(matched);
      image += matched;
      if (rule.type === "special") special += specialText(image);
      const effect = this.machine.act(rule.kind, image);
      image = effect.image;
      this.backUp(effect.back);
      if (rule.type === "token") return { kind: rule.kind, image, special, line, column };
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
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
      this.line++;
      this.lineBreak = this.position + at;
    }
    this.position += text.length;
  }

  private backUp(count: number): void {
    for (; count > 0; count--) {
      if (this.source[--this.position] !== "\n") continue;
      this.line--;
      this.lineBreak = this.source.lastIndexOf("\n", this.position - 1);
    }
  }

  private place(): Place {
    return { line: this.line, column: this.position - this.lineBreak };
  }

  private error(found: string): TemplateError {
    return new TemplateError("syntax", `Unexpected ${found}`, this.place());
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
