import { TemplateError } from "./errors.ts";
import { boundText } from "./limits.ts";

/** Characters that are encoded at once, in memory that is kept: to put a text together piece by piece takes ten times as long. */
const CHUNK = 4096;
/** Bytes that a character may become, such as `%EF%BF%BD`. */
const WIDEST = 9;
const scratch = Buffer.allocUnsafeSlow(CHUNK * WIDEST);

const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const hexadecimal = Buffer.from("0123456789ABCDEF");

/** Puts the encoded characters from `start` to `end` into the scratch memory, and gives their length. */
type EncodeChunk = (text: string, start: number, end: number) => number;

/** @throws TemplateError as soon as the encoded text is longer than the limit */
function encoded(text: string, encode: EncodeChunk): string {
  if (text.length <= CHUNK) return scratch.toString("latin1", 0, encode(text, 0, text.length));
  let result = "";
  for (let start = 0; start < text.length; start += CHUNK) {
    const length = encode(text, start, Math.min(text.length, start + CHUNK));
    result = boundText(result + scratch.toString("latin1", 0, length));
  }
  return result;
}

/** Writes two hexadecimal digits, and says where the next byte goes. */
function writeHexadecimal(byte: number, at: number): number {
  scratch[at] = hexadecimal[byte >> 4] ?? 0;
  scratch[at + 1] = hexadecimal[byte & 15] ?? 0;
  return at + 2;
}

/** What follows the backslash of an escaped character; 0 of those that are not escaped, or by their code. */
const letters = new Uint8Array(128);
for (const pair of ["''", '""', "\\\\", "//", "\bb", "\ff", "\nn", "\rr", "\tt"]) {
  letters[pair.charCodeAt(0)] = pair.charCodeAt(1);
}
const lettersForJson = letters.slice();
lettersForJson["'".charCodeAt(0)] = 0;

function escaper(table: Uint8Array): EncodeChunk {
  return (text, start, end) => {
    let at = 0;
    for (let index = start; index < end; index++) {
      const code = text.charCodeAt(index);
      const letter = code < 128 ? (table[code] ?? 0) : 0;
      if (letter === 0 && code >= 32 && code < 128) scratch[at++] = code;
      else {
        scratch[at++] = BACKSLASH;
        scratch[at++] = letter || 0x75;
        if (letter === 0) at = writeHexadecimal(code & 255, writeHexadecimal(code >> 8, at));
      }
    }
    return at;
  };
}

const escapeChunk = escaper(letters);
const escapeChunkForJson = escaper(lettersForJson);

/**
 * As Commons Lang's `StringEscapeUtils.escapeJavaScript`: single quotes too, which JSON does not allow, and everything
 * that is not ASCII.
 */
export function escapeJavaScript(text: string): string {
  return /^[ !#-&(-.0-[\]-\x7f]*$/.test(text) ? text : encoded(text, escapeChunk);
}

/**
 * `escapeJavaScript(text)` without the backslashes before single quotes, which AWS has templates take away by
 * `.replaceAll("\\'","'")`.
 */
export function escapeForJson(text: string): string {
  return /^[ !#-.0-[\]-\x7f]*$/.test(text) ? text : encoded(text, escapeChunkForJson);
}

const unreserved = new Uint8Array(128);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-*_") {
  unreserved[character.charCodeAt(0)] = 1;
}

function writeEscapedByte(byte: number, at: number): number {
  scratch[at] = PERCENT;
  return writeHexadecimal(byte, at + 1);
}

function urlEncodeChunk(text: string, start: number, end: number): number {
  let at = 0;
  for (let index = start; index < end; index++) {
    const code = text.charCodeAt(index);
    if (code < 128) {
      if (unreserved[code] === 1) scratch[at++] = code;
      else if (code === 0x20) scratch[at++] = 0x2b;
      else at = writeEscapedByte(code, at);
    } else at = writeUtf8(text, index, code, at);
  }
  return at;
}

/** The second half of a surrogate pair is written with the first; a half alone has no UTF-8, and Java writes `?`. */
function writeUtf8(text: string, index: number, code: number, at: number): number {
  if (code < 0x800) return writeEscapedByte(0x80 | (code & 0x3f), writeEscapedByte(0xc0 | (code >> 6), at));
  if (code < 0xd800 || code > 0xdfff) {
    const second = writeEscapedByte(0x80 | ((code >> 6) & 0x3f), writeEscapedByte(0xe0 | (code >> 12), at));
    return writeEscapedByte(0x80 | (code & 0x3f), second);
  }
  const point = text.codePointAt(index) ?? 0;
  if (point > 0xffff) {
    const first = writeEscapedByte(0x80 | ((point >> 12) & 0x3f), writeEscapedByte(0xf0 | (point >> 18), at));
    return writeEscapedByte(0x80 | (point & 0x3f), writeEscapedByte(0x80 | ((point >> 6) & 0x3f), first));
  }
  const isSecond = index > 0 && (text.codePointAt(index - 1) ?? 0) > 0xffff;
  return isSecond ? at : writeEscapedByte(0x3f, at);
}

/** As `java.net.URLEncoder`: form encoding, in which a blank is `+` and `*` stays. */
export function urlEncode(text: string): string {
  return encoded(text, urlEncodeChunk);
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
  const bytes = text.length <= scratch.length ? scratch : Buffer.allocUnsafe(text.length);
  let length = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === PERCENT) {
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
  return scratch.toString("base64", 0, scratch.write(text, "utf8"));
}
