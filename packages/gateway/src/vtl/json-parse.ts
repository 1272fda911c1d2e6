import { readJson } from "../validation/json-reader.ts";
import { DEEPEST, type JsonTape } from "../validation/json-tape.ts";
import { payloadError, type TemplateError } from "./errors.ts";
import { numberOf } from "./json-number.ts";
import { valueAt } from "./json-tape-value.ts";
import { JavaFloat, JsonList, type Value, type ValueMap } from "./values.ts";

const SPACES = /[ \t\r\n]*/y;
const UNQUOTED_IN_OBJECT = /[^,}]*/y;
const UNQUOTED_IN_LIST = /[^,\]]*/y;
const UNQUOTED_KEY = /[^:]*/y;
const escapes: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", f: "\f", b: "\b" };

interface Reader {
  readonly text: string;
  at: number;
  depth: number;
}

/**
 * Reads JSON as json-smart's permissive mode does, which API Gateway reads payloads with: text that is not JSON is a
 * string (`a=b`), names and strings may go unquoted or in single quotes, commas may be doubled.
 * @throws TemplateError when an object, list or string is not closed or not well-formed
 */
export function parseJson(text: string): Value {
  const tape = readTape(text);
  return tape ? valueAt(tape, 0) : parsePermissively(text);
}

/**
 * The tape of a text that is JSON in the strict sense, which says the same to json-smart; undefined of any other.
 * @throws TemplateError when it is nested too deep for json-smart
 */
export function readTape(text: string): JsonTape | undefined {
  const tape = readJson(text);
  if (tape && tape.tooDeepAt >= 0) throw tooDeep(tape.tooDeepAt + 1);
  return tape;
}

function parsePermissively(text: string): Value {
  const reader: Reader = { text, at: 0, depth: 0 };
  skipSpaces(reader);
  const first = text[reader.at];
  if (first === undefined) return "";
  if (first === "{" || first === "[" || first === '"' || first === "'") return readValue(reader, UNQUOTED_IN_LIST);
  if (":}]".includes(first)) throw unexpected(reader);
  return unquoted(trimmed(text.slice(reader.at)));
}

function skipSpaces(reader: Reader): void {
  const { text } = reader;
  const code = text.charCodeAt(reader.at);
  if (code > 32) return;
  SPACES.lastIndex = reader.at;
  SPACES.test(text);
  reader.at = SPACES.lastIndex;
}

function readValue(reader: Reader, unquotedPattern: RegExp): Value {
  switch (reader.text[reader.at]) {
    case "{":
      return readObject(reader);
    case "[":
      return readList(reader);
    case '"':
    case "'":
      return readString(reader);
    case undefined:
      throw endOfFile(reader);
    case ":":
    case "}":
    case "]":
      throw unexpected(reader);
    default:
      return unquoted(readUnquoted(reader, unquotedPattern));
  }
}

function readUnquoted(reader: Reader, pattern: RegExp): string {
  pattern.lastIndex = reader.at;
  pattern.test(reader.text);
  const word = reader.text.slice(reader.at, pattern.lastIndex);
  reader.at = pattern.lastIndex;
  return trimmed(word);
}

/** A word without what Java takes for white space around it: spaces that do not break are none. */
function trimmed(word: string): string {
  const short = word.trim();
  if (short.length === word.length || !/[\u00a0\u2007\u202f\ufeff]/.test(word)) return short;
  return word.replace(/^[^\S\u00a0\u2007\u202f\ufeff]+|[^\S\u00a0\u2007\u202f\ufeff]+$/g, "");
}

/** A number, `true`, `false`, `null`, or the word itself. */
function unquoted(word: string): Value {
  const first = word.charCodeAt(0);
  if ((first >= 48 && first <= 57) || first === 45) return numberOf(word);
  if (word === "true") return true;
  if (word === "false") return false;
  if (word === "null") return null;
  return word === "NaN" ? new JavaFloat(Number.NaN) : word;
}

function readString(reader: Reader): string {
  const { text, at } = reader;
  const quote = text[at] as string;
  const end = text.indexOf(quote, at + 1);
  if (end < 0) throw endOfFile(reader);
  const value = text.slice(at + 1, end);
  if (!value.includes("\\")) {
    reader.at = end + 1;
    return value;
  }
  return readEscapedString(reader, quote);
}

function readEscapedString(reader: Reader, quote: string): string {
  const { text } = reader;
  let value = "";
  for (reader.at++; reader.at < text.length; reader.at++) {
    const character = text[reader.at] as string;
    if (character === quote) {
      reader.at++;
      return value;
    }
    value += character === "\\" ? readEscape(reader) : character;
  }
  throw endOfFile(reader);
}

function readEscape(reader: Reader): string {
  const letter = reader.text[++reader.at] ?? "";
  if (letter !== "u" && letter !== "x") return escapes[letter] ?? ("\\/'\"".includes(letter) ? letter : "");
  const length = letter === "u" ? 4 : 2;
  const digits = reader.text.slice(reader.at + 1, reader.at + 1 + length);
  if (digits.length < length || !/^[0-9a-fA-F]+$/.test(digits)) throw unexpected(reader);
  reader.at += length;
  return String.fromCharCode(Number.parseInt(digits, 16));
}

function readList(reader: Reader): Value[] {
  enter(reader);
  const list = new JsonList();
  for (;;) {
    skipSpaces(reader);
    const character = reader.text[reader.at];
    if (character === undefined) throw endOfFile(reader, "EOF");
    if (character === "," || character === "]") {
      reader.at++;
      if (character === ",") continue;
      reader.depth--;
      return list;
    }
    list.push(readValue(reader, UNQUOTED_IN_LIST));
  }
}

function readObject(reader: Reader): ValueMap {
  enter(reader);
  const map: ValueMap = new Map();
  for (;;) {
    skipSpaces(reader);
    const character = reader.text[reader.at];
    if (character === undefined) throw endOfFile(reader);
    if (character === "," || character === "}") {
      reader.at++;
      if (character === ",") continue;
      reader.depth--;
      return map;
    }
    if (character === ":" || character === "]" || character === "[" || character === "{") throw unexpected(reader);
    const key = character === '"' || character === "'" ? readString(reader) : readUnquoted(reader, UNQUOTED_KEY);
    skipSpaces(reader);
    const colon = reader.text[reader.at];
    if (colon === undefined) throw endOfFile(reader);
    if (colon !== ":") throw unexpected(reader);
    reader.at++;
    skipSpaces(reader);
    map.set(key, readValue(reader, UNQUOTED_IN_OBJECT));
    skipSpaces(reader);
    const end = reader.text[reader.at];
    if (end === undefined) throw endOfFile(reader);
    if (end !== "," && end !== "}") throw unexpected(reader);
  }
}

function enter(reader: Reader): void {
  reader.at++;
  if (++reader.depth > DEEPEST) throw tooDeep(reader.at);
}

function tooDeep(at: number): TemplateError {
  return payloadError(`Malicious payload, having non natural depths, more than ${DEEPEST} on { at position ${at}`);
}

function endOfFile(reader: Reader, found = "null"): TemplateError {
  return payloadError(`Unexpected End Of File position ${Math.max(reader.text.length - 1, 0)}: ${found}`);
}

function unexpected(reader: Reader): TemplateError {
  return payloadError(`Unexpected character (${reader.text[reader.at]}) at position ${reader.at}.`);
}
