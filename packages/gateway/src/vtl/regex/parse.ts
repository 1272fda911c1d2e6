import { TemplateError } from "../errors.ts";
import { type Anchor, type Greed, lengths, type Node, type Pattern } from "./node.ts";
import { classNamed, dot, type Flags, noFlags, not, type Predicate, property, range, single } from "./predicates.ts";

/**
 * Parses a `java.util.regex.Pattern`, as Java 17's own parser does.
 * https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/regex/Pattern.html
 * @throws TemplateError when it is not a pattern, or has what only Java knows: blocks, and the names of characters beyond ASCII
 */
export function parsePattern(source: string): Pattern {
  const parser = new PatternParser(source);
  const root = parser.choice();
  parser.expectEnd();
  return { root, groups: parser.groups, names: parser.names };
}

/** The error of a pattern that Java, or this parser, does not know. */
export function invalidPattern(source: string): TemplateError {
  return new TemplateError("evaluation", `Invalid or unsupported regular expression ${JSON.stringify(source)}`);
}

/** `\Q…\E` as escaped characters: a quantifier after it is of its last character. */
function withoutQuotes(source: string): string {
  return source.replace(/\\Q([\s\S]*?)(?:\\E|$)|\\[\s\S]/g, (sign, quoted?: string) =>
    quoted === undefined ? sign : quoted.replace(/[\0-\x7f]/g, (c) => (/[A-Za-z0-9]/.test(c) ? c : `\\${c}`)),
  );
}

const flagNames: Readonly<Record<string, readonly (keyof Flags)[]>> = {
  i: ["ignoreCase"],
  m: ["multiline"],
  s: ["dotAll"],
  d: ["unixLines"],
  u: ["unicodeCase"],
  x: ["comments"],
  U: ["unicodeClasses", "unicodeCase"],
  c: [],
};

const controls: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, f: 12, a: 7, e: 27 };

/** Unicode's names of ASCII's characters, from the blank on. */
const asciiNames: readonly string[] = [
  "SPACE,EXCLAMATION MARK,QUOTATION MARK,NUMBER SIGN,DOLLAR SIGN,PERCENT SIGN,AMPERSAND,APOSTROPHE,LEFT PARENTHESIS",
  "RIGHT PARENTHESIS,ASTERISK,PLUS SIGN,COMMA,HYPHEN-MINUS,FULL STOP,SOLIDUS",
  ...["ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE"].map((name) => `DIGIT ${name}`),
  "COLON,SEMICOLON,LESS-THAN SIGN,EQUALS SIGN,GREATER-THAN SIGN,QUESTION MARK,COMMERCIAL AT",
  ...[..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].map((letter) => `LATIN CAPITAL LETTER ${letter}`),
  "LEFT SQUARE BRACKET,REVERSE SOLIDUS,RIGHT SQUARE BRACKET,CIRCUMFLEX ACCENT,LOW LINE,GRAVE ACCENT",
  ...[..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].map((letter) => `LATIN SMALL LETTER ${letter}`),
  "LEFT CURLY BRACKET,VERTICAL LINE,RIGHT CURLY BRACKET,TILDE",
].flatMap((names) => names.split(","));

/** What an escape stands for: a character, a set of them, or another part of a pattern. */
type Escape = { readonly code: number } | { readonly accepts: Predicate } | { readonly node: Node };

class PatternParser {
  groups = 0;
  readonly names = new Map<string, number>();
  private readonly source: string;
  /** The pattern's characters. */
  private readonly text: readonly string[];
  private at = 0;
  private flags = noFlags;

  constructor(source: string) {
    this.source = source;
    this.text = [...withoutQuotes(source)];
  }

  expectEnd(): void {
    if (this.peek() !== "") throw this.error();
  }

  private error(): TemplateError {
    return invalidPattern(this.source);
  }

