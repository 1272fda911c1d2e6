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
 * (which lists do that print themselves). `texts` are those of the lists and maps written so far: one that is in many
 * places must not take time for each.
 * @throws TemplateError when the text grows past the limit
 */
export function jsonText(value: Value, escapeSlash = false, texts?: Map<Value, string>): string {
  if (typeof value === "string") return jsonString(value, escapeSlash);
  if (value === null || typeof value !== "object") return String(value);
  if (value instanceof JavaDouble && Math.abs(value.value) === Infinity) return "null";
  if (value instanceof JavaDouble || value instanceof JavaDecimal || value instanceof JavaInteger)
    return numberText(value);
  if (value instanceof JavaChar) return jsonString(value.text, escapeSlash);
  const items = Array.isArray(value) || value instanceof Map ? value : value.items?.();
  if (!items) return jsonString(keyText(value), escapeSlash);
  const known = texts?.get(value);
  if (known !== undefined) return known;
  const inner = texts ?? new Map();
  const text = items instanceof Map ? jsonMap(items, escapeSlash, inner) : jsonList(items, escapeSlash, inner);
  inner.set(value, text);
  return text;
}

function jsonList(list: readonly Value[], escapeSlash: boolean, texts: Map<Value, string>): string {
  let text = "[";
  for (let index = 0; index < list.length; index++) {
    text = boundText(`${text}${index ? "," : ""}${jsonText(list[index] ?? null, escapeSlash, texts)}`);
  }
  return `${text}]`;
}

function jsonMap(map: ValueMap, escapeSlash: boolean, texts: Map<Value, string>): string {
  let text = "{";
  for (const [key, item] of map) {
    const name = jsonString(keyText(key), escapeSlash);
    text = boundText(`${text}${text === "{" ? "" : ","}${name}:${jsonText(item, escapeSlash, texts)}`);
  }
  return `${text}}`;
}

function keyText(value: Value): string {
  if (typeof value === "string") return value;
  if (value === null || typeof value !== "object" || Array.isArray(value) || value instanceof Map)
    return jsonText(value);
  return "print" in value ? (value.print() ?? "null") : value instanceof JavaChar ? value.text : numberText(value);
}

function jsonString(text: string, escapeSlash: boolean): string {
  const escaped = PLAIN.test(text) ? text : text.replace(UNSAFE, escapeCharacter);
  return `"${escapeSlash ? escaped.replaceAll("/", "\\/") : escaped}"`;
}

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  return shorthand[character] ?? `\\u${code}`;
}
