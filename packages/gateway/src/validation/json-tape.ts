/** Types of JSON values as the Java validator tells them apart: `1.0` and `1e2` are numbers, and not integers. */
export const KINDS = ["array", "boolean", "integer", "null", "number", "object", "string"] as const;

/** Places of the types in `KINDS`. */
export const ARRAY = 0;
export const BOOLEAN = 1;
export const INTEGER = 2;
export const NULL = 3;
export const NUMBER = 4;
export const OBJECT = 5;
export const STRING = 6;

/** Beside the type of a string in a tape: it has a backslash. */
export const ESCAPED = 8;
/**
 * Beside the type of a string in a tape: it has something else than printable ASCII, or `\/`, or `\u0041`. Who writes JSON may write
 * those otherwise.
 */
export const UNUSUAL = 16;
const KIND = 7;

/**
 * A JSON text whose values are found, but not made: each has an entry with its type and place, in the order of the text.
 * The members of an object are two entries each, its name and its value.
 *
 * A 10 MB body of a million keys takes seconds to become objects, and is then refused; as entries it takes milliseconds. It also keeps
 * what `JSON.parse` loses: all digits of a number, whether it is written as an integer, and names such as `__proto__`.
 */
export interface JsonTape {
  readonly text: string;
  /** The codes of the text's characters: to look at them takes a third of the time that it takes to look into the text. */
  readonly codes: Uint16Array;
  /** The types, those of strings with `ESCAPED` and `UNUSUAL` added where they are. */
  readonly kinds: Uint8Array;
  /** Where each value begins in the text. */
  readonly starts: Int32Array;
  /** Where a scalar ends in the text; for an array and an object, the entry that follows their last. */
  readonly ends: Int32Array;
  /** Whether there are no blanks between the values. */
  readonly isCompact: boolean;
  /** Where the value ends, and blanks after it may begin. */
  readonly end: number;
  /** Where the first array or object beyond `DEEPEST` levels begins; -1 when there is none. */
  readonly tooDeepAt: number;
}

/** Levels of nesting that json-smart reads, with which templates read a body; the validator reads any number. */
export const DEEPEST = 400;

/** The type of a value, as its place in `KINDS`. */
export function kindOf(tape: JsonTape, at: number): number {
  return (tape.kinds[at] ?? NULL) & KIND;
}

/** Whether a string is written with escapes. */
export function isEscaped(tape: JsonTape, at: number): boolean {
  return ((tape.kinds[at] ?? NULL) & ESCAPED) !== 0;
}

/** Whether a string has what `UNUSUAL` says. */
export function isUnusual(tape: JsonTape, at: number): boolean {
  return ((tape.kinds[at] ?? NULL) & UNUSUAL) !== 0;
}

/** Where a value begins in the text. */
export function startOf(tape: JsonTape, at: number): number {
  return tape.starts[at] ?? 0;
}

/** Where a scalar ends in the text; for an array or object, the entry after it. */
function finishOf(tape: JsonTape, at: number): number {
  return tape.ends[at] ?? 0;
}

/** The entry after a value and all that is in it. */
export function endOf(tape: JsonTape, at: number): number {
  const kind = tape.kinds[at];
  return kind === ARRAY || kind === OBJECT ? finishOf(tape, at) : at + 1;
}

/** A scalar as it is written: `"a\u0062"`, `1.50`, `true`. */
export function sourceOf(tape: JsonTape, at: number): string {
  return tape.text.slice(tape.starts[at], tape.ends[at]);
}

/** How many UTF-16 units a string is written with, its quotes aside: its length or, with escapes, more. */
export function writtenLength(tape: JsonTape, at: number): number {
  return finishOf(tape, at) - startOf(tape, at) - 2;
}

/** Characters of a string whose escapes are read here: JSON.parse takes less time for each character, and more to begin. */
const SHORT_STRING = 8;

/** The text of a string. */
export function stringOf(tape: JsonTape, at: number): string {
  const { text } = tape;
  const start = startOf(tape, at);
  const end = finishOf(tape, at);
  if (!isEscaped(tape, at)) return text.slice(start + 1, end - 1);
  return end - start > SHORT_STRING
    ? String(JSON.parse(text.slice(start, end)))
    : unescaped(text.slice(start + 1, end - 1));
}

const escapes: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

function unescaped(written: string): string {
  let text = "";
  let from = 0;
  for (let at = written.indexOf("\\"); at >= 0; at = written.indexOf("\\", from)) {
    const letter = written.charAt(at + 1);
    text += written.slice(from, at);
    if (letter === "u") text += String.fromCharCode(Number.parseInt(written.slice(at + 2, at + 6), 16));
    else text += escapes[letter] ?? letter;
    from = at + (letter === "u" ? 6 : 2);
  }
  return text + written.slice(from);
}

/** How many values an array has, or how many members an object has, doubled names included. */
export function sizeOf(tape: JsonTape, at: number): number {
  const end = endOf(tape, at);
  let size = 0;
  for (let item = at + 1; item < end; item = endOf(tape, item)) size++;
  return tape.kinds[at] === OBJECT ? size / 2 : size;
}
