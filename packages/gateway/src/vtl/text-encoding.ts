import { TemplateError } from "./errors.ts";
import { boundText } from "./limits.ts";

/** Characters that are encoded at once, in memory that is kept: to put a text together piece by piece takes ten times as long. */
const CHUNK = 4096;
const encoder = new TextEncoder();
const source = Buffer.allocUnsafeSlow(3 * CHUNK);
const sourceUnits = new Uint16Array(source.buffer, 0, CHUNK);
/** A character becomes nine at most, such as `%EF%BF%BD`. A word is written as four, whatever its length. */
const target = Buffer.allocUnsafeSlow(9 * CHUNK + 4);
const targetWords = new DataView(target.buffer);

/** What one byte or character becomes: up to three ASCII characters, the first in the lowest byte, and their number in the highest. */
function wordOf(text: string): number {
  return Buffer.from(text.padEnd(3, "\0") + String.fromCharCode(text.length), "latin1").readUInt32LE();
}

/** Two hexadecimal digits of every byte. */
const digitsOf = (byte: number) => byte.toString(16).toUpperCase().padStart(2, "0");
const digits = Uint16Array.from({ length: 256 }, (_, byte) => Buffer.from(digitsOf(byte), "latin1").readUInt16LE());

/** `\u`, as two bytes. */
const UNICODE_ESCAPE = 0x755c;

/** Words of the ASCII characters; 0 of those that are written as `\u0001`. */
const escapes = Uint32Array.from({ length: 128 }, (_, code) => (code < 32 ? 0 : wordOf(String.fromCharCode(code))));
for (const pair of ["''", '""', "\\\\", "//", "\bb", "\ff", "\nn", "\rr", "\tt"]) {
  escapes[pair.charCodeAt(0)] = wordOf(`\\${pair.charAt(1)}`);
}
const escapesForJson = escapes.slice();
escapesForJson["'".charCodeAt(0)] = wordOf("'");

/** Characters of a text that is put together piece by piece: to copy a few into memory and back takes three times as long. */
const SHORT = 24;

/** What ASCII characters become, as texts: empty for what stays, undefined for what has no word. */
function piecesOf(words: Uint32Array): readonly (string | undefined)[] {
  return Array.from({ length: 128 }, (_, code) => {
    const word = words[code] ?? 0;
    const text = String.fromCharCode(word & 255, (word >> 8) & 255, (word >> 16) & 255).slice(0, word >>> 24);
    if (text === "") return undefined;
    return text === String.fromCharCode(code) ? "" : text;
  });
}

/** A short text with these pieces in it; undefined when it has a character without one. */
function withPieces(text: string, pieces: readonly (string | undefined)[]): string | undefined {
  let result = "";
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const piece = code < 128 ? pieces[code] : undefined;
    if (piece === undefined) return undefined;
    if (piece === "") continue;
    result += text.slice(from, at) + piece;
    from = at + 1;
  }
  return result + text.slice(from);
}

const escapePieces = piecesOf(escapes);
const jsonPieces = piecesOf(escapesForJson);

/** @throws TemplateError as soon as the escaped text is longer than the limit */
function escaped(text: string, words: Uint32Array, pieces: readonly (string | undefined)[]): string {
  const short = text.length <= SHORT ? withPieces(text, pieces) : undefined;
  if (short !== undefined) return short;
  if (text.length <= CHUNK) return escapedChunk(text, words);
  let result = "";
  for (let start = 0; start < text.length; start += CHUNK) {
    result = boundText(result + escapedChunk(text.slice(start, start + CHUNK), words));
  }
  return result;
}

function escapedChunk(text: string, words: Uint32Array): string {
  source.write(text, 0, "utf16le");
  let at = 0;
  for (let index = 0; index < text.length; index++) {
    const code = sourceUnits[index] ?? 0;
    const word = code < 128 ? (words[code] ?? 0) : 0;
    if (word !== 0) {
      targetWords.setUint32(at, word, true);
      at += word >>> 24;
    } else {
      targetWords.setUint16(at, UNICODE_ESCAPE, true);
      targetWords.setUint16(at + 2, digits[code >> 8] ?? 0, true);
      targetWords.setUint16(at + 4, digits[code & 255] ?? 0, true);
      at += 6;
    }
  }
  return target.toString("latin1", 0, at);
}

