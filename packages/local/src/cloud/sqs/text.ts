import { hash } from "node:crypto";

// fauxqs refuses characters beyond the basic plane, emoji among them, which SQS takes. They are kept in it as this
// private-use mark and the code point, and so is the mark itself.
const MARK = "\uF8FF";

/** A message's text as fauxqs stores it. */
export function encodeText(text: string): string {
  return text.replace(/[\uF8FF\u{10000}-\u{10FFFF}]/gu, (char) => `${MARK}${char.codePointAt(0)?.toString(36)};`);
}

/** The text that {@link encodeText} was given. */
export function decodeText(text: string): string {
  return text.replace(/\uF8FF([0-9a-z]{1,5});/g, (_match, code) => String.fromCodePoint(Number.parseInt(code, 36)));
}

/** The digest that SQS gives a message body, in hexadecimal. */
export function md5(text: string): string {
  return hash("md5", text, "hex");
}
