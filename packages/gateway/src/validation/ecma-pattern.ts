/**
 * Patterns of models are ECMA-262 as Rhino 1.7.7 reads it, the engine of the Java validator: without lookbehind, named groups and
 * inline flags, which it refuses, and with corners of its own. https://github.com/mozilla/rhino/tree/Rhino1_7_7_2_Release
 */

/** Rhino's limit of a quantifier's numbers. */
const MAXIMUM_COUNT = 0xffff;

class Scanner {
  readonly source: string;
  at = 0;
  /** Capturing groups that are opened so far. */
  groups = 0;

  constructor(source: string) {
    this.source = source;
  }

  peek(ahead = 0): string {
    return this.source[this.at + ahead] ?? "";
  }

  /** Takes the next character; nothing at the end. */
  next(): string {
    return this.source[this.at++] ?? "";
  }

  /** Takes the digits from here on, one of them taken before. @returns undefined when they are beyond Rhino's limit */
  count(first: string): number | undefined {
    let digits = first;
    while (isDigit(this.peek())) digits += this.next();
    const value = Number(digits);
    return value < MAXIMUM_COUNT || digits.length === 1 ? value : undefined;
  }
}

const isDigit = (character: string) => character >= "0" && character <= "9";
const isOctal = (character: string) => character >= "0" && character <= "7";
const isLetter = (character: string) => /^[A-Za-z]$/.test(character);

/** A character that stands for itself anywhere in a pattern. */
const literal = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