/**
 * As Commons Lang's `StringEscapeUtils.escapeJavaScript`: single quotes too, which JSON does not allow, and everything
 * that is not ASCII.
 */
export function escapeJavaScript(text: string): string {
  return /[^ !#-&(-.0-[\]-\x7f]/.test(text) ? escaped(text, escapes, escapePieces) : text;
}

/**
 * `escapeJavaScript(text)` without the backslashes before single quotes, which AWS has templates take away by
 * `.replaceAll("\\'","'")`.
 */
export function escapeForJson(text: string): string {
  return /[^ !#-.0-[\]-\x7f]/.test(text) ? escaped(text, escapesForJson, jsonPieces) : text;
}

const urlWords = Uint32Array.from({ length: 256 }, (_, byte) => wordOf(urlEncodedByte(byte)));

const urlPieces = piecesOf(urlWords);

function urlEncodedByte(byte: number): string {
  const character = String.fromCharCode(byte);
  if (character === " ") return "+";
  return /[A-Za-z0-9.*_-]/.test(character) ? character : `%${digitsOf(byte)}`;
}

/**
 * As `java.net.URLEncoder`: form encoding, in which a blank is `+` and `*` stays.
 * @throws TemplateError as soon as the encoded text is longer than the limit
 */
export function urlEncode(text: string): string {
  const short = text.length <= SHORT ? withPieces(text, urlPieces) : undefined;
  if (short !== undefined) return short;
  if (!/[^A-Za-z0-9.*_-]/.test(text)) return text;
  if (text.length <= CHUNK) {
    const length = encoder.encodeInto(text, source).written;
    // In UTF-8, ASCII alone has as many bytes as characters.
    if (length === text.length || !/[\ud800-\udfff]/.test(text)) return urlEncodedChunk(source, 0, length);
  }
  // Half a surrogate pair has no UTF-8, and Java writes `?`.
  const bytes = Buffer.from(text.replace(/\p{Surrogate}/gu, "?"), "utf8");
  let result = "";
  for (let start = 0; start < bytes.length; start += source.length) {
    result = boundText(result + urlEncodedChunk(bytes, start, Math.min(bytes.length, start + source.length)));
  }
  return result;
}

function urlEncodedChunk(bytes: Buffer, start: number, end: number): string {
  let at = 0;
  for (let index = start; index < end; index++) {
    const word = urlWords[bytes[index] ?? 0] ?? 0;
    targetWords.setUint32(at, word, true);
    at += word >>> 24;
  }
  return target.toString("latin1", 0, at);
}

/**
 * As `java.net.URLDecoder`.
 * @throws TemplateError when a `%` is not followed by two hexadecimal digits
 */
export function urlDecode(text: string): string {
  if (!/[+%]/.test(text)) return text;
  const source = text.replaceAll("+", " ");
  // Invalid UTF-8 ends at the next character. Text that is not ASCII is left alone, as UTF-8 would change half a surrogate pair.
  return /[^ -~]/.test(source) ? source.replace(/(?:%[0-9a-fA-F]{2})+|%/g, decodedBytes) : decodedBytes(source);
}

/** The text of ASCII characters and escaped bytes. */
function decodedBytes(text: string): string {
  const bytes = text.length <= source.length ? source : Buffer.allocUnsafe(text.length);
  let length = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x25) {
      const byte = 16 * digitAt(text, ++index) + digitAt(text, ++index);
      if (!(byte >= 0))
        throw new TemplateError("evaluation", "URLDecoder: Illegal hex characters in escape (%) pattern");
      bytes[length++] = byte;
    } else bytes[length++] = code;
  }
  return bytes.toString("utf8", 0, length);
}

/** The value of a hexadecimal digit; NaN of anything else. */
function digitAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : Number.NaN;
}

/** As `java.util.Base64`, of the text's UTF-8. */
export function base64Encode(text: string): string {
  // Bytes of a character are three at most.
  if (text.length > CHUNK) return Buffer.from(text, "utf8").toString("base64");
  return source.toString("base64", 0, encoder.encodeInto(text, source).written);
}
