import {
  ARRAY,
  BOOLEAN,
  DEEPEST,
  ESCAPED,
  endOf,
  INTEGER,
  type JsonTape,
  NULL,
  NUMBER,
  OBJECT,
  STRING,
  UNUSUAL,
} from "./json-tape.ts";

/** Entries whose memory is kept from one text to the next. A text that may have more gets memory of its own. */
const KEPT_ENTRIES = 32768;

const newEntries = (length: number) => ({
  kinds: new Uint8Array(length),
  starts: new Int32Array(length),
  ends: new Int32Array(length),
});

type Entries = ReturnType<typeof newEntries>;

const kept = newEntries(KEPT_ENTRIES);

function grown(entries: Entries, length: number): Entries {
  const larger = newEntries(length);
  larger.kinds.set(entries.kinds);
  larger.starts.set(entries.starts);
  larger.ends.set(entries.ends);
  return larger;
}

/** The last text whose tape is in the kept memory. */
let lastText: string | undefined;
let lastTape: JsonTape | undefined;
/** The tape of the last longer text, as long as somebody holds it: it may take 45 MB. */
let lastLong: WeakRef<JsonTape> | undefined;

/**
 * Reads a JSON text (RFC 8259) in one pass, to any depth. The entries are valid until the next call, which uses their memory again:
 * `keepJson` makes a tape that stays. A text that was read in the last call, as a template does after the validator, is not read again.
 * @returns undefined when the text is not JSON
 */
export function readJson(text: string): JsonTape | undefined {
  const capacity = Math.floor(text.length / 2) + 3;
  if (capacity <= KEPT_ENTRIES) {
    if (lastText === text) return lastTape;
    lastTape = undefined;
    lastText = text;
    lastTape = readTape(text, capacity, kept);
    return lastTape;
  }
  const long = lastLong?.deref();
  if (long?.text === text) return long;
  const tape = readTape(text, capacity, newEntries(KEPT_ENTRIES));
  lastLong = tape && new WeakRef(tape);
  return tape;
}

/** What a character is in a string. */
const PLAIN = 0;
const QUOTE = 1;
const BACKSLASH = 2;
const NOT_ASCII = 3;
const CONTROL = 4;
/** Of every code, so that none has to be compared with 128 first. */
const classes = new Uint8Array(2 ** 16).fill(NOT_ASCII).fill(PLAIN, 32, 127).fill(CONTROL, 0, 32);
classes[34] = QUOTE;
classes[92] = BACKSLASH;

/** The kind of the string that was read last. */
let stringKind = STRING;

/** Characters of a text whose memory is kept. */
const KEPT_CHARACTERS = 2 * KEPT_ENTRIES;
const keptCodes = new Uint16Array(KEPT_CHARACTERS + 1);
const keptBytes = Buffer.from(keptCodes.buffer);

/**
 * The characters' codes, and a 0 after the last: to look at memory takes a third of the time that it takes to look into a string. The
 * memory of short texts is kept.
 */
function codesOf(text: string): Uint16Array {
  const isShort = text.length <= KEPT_CHARACTERS;
  const codes = isShort ? keptCodes : new Uint16Array(text.length + 1);
  const bytes = isShort ? keptBytes : Buffer.from(codes.buffer);
  bytes.write(text, 0, "utf16le");
  codes[text.length] = 0;
  return codes;
}