const CONTROLS: Readonly<Record<string, string>> = { f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

/**
 * A pattern of a model in today's JavaScript, for a RegExp without flags.
 * @returns undefined when Rhino refuses the pattern
 */
export function translatePattern(source: string): string | undefined {
  const counted = new Scanner(source);
  // A reference to a group that does not exist is an octal escape, so the groups are counted first.
  if (scan(counted, Number.POSITIVE_INFINITY) === undefined) return undefined;
  return scan(new Scanner(source), counted.groups);
}

function scan(scanner: Scanner, groups: number): string | undefined {
  let text = "";
  let depth = 0;
  while (scanner.at < scanner.source.length) {
    const character = scanner.next();
    if (character === "|") {
      text += "|";
      continue;
    }
    if (character === "^" || character === "$") {
      text += character;
      // Nothing repeats an anchor: a brace after it stands for itself, another quantifier is refused.
      continue;
    }
    if (character === "(") {
      text += `(${groupMark(scanner)}`;
      depth++;
      continue;
    }
    if ("*+?".includes(character)) return undefined;
    if (character === ")" && --depth < 0) return undefined;
    const term = character === ")" ? ")" : readTerm(scanner, character, groups);
    if (term === undefined) return undefined;
    text += term;
    if (term === "\\b" || term === "\\B") continue;
    const quantifier = readQuantifier(scanner);
    if (quantifier === undefined) return undefined;
    text += quantifier;
  }
  return depth === 0 ? text : undefined;
}

function groupMark(scanner: Scanner): string {
  const mark = /^\?[=!:]/.exec(scanner.source.slice(scanner.at, scanner.at + 2))?.[0] ?? "";
  scanner.at += mark.length;
  if (mark === "") scanner.groups++;
  return mark;
}

function readTerm(scanner: Scanner, character: string, groups: number): string | undefined {
  if (character === ".") return ".";
  if (character === "[") return readClass(scanner);
  return character === "\\" ? readEscape(scanner, groups) : literal(character);
}

/** A quantifier, or nothing where there is none. @returns undefined when Rhino refuses it */
function readQuantifier(scanner: Scanner): string | undefined {
  let text = "";
  const sign = scanner.peek();
  if (sign === "*" || sign === "+" || sign === "?") {
    scanner.at++;
    text = sign;
  } else if (sign === "{" && isDigit(scanner.peek(1))) {
    const start = scanner.at;
    scanner.at += 2;
    const range = readRange(scanner, scanner.source[scanner.at - 1] ?? "");
    if (range === undefined) return undefined;
    if (scanner.peek() !== "}") {
      // Rhino reads beyond the end of a pattern that ends in such a brace, and fails.
      if (scanner.peek() === "") return undefined;
      scanner.at = start;
      return "";
    }
    scanner.at++;
    text = `{${range}}`;
  }
  if (text === "" || scanner.peek() !== "?") return text;
  scanner.at++;
  return `${text}?`;
}

function readRange(scanner: Scanner, first: string): string | undefined {
  const min = scanner.count(first);
  if (min === undefined) return undefined;
  if (scanner.peek() !== ",") return String(min);
  scanner.at++;
  if (!isDigit(scanner.peek())) return `${min},`;
  const max = scanner.count(scanner.next());
  return max === undefined || min > max ? undefined : `${min},${max}`;
}

function readEscape(scanner: Scanner, groups: number): string | undefined {
  const letter = scanner.next();
  if (letter === "") return undefined;
  if ("bBdDsSwW".includes(letter)) return `\\${letter}`;
  if (letter === "0") return literal(String.fromCharCode(octal(scanner, 0)));
  if (isDigit(letter)) return readReference(scanner, letter, groups);
  if (letter === "x" || letter === "u") return literal(hexadecimal(scanner, letter) ?? letter);
  if (letter === "c") return literal(control(scanner));
  return literal(CONTROLS[letter] ?? letter);
}

/** Octal digits from here on, as long as the number stays below 32 before each. */
function octal(scanner: Scanner, first: number): number {
  let value = first;
  while (value < 32 && isOctal(scanner.peek())) value = value * 8 + Number(scanner.next());
  return value;
}

function readReference(scanner: Scanner, first: string, groups: number): string | undefined {
  const start = scanner.at;
  const index = scanner.count(first);
  if (index === undefined) return undefined;
  // The group keeps a digit after the reference from becoming part of it.
  if (index <= groups) return `(?:\\${index})`;
  scanner.at = start;
  if (isOctal(first)) return literal(String.fromCharCode(octal(scanner, Number(first))));
  scanner.at--;
  return literal("\\");
}

/** The character of `\x41` or `\u0041`; undefined, with nothing taken, when a digit is not hexadecimal. */
function hexadecimal(scanner: Scanner, letter: string): string | undefined {
  const digits = scanner.source.slice(scanner.at, scanner.at + (letter === "x" ? 2 : 4));
  if (!/^[0-9A-Fa-f]*$/.test(digits)) return undefined;
  scanner.at += digits.length;
  return String.fromCharCode(Number.parseInt(digits || "0", 16));
}

/** The character of `\cA`; a backslash when no letter follows. */
function control(scanner: Scanner): string {
  if (isLetter(scanner.peek())) return String.fromCharCode(scanner.next().charCodeAt(0) & 31);
  scanner.at--;
  return "\\";
}

/** A character class. Ranges of classes (`[\d-z]`) and the ends of ranges are read as Rhino reads them. */
function readClass(scanner: Scanner): string | undefined {
  const end = endOfClass(scanner);
  if (end < 0) return undefined;
  const inside = new Scanner(scanner.source.slice(scanner.at, end));
  scanner.at = end + 1;
  const isNegated = inside.peek() === "^";
  if (isNegated) inside.at++;
  let text = isNegated ? "[^" : "[";
  /** The first character of a range whose last is still to come. */
  let first: string | undefined;
  // Once a class of many characters was read, Rhino looks at the order of a range's ends no more.
  let checksOrder = true;
  while (inside.at < inside.source.length) {
    const item = readClassItem(inside);
    if (typeof item === "object") {
      if (first !== undefined && checksOrder) return undefined;
      text += item.text;
      if (item.text !== "\\d") checksOrder = false;
      else if (checksOrder && startsRange(inside)) {
        // The dash stands for itself, but what follows may not come before the last digit.
        const next = new Scanner(inside.source);
        next.at = inside.at + 1;
        const last = readClassItem(next);
        if (typeof last === "object" || last < "9") return undefined;
      }
      continue;
    }
    if (first !== undefined) {
      if (first > item && checksOrder) return undefined;
      if (first <= item) text += `${literal(first)}-${literal(item)}`;
      first = undefined;
    } else if (startsRange(inside)) {
      inside.at++;
      first = item;
    } else text += literal(item);
  }
  return `${text}]`;
}

function endOfClass(scanner: Scanner): number {
  for (let at = scanner.at; at < scanner.source.length; at++) {
    if (scanner.source[at] === "]") return at;
    if (scanner.source[at] === "\\") at++;
  }
  return -1;
}

/** Whether a dash comes next that is not the last character. */
const startsRange = (inside: Scanner) => inside.peek() === "-" && inside.peek(1) !== "";

/** A character of a class, or a class within it. */
function readClassItem(inside: Scanner): string | { readonly text: string } {
  const character = inside.next();
  if (character !== "\\") return character;
  const letter = inside.next() || "\\";
  if ("dDsSwW".includes(letter)) return { text: `\\${letter}` };
  if (letter === "b") return "\b";
  if (letter === "c") return control(inside);
  if (letter === "x" || letter === "u") {
    const read = hexadecimal(inside, letter);
    if (read !== undefined) return read;
    inside.at--;
    return "\\";
  }
  if (!isOctal(letter)) return CONTROLS[letter] ?? letter;
  let value = Number(letter);
  for (let digits = 1; digits < 3 && isOctal(inside.peek()) && value * 8 + Number(inside.peek()) < 256; digits++) {
    value = value * 8 + Number(inside.next());
  }
  return String.fromCharCode(value);
}
