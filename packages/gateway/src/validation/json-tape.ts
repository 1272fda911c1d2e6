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

/**
 * A JSON text whose values are found, but not made: each has an entry with its type and place, in the order of the text.
 * The members of an object are two entries each, its name and its value.
 *
 * A 10 MB body of a million keys takes seconds to become objects, and is then refused; as entries it takes milliseconds. It also keeps
 * what `JSON.parse` loses: all digits of a number, whether it is written as an integer, and names such as `__proto__`.
 */
export interface JsonTape {
  readonly text: string;
  readonly kinds: Uint8Array;
  /** Where each value begins in the text. */
  readonly starts: Int32Array;
  /** Where a scalar ends in the text; for an array and an object, the entry that follows their last. */
  readonly ends: Int32Array;
  /** Whether the strings are written as they are, without a backslash. */
  readonly isPlain: boolean;
}

/** Control characters, which a string may not have as they are. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it finds
const CONTROL = /[\0-\x1f]/;

/** Entries whose memory is kept from one text to the next. A longer text gets memory of its own. */
const KEPT_ENTRIES = 32768;

const newEntries = (length: number) => ({
  kinds: new Uint8Array(length),
  starts: new Int32Array(length),
  ends: new Int32Array(length),
});

const kept = newEntries(KEPT_ENTRIES);

/**
 * Reads a JSON text (RFC 8259) in one pass, to any depth. The entries are valid until the next call, which uses their memory again:
 * `keepJson` makes a tape that stays.
 * @returns undefined when the text is not JSON
 */
export function readJson(text: string): JsonTape | undefined {
  const { length } = text;
  // A value takes two characters at least, with the comma or the brackets around it.
  const capacity = Math.floor(length / 2) + 3;
  const { kinds, starts, ends } = capacity <= KEPT_ENTRIES ? kept : newEntries(capacity);
  // In such a text a string ends at the next quote, which is found much faster than by looking at each character.
  const isPlain = !text.includes("\\") && !CONTROL.test(text);
  let count = 0;
  // The entry of the array or object that is open. While it is open, its end is the one around it.
  let open = -1;
  let at = skipBlanks(text, 0);
  // Reads a value, or a name and its value, in each round.
  for (;;) {
    // More than fit are brackets that are never closed.
    if (count + 2 > capacity) return undefined;
    if (open >= 0 && kinds[open] === OBJECT) {
      const end = text.charCodeAt(at) === 34 ? endOfString(text, at, isPlain) : -1;
      if (end < 0) return undefined;
      kinds[count] = STRING;
      starts[count] = at;
      ends[count++] = end;
      at = text.charCodeAt(end) === 58 ? end : skipBlanks(text, end);
      if (text.charCodeAt(at) !== 58) return undefined;
      at = skipBlanks(text, at + 1);
    }
    const code = text.charCodeAt(at);
    starts[count] = at;
    if (code === 34) {
      kinds[count] = STRING;
      at = endOfString(text, at, isPlain);
    } else if (code === 123 || code === 91) {
      kinds[count] = code === 123 ? OBJECT : ARRAY;
      at = skipBlanks(text, at + 1);
      if (text.charCodeAt(at) !== code + 2) {
        ends[count] = open;
        open = count++;
        continue;
      }
      ends[count++] = count;
      at++;
    } else if (code === 45 || (code >= 48 && code <= 57)) {
      const end = endOfInteger(text, at);
      at = end < 0 ? end : endOfFraction(text, end);
      kinds[count] = at === end ? INTEGER : NUMBER;
    } else {
      const word = code === 116 ? "true" : code === 102 ? "false" : "null";
      kinds[count] = code === 110 ? NULL : BOOLEAN;
      at = text.startsWith(word, at) ? at + word.length : -1;
    }
    if (at < 0) return undefined;
    if (code !== 123 && code !== 91) ends[count++] = at;
    // Closes what ends here, up to the comma before the next value.
    for (;;) {
      at = skipBlanks(text, at);
      if (open < 0) return at === length ? { text, kinds, starts, ends, isPlain } : undefined;
      const sign = text.charCodeAt(at++);
      if (sign === 44) break;
      if (sign !== (kinds[open] === OBJECT ? 125 : 93)) return undefined;
      const outer = ends[open] ?? -1;
      ends[open] = count;
      open = outer;
    }
    at = skipBlanks(text, at);
  }
}

