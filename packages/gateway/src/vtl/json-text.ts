import { decimalText } from "./decimal.ts";
import { doubleText } from "./double-text.ts";
import { boundText } from "./limits.ts";
import { JavaChar, JavaDecimal, JavaDouble, JavaFloat, JavaInteger, type Value, type ValueMap } from "./values.ts";

// What json-smart escapes: quotes, backslashes, control characters, and U+2000 to U+20FF.
const PLAIN = /^[ !#-[\]-~\u00a0-\u1fff\u2100-\uffff]*$/;
const UNSAFE = /[^ !#-[\]-~\u00a0-\u1fff\u2100-\uffff]/g;
const shorthand: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** The text of a number: `2.0`, `1.0E10`. */
export function numberText(value: number | bigint | JavaInteger | JavaDouble | JavaDecimal): string {
  if (value instanceof JavaDouble) return doubleText(value.value, value instanceof JavaFloat);
  if (value instanceof JavaDecimal) return decimalText(value);
  return String(value instanceof JavaInteger ? value.value : value);
}

/**
 * A value as JSON, written as json-smart writes it: no white space, and with `/` as `\/` where `escapeSlash` says so
 * (which lists do that print themselves).
 * @throws TemplateError when the text grows past the limit, however often a list or map is in another
 */
export function jsonText(value: Value, escapeSlash = false): string {
  if (typeof value === "string") return jsonString(value, escapeSlash);
  const written = { text: "" };
  write(value, escapeSlash, written);
  return written.text;
}

function write(value: Value, escapeSlash: boolean, written: { text: string }): void {
  if (typeof value === "string") written.text += jsonString(value, escapeSlash);
  else if (value === null || typeof value !== "object") written.text += String(value);
  else if (Array.isArray(value)) writeList(value, escapeSlash, written);
  else if (value instanceof Map) writeMap(value, escapeSlash, written);
  else if (value instanceof JavaDouble && Math.abs(value.value) === Infinity) written.text += "null";
  else if (value instanceof JavaDouble || value instanceof JavaDecimal || value instanceof JavaInteger) {
    written.text += numberText(value);
  } else if (value instanceof JavaChar) written.text += jsonString(value.text, escapeSlash);
  else {
    const items = value.items?.();
    if (items) writeList(items, escapeSlash, written);
    else written.text += jsonString(keyText(value), escapeSlash);
  }
}

function writeList(list: readonly Value[], escapeSlash: boolean, written: { text: string }): void {
  written.text += "[";
  for (let index = 0; index < list.length; index++) {
    if (index > 0) written.text += ",";
    write(list[index] ?? null, escapeSlash, written);
    boundText(written.text);
  }
  written.text += "]";
}

function writeMap(map: ValueMap, escapeSlash: boolean, written: { text: string }): void {
  let before = "{";
  for (const [key, item] of map) {
    written.text += `${before}${jsonString(keyText(key), escapeSlash)}:`;
    before = ",";
    write(item, escapeSlash, written);
    boundText(written.text);
  }
  written.text += before === "{" ? "{}" : "}";
}

function keyText(value: Value): string {
  if (typeof value === "string") return value;
  if (value === null || typeof value !== "object" || Array.isArray(value) || value instanceof Map)
    return jsonText(value);
  return "print" in value ? (value.print() ?? "null") : value instanceof JavaChar ? value.text : numberText(value);
}

/** A text in quotes. */
export function jsonString(text: string, escapeSlash: boolean): string {
  const escaped = PLAIN.test(text) ? text : text.replace(UNSAFE, escapeCharacter);
  return `"${escapeSlash ? escaped.replaceAll("/", "\\/") : escaped}"`;
}

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  return shorthand[character] ?? `\\u${code}`;
}
