import { InvalidPath } from "./path.ts";

/** A path's or filter's text being read, as Jayway reads it: its `CharacterIndex`. */
export class Characters {
  readonly text: string;
  position = 0;
  /** Where reading ends; the text may go on. */
  end: number;

  constructor(text: string) {
    this.text = text;
    this.end = text.length - 1;
  }

  /** @throws InvalidPath beyond the text */
  at(index: number): string {
    const character = this.text[index];
    if (character === undefined) throw new InvalidPath(`it ends too early: ${this.text}`);
    return character;
  }

  current(): string {
    return this.at(this.position);
  }

  inBounds(index = this.position): boolean {
    return index >= 0 && index <= this.end;
  }

  isTail(): boolean {
    return this.position >= this.end;
  }

  slice(start: number, end: number): string {
    if (end > this.text.length || start > end) throw new InvalidPath(`it ends too early: ${this.text}`);
    return this.text.slice(start, end);
  }

  skipBlanks(): this {
    while (this.inBounds() && this.position < this.end && this.current() === " ") this.position++;
    return this;
  }

  trim(): this {
    this.skipBlanks();
    while (this.inBounds() && this.position < this.end && this.at(this.end) === " ") this.end--;
    return this;
  }

  /** The next character after `start` that is not a blank, and its index; a blank at the end. */
  significant(start = this.position): { character: string; index: number } {
    let index = start + 1;
    while (this.inBounds(index) && this.at(index) === " ") index++;
    return { character: this.inBounds(index) ? this.at(index) : " ", index };
  }

  /** The last character before `start` that is not a blank, and its index. */
  previousSignificant(start = this.position): { character: string; index: number } {
    let index = start - 1;
    while (this.inBounds(index) && this.at(index) === " ") index--;
    return this.inBounds(index) ? { character: this.at(index), index } : { character: " ", index: -1 };
  }

  /** Index of the next character that is `sought` and has no backslash before it, after `start`; -1 when there is none. */
  unescaped(start: number, sought: string): number {
    for (let index = start + 1; this.inBounds(index); index++) {
      if (this.at(index) === "\\") index++;
      else if (this.at(index) === sought) return index;
    }
    return -1;
  }

  /** Index of the bracket that closes the one at `start`; strings, and patterns if asked to, do not count; -1 when none does. */
  closing(start: number, open: string, close: string, skipsPatterns: boolean): number {
    let depth = 1;
    for (let index = start + 1; this.inBounds(index); index++) {
      index = this.afterQuoted(index, "'", '"');
      if (skipsPatterns) index = this.afterQuoted(index, "/");
      const character = this.at(index);
      if (character === open) depth++;
      if (character === close && --depth === 0) return index;
    }
    return -1;
  }

  private afterQuoted(index: number, ...quotes: readonly string[]): number {
    const quote = this.at(index);
    if (!quotes.includes(quote)) return index;
    const end = this.unescaped(index, quote);
    if (end < 0) throw new InvalidPath(`${quote} is not closed in ${this.text}`);
    return end + 1;
  }

  /** Takes a token that comes next, blanks aside. */
  take(token: string): boolean {
    this.skipBlanks();
    if (!this.inBounds(this.position + token.length - 1)) return false;
    if (!this.text.startsWith(token, this.position)) return false;
    this.position += token.length;
    return true;
  }
}

const escapes: Readonly<Record<string, string>> = { r: "\r", f: "\f", t: "\t", n: "\n", b: "\b" };

/** The text that a quoted one stands for. */
export function readEscapes(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(?:u([\s\S]{0,4})|([\s\S]))?/g, (_, digits?: string, character?: string) => {
    if (digits === undefined) return character === undefined ? "\\" : (escapes[character] ?? character);
    if (digits.length < 4) return "";
    if (!/^[+-]?[0-9a-fA-F]+$/.test(digits)) throw new InvalidPath(`${digits} is not a character's code`);
    return String.fromCharCode(Number.parseInt(digits, 16));
  });
}