/** The tape of a text that is JSON, in memory of its own. */
export function keepJson(text: string): JsonTape {
  const tape = readJson(text);
  if (!tape) throw new Error(`not JSON: ${text}`);
  const count = endOf(tape, 0);
  return {
    text,
    kinds: tape.kinds.slice(0, count),
    starts: tape.starts.slice(0, count),
    ends: tape.ends.slice(0, count),
    isPlain: tape.isPlain,
  };
}

function skipBlanks(text: string, start: number): number {
  for (let at = start; ; at++) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return at;
  }
}

/** Where the string that begins at `start` ends, after its quote; -1 when it is not a string. */
function endOfString(text: string, start: number, isPlain: boolean): number {
  if (isPlain) return text.indexOf('"', start + 1) + 1 || -1;
  for (let at = start + 1; ; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) return at + 1;
    if (code === 92) {
      const escaped = text.charCodeAt(++at);
      if (escaped === 117) {
        for (const last = at + 4; at < last; ) if (!isHexadecimal(text.charCodeAt(++at))) return -1;
      } else if (!isEscape(escaped)) return -1;
      // Also at the end of the text, whose code is NaN.
    } else if (!(code >= 32)) return -1;
  }
}

/** Whether a letter may follow a backslash: `"\/bfnrt`. */
function isEscape(code: number): boolean {
  return (
    code === 110 ||
    code === 34 ||
    code === 92 ||
    code === 47 ||
    code === 116 ||
    code === 114 ||
    code === 98 ||
    code === 102
  );
}

function isHexadecimal(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
}

function endOfDigits(text: string, start: number): number {
  for (let at = start; ; at++) {
    const code = text.charCodeAt(at);
    if (!(code >= 48 && code <= 57)) return at;
  }
}

function endOfInteger(text: string, start: number): number {
  const first = text.charCodeAt(start) === 45 ? start + 1 : start;
  const end = text.charCodeAt(first) === 48 ? first + 1 : endOfDigits(text, first);
  return end === first ? -1 : end;
}

/** Where a number ends whose integer part ends at `start`; -1 when its fraction or exponent has no digits. */
function endOfFraction(text: string, start: number): number {
  let at = start;
  if (text.charCodeAt(at) === 46) {
    const end = endOfDigits(text, at + 1);
    if (end === at + 1) return -1;
    at = end;
  }
  const code = text.charCodeAt(at);
  if (code !== 101 && code !== 69) return at;
  const sign = text.charCodeAt(at + 1);
  const first = sign === 43 || sign === 45 ? at + 2 : at + 1;
  const end = endOfDigits(text, first);
  return end === first ? -1 : end;
}

/** The type of a value, as its place in `KINDS`. */
export function kindOf(tape: JsonTape, at: number): number {
  return tape.kinds[at] ?? NULL;
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

/** The text of a string. */
export function stringOf(tape: JsonTape, at: number): string {
  const written = tape.text.slice(startOf(tape, at) + 1, finishOf(tape, at) - 1);
  return !tape.isPlain && written.includes("\\") ? String(JSON.parse(`"${written}"`)) : written;
}

/** How many values an array has, or how many members an object has, doubled names included. */
export function sizeOf(tape: JsonTape, at: number): number {
  const end = endOf(tape, at);
  let size = 0;
  for (let item = at + 1; item < end; item = endOf(tape, item)) size++;
  return tape.kinds[at] === OBJECT ? size / 2 : size;
}