  /** The next character that is not a comment; "" at the end. */
  private peek(): string {
    if (this.flags.comments) {
      for (;;) {
        while (/^[\t-\r ]$/.test(this.text[this.at] ?? "")) this.at++;
        if (this.text[this.at] !== "#") break;
        while (this.at < this.text.length && !/^[\n\r\u0085\u2028\u2029]$/.test(this.text[this.at] ?? "")) this.at++;
      }
    }
    return this.text[this.at] ?? "";
  }

  private next(): string {
    const character = this.peek();
    if (character === "") throw this.error();
    this.at++;
    return character;
  }

  private take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at++;
    return true;
  }

  choice(): Node {
    const branches = [this.sequence()];
    while (this.take("|")) branches.push(this.sequence());
    const [first] = branches;
    return first && branches.length === 1 ? first : { type: "choice", branches };
  }

  private sequence(): Node {
    const parts: Node[] = [];
    for (;;) {
      const character = this.peek();
      if (character === "" || character === "|" || character === ")") return { type: "sequence", parts };
      if ("?*+".includes(character)) throw this.error();
      const part = this.part(character);
      if (part) parts.push(this.quantified(part));
    }
  }

  /** A part without its quantifier; undefined for flags alone. */
  private part(character: string): Node | undefined {
    if (character === "(") return this.group();
    if (character === "[") {
      this.at++;
      return { type: "character", accepts: this.characterClass(true) };
    }
    // A quantifier of nothing.
    if (character === "{") return { type: "sequence", parts: [] };
    this.at++;
    switch (character) {
      case "^":
        return this.anchor(this.flags.multiline ? "lineBegin" : "begin");
      case "$":
        return this.anchor(this.flags.multiline ? "lineEnd" : "lastLineEnd");
      case ".":
        return { type: "character", accepts: dot(this.flags) };
      case "\\": {
        const read = this.escape(false);
        if ("node" in read) return read.node;
        return { type: "character", accepts: "accepts" in read ? read.accepts : single(read.code, this.flags) };
      }
      default:
        return { type: "character", accepts: single(character.codePointAt(0) ?? 0, this.flags) };
    }
  }

  private anchor(name: Anchor): Node {
    return { type: "anchor", name, unixLines: this.flags.unixLines };
  }

  private quantified(body: Node): Node {
    const sign = this.peek();
    if (sign === "?" || sign === "*" || sign === "+") {
      this.at++;
      const greed = this.greed();
      return { type: "repeat", body, min: sign === "+" ? 1 : 0, max: sign === "?" ? 1 : Infinity, greed };
    }
    if (sign !== "{") return body;
    const counts = /^\{(\d+)(?:(,)(\d*))?\}/.exec(this.text.slice(this.at, this.at + 30).join(""));
    if (!counts) throw this.error();
    this.at += counts[0].length;
    const min = Number(counts[1]);
    const max = counts[2] === undefined ? min : counts[3] === "" ? Infinity : Number(counts[3]);
    if (max < min || min > 0x7fffffff || (max !== Infinity && max > 0x7fffffff)) throw this.error();
    return { type: "repeat", body, min, max, greed: this.greed() };
  }

  private greed(): Greed {
    if (this.take("?")) return "lazy";
    return this.take("+") ? "possessive" : "greedy";
  }

  private group(): Node | undefined {
    this.at++;
    const { flags } = this;
    if (this.text[this.at] !== "?") {
      const index = ++this.groups;
      return { type: "group", index, body: this.body(flags) };
    }
    this.at++;
    const kind = this.text[this.at++] ?? "";
    switch (kind) {
      case ":":
        return this.body(flags);
      case ">":
        return { type: "atomic", body: this.body(flags) };
      case "=":
      case "!":
        return { type: "look", body: this.body(flags), behind: false, negative: kind === "!" };
      case "<":
        return this.lookBehindOrNamed(flags);
      default:
        this.at--;
        return this.flagged(flags);
    }
  }

  private body(flags: Flags): Node {
    const body = this.choice();
    if (!this.take(")")) throw this.error();
    this.flags = flags;
    return body;
  }

  private lookBehindOrNamed(flags: Flags): Node {
    const sign = this.text[this.at];
    if (sign === "=" || sign === "!") {
      this.at++;
      const body = this.body(flags);
      if (!lengths(body).bounded) throw this.error();
      return { type: "look", body, behind: true, negative: sign === "!" };
    }
    const name = this.groupName();
    if (this.names.has(name)) throw this.error();
    const index = ++this.groups;
    this.names.set(name, index);
    return { type: "group", index, body: this.body(flags) };
  }

  private groupName(): string {
    const name = /^([A-Za-z][A-Za-z0-9]*)>/.exec(this.text.slice(this.at, this.at + 200).join(""))?.[1];
    if (name === undefined) throw this.error();
    this.at += name.length + 1;
    return name;
  }

  /** `(?i)`, which holds to the end of the group around it, or `(?i:…)`. */
  private flagged(before: Flags): Node | undefined {
    let isOn = true;
    for (;;) {
      const character = this.text[this.at++] ?? "";
      if (character === ")") return undefined;
      if (character === ":") return this.body(before);
      if (character === "-" && isOn) isOn = false;
      else {
        const names = flagNames[character];
        if (!names) throw this.error();
        const changed = Object.fromEntries(names.map((name) => [name, isOn]));
        this.flags = { ...this.flags, ...changed };
      }
    }
  }

  private escape(inClass: boolean): Escape {
    const letter = this.text[this.at++] ?? "";
    if (letter === "") throw this.error();
    const control = controls[letter];
    if (control !== undefined) return { code: control };
    const lower = letter.toLowerCase();
    if (lower === "p") return { accepts: this.property(letter === "P") };
    const set = /^[a-zA-Z]$/.test(letter) ? classNamed(lower, this.flags) : undefined;
    if (set) return { accepts: letter === lower ? set : not(set) };
    if (letter === "N") return { code: this.namedCharacter() };
    if ("xu0c".includes(letter)) return { code: this.code(letter) };
    if (inClass) {
      if (/^[A-Za-z1-9]$/.test(letter)) throw this.error();
      return { code: letter.codePointAt(0) ?? 0 };
    }
    return this.partEscape(letter);
  }

  private partEscape(letter: string): Escape {
    switch (letter) {
      case "A":
        return { node: this.anchor("begin") };
      case "z":
        return { node: this.anchor("end") };
      case "Z":
        return { node: this.anchor("lastLineEnd") };
      case "b":
        return { node: this.anchor("wordEdge") };
      case "B":
        return { node: this.anchor("noWordEdge") };
      case "G":
        return { node: this.anchor("lastMatch") };
      case "R":
        return { node: { type: "lineBreak" } };
      case "X":
        return { node: { type: "grapheme" } };
      case "k": {
        if (this.text[this.at++] !== "<") throw this.error();
        const index = this.names.get(this.groupName());
        if (index === undefined) throw this.error();
        return { node: this.reference(index) };
      }
    }
    if (/^[1-9]$/.test(letter)) return { node: this.reference(this.referenceIndex(Number(letter))) };
    if (/^[A-Za-z]$/.test(letter)) throw this.error();
    return { code: letter.codePointAt(0) ?? 0 };
  }

  private reference(index: number): Node {
    const { ignoreCase, unicodeCase } = this.flags;
    return { type: "reference", index, ignoreCase, unicodeCase };
  }

  /** `\12` is group 12 when there are so many by now, or else group 1 and `2`. */
  private referenceIndex(first: number): number {
    let index = first;
    while (/^\d$/.test(this.text[this.at] ?? "")) {
      const longer = index * 10 + Number(this.text[this.at]);
      if (longer > this.groups) break;
      index = longer;
      this.at++;
    }
    return index;
  }

  private code(letter: string): number {
    const rest = this.text.slice(this.at, this.at + 16).join("");
    if (letter === "c") {
      const character = this.text[this.at++];
      if (character === undefined) throw this.error();
      return (character.codePointAt(0) ?? 0) ^ 64;
    }
    const patterns = {
      x: /^(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{2}))/,
      u: /^([0-9a-fA-F]{4})(?:\\u([0-9a-fA-F]{4}))?/,
      "0": /^([0-3][0-7]{2}|[0-7]{1,2})/,
    };
    const match = patterns[letter as keyof typeof patterns].exec(rest);
    if (!match) throw this.error();
    const [whole, first, second] = match;
    if (letter === "u") return this.unicode(first ?? "", second);
    this.at += whole.length;
    const code = Number.parseInt(first ?? second ?? "", letter === "0" ? 8 : 16);
    if (code > 0x10ffff) throw this.error();
    return code;
  }

  /** Two escapes of a surrogate pair are one character. */
  private unicode(first: string, second: string | undefined): number {
    this.at += 4;
    const code = Number.parseInt(first, 16);
    const low = Number.parseInt(second ?? "", 16);
    if (code < 0xd800 || code > 0xdbff || !(low >= 0xdc00 && low <= 0xdfff)) return code;
    this.at += 6;
    return String.fromCharCode(code, low).codePointAt(0) ?? code;
  }

  /** `\N{DIGIT ONE}`, of ASCII: JavaScript does not know the others' names. */
  private namedCharacter(): number {
    const name = /^\{([^}]*)\}/.exec(this.text.slice(this.at, this.at + 100).join(""))?.[1];
    const code = asciiNames.indexOf(name?.trim().toUpperCase() ?? "");
    if (name === undefined || code < 0) throw this.error();
    this.at += name.length + 2;
    return code + 32;
  }

  private property(negated: boolean): Predicate {
    let name = this.text[this.at++] ?? "";
    if (name === "{") {
      const end = this.text.indexOf("}", this.at);
      if (end < 0) throw this.error();
      name = this.text.slice(this.at, end).join("");
      this.at = end + 1;
    }
    const found = property(name, this.flags);
    if (!found) throw this.error();
    return negated ? not(found) : found;
  }

  /** A class up to its `]`, which is left there unless `consume`: the right side of `&&` ends at it as well. */
  private characterClass(consume: boolean): Predicate {
    const negated = this.text[this.at - 1] === "[" && this.peek() === "^";
    if (negated) this.at++;
    let all: Predicate | undefined;
    let last: Predicate | undefined;
    for (;;) {
      const character = this.peek();
      if (character === "") throw this.error();
      if (character === "]" && all) {
        if (consume) this.at++;
        return negated ? not(all) : all;
      }
      if (character === "[") {
        this.at++;
        last = this.characterClass(true);
        all = union(all, last);
      } else if (character === "&" && this.text[this.at + 1] === "&") {
        this.at += 2;
        const right = this.rightSide();
        const left = all;
        const other = right ?? last;
        if (!other) throw this.error();
        last = other;
        all = left ? (code) => left(code) && other(code) : other;
      } else {
        last = this.classItem();
        all = union(all, last);
      }
    }
  }

  private rightSide(): Predicate | undefined {
    let right: Predicate | undefined;
    for (;;) {
      const character = this.peek();
      if (character === "") throw this.error();
      if (character === "]" || character === "&") return right;
      if (character === "[") {
        this.at++;
        right = union(right, this.characterClass(true));
      } else right = this.characterClass(false);
    }
  }

  private classItem(): Predicate {
    const first = this.next();
    const from: Escape = first === "\\" ? this.escape(true) : { code: first.codePointAt(0) ?? 0 };
    if ("accepts" in from) return from.accepts;
    if ("node" in from) throw this.error();
    const after = this.text[this.at + 1];
    if (this.peek() !== "-" || after === "]" || after === "[" || after === undefined)
      return single(from.code, this.flags);
    this.at++;
    const second = this.next();
    const to: Escape = second === "\\" ? this.escape(true) : { code: second.codePointAt(0) ?? 0 };
    if (!("code" in to) || to.code < from.code) throw this.error();
    return range(from.code, to.code, this.flags);
  }
}

function union(left: Predicate | undefined, right: Predicate): Predicate {
  return left ? (code) => left(code) || right(code) : right;
}