/** `capacity`: entries that a text of its length can have, as a value takes two characters with its comma or brackets. */
function readTape(text: string, capacity: number, memory: Entries): JsonTape | undefined {
  let { kinds, starts, ends } = memory;
  let room = kinds.length - 2;
  const { length } = text;
  const codes = codesOf(text);
  let isCompact = true;
  let depth = 0;
  let tooDeepAt = -1;
  let count = 0;
  // The entry of the array or object that is open. While it is open, its end is the one around it.
  let open = -1;
  let isInObject = false;
  let at = skipBlanks(codes, 0);
  // Reads a value, or a name and its value, in each round.
  for (;;) {
    if (count > room) {
      // More than fit are brackets that are never closed.
      if (count + 2 > capacity) return undefined;
      ({ kinds, starts, ends } = grown({ kinds, starts, ends }, Math.min(capacity, 4 * kinds.length)));
      room = kinds.length - 2;
    }
    if (isInObject) {
      const end = codes[at] === 34 ? endOfString(codes, at) : -1;
      if (end < 0) return undefined;
      kinds[count] = stringKind;
      starts[count] = at;
      ends[count++] = end;
      at = end;
      if (codes[at] !== 58) {
        at = skipBlanks(codes, at);
        if (codes[at] !== 58) return undefined;
        isCompact = false;
      }
      at++;
      if (codeAt(codes, at) <= 32) {
        at = skipBlanks(codes, at);
        isCompact = false;
      }
    }
    const code = codeAt(codes, at);
    starts[count] = at;
    if (code === 34) {
      at = endOfString(codes, at);
      if (at < 0) return undefined;
      kinds[count] = stringKind;
      ends[count++] = at;
    } else if (code === 123 || code === 91) {
      kinds[count] = code === 123 ? OBJECT : ARRAY;
      if (depth >= DEEPEST && tooDeepAt < 0) tooDeepAt = at;
      at++;
      if (codeAt(codes, at) <= 32) {
        at = skipBlanks(codes, at);
        isCompact = false;
      }
      if (codes[at] !== code + 2) {
        depth++;
        ends[count] = open;
        open = count++;
        isInObject = code === 123;
        continue;
      }
      ends[count++] = count;
      at++;
    } else {
      if (code === 45 || (code >= 48 && code <= 57)) {
        const end = endOfInteger(codes, at);
        at = end < 0 ? end : endOfFraction(codes, end);
        kinds[count] = at === end ? INTEGER : NUMBER;
      } else {
        const word = code === 116 ? "true" : code === 102 ? "false" : "null";
        kinds[count] = code === 110 ? NULL : BOOLEAN;
        at = text.startsWith(word, at) ? at + word.length : -1;
      }
      if (at < 0) return undefined;
      ends[count++] = at;
    }
    // Closes what ends here, up to the comma before the next value.
    for (;;) {
      if (open < 0) {
        if (skipBlanks(codes, at) !== length) return undefined;
        return { text, codes, kinds, starts, ends, isCompact, end: at, tooDeepAt };
      }
      let sign = codeAt(codes, at);
      if (sign <= 32) {
        at = skipBlanks(codes, at);
        isCompact = false;
        sign = codeAt(codes, at);
      }
      at++;
      if (sign === 44) break;
      if (sign !== (isInObject ? 125 : 93)) return undefined;
      depth--;
      const outer = ends[open] ?? -1;
      ends[open] = count;
      open = outer;
      isInObject = open >= 0 && kinds[open] === OBJECT;
    }
    if (codeAt(codes, at) <= 32) {
      at = skipBlanks(codes, at);
      isCompact = false;
    }
  }
}

/** The code of a character: 0 after the last, which nothing may begin with. */
function codeAt(codes: Uint16Array, at: number): number {
  return codes[at] ?? 0;
}

/** The tape of a text that is JSON, in memory of its own. */
export function keepJson(text: string): JsonTape {
  const tape = readJson(text);
  if (!tape) throw new Error(`not JSON: ${text}`);
  const count = endOf(tape, 0);
  return {
    ...tape,
    codes: tape.codes.slice(0, text.length),
    kinds: tape.kinds.slice(0, count),
    starts: tape.starts.slice(0, count),
    ends: tape.ends.slice(0, count),
  };
}

function skipBlanks(codes: Uint16Array, start: number): number {
  for (let at = start; ; at++) {
    const code = codes[at];
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return at;
  }
}

/** Where the string that begins at `start` ends, after its quote; -1 when it is not a string. */
function endOfString(codes: Uint16Array, start: number): number {
  let at = start + 1;
  stringKind = STRING;
  for (;;) {
    let kind = classAt(codes, at);
    // Four in each round take an eighth less of a body's time than one. After the last character is one that no string may have.
    while (kind === PLAIN) {
      kind = classAt(codes, ++at);
      if (kind !== PLAIN) break;
      kind = classAt(codes, ++at);
      if (kind !== PLAIN) break;
      kind = classAt(codes, ++at);
      if (kind !== PLAIN) break;
      kind = classAt(codes, ++at);
    }
    if (kind === QUOTE) return at + 1;
    if (kind === NOT_ASCII) stringKind |= UNUSUAL;
    else if (kind === BACKSLASH) {
      stringKind |= ESCAPED;
      const escaped = codeAt(codes, ++at);
      if (escaped === 117 || escaped === 47) stringKind |= UNUSUAL;
      if (escaped === 117) {
        for (const end = at + 4; at < end; ) if (!isHexadecimal(codeAt(codes, ++at))) return -1;
      } else if (!isEscape(escaped)) return -1;
    } else return -1;
    at++;
  }
}

/** What the character at a place is in a string. */
function classAt(codes: Uint16Array, at: number): number {
  return classes[codes[at] ?? 0] ?? CONTROL;
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

function endOfDigits(codes: Uint16Array, start: number): number {
  for (let at = start; ; at++) {
    const code = codeAt(codes, at);
    if (!(code >= 48 && code <= 57)) return at;
  }
}

function endOfInteger(codes: Uint16Array, start: number): number {
  const first = codeAt(codes, start) === 45 ? start + 1 : start;
  const end = codeAt(codes, first) === 48 ? first + 1 : endOfDigits(codes, first);
  return end === first ? -1 : end;
}

/** Where a number ends whose integer part ends at `start`; -1 when its fraction or exponent has no digits. */
function endOfFraction(codes: Uint16Array, start: number): number {
  let at = start;
  if (codeAt(codes, at) === 46) {
    const end = endOfDigits(codes, at + 1);
    if (end === at + 1) return -1;
    at = end;
  }
  const code = codeAt(codes, at);
  if (code !== 101 && code !== 69) return at;
  const sign = codeAt(codes, at + 1);
  const first = sign === 43 || sign === 45 ? at + 2 : at + 1;
  const end = endOfDigits(codes, first);
  return end === first ? -1 : end;
}
