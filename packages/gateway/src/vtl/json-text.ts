import { boundText } from "./limits.ts";
import { print } from "./print.ts";
import { JavaDouble, type Value, type ValueMap } from "./values.ts";

// What json-smart escapes: quotes, backslashes, control characters, and U+2000 to U+20FF.
const plain = /^[ !#-[\]-~\u00a0-\u1fff\u2100-\uffff]*$/;
const unsafe = /[^ !#-[\]-~\u00a0-\u1fff\u2100-\uffff]/g;
const shorthand: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/**
 * A value as JSON, written as json-smart writes it: no white space, and with `/` as `\/` where `escapeSlash` says so
 * (which lists do that print themselves). `texts` are those of the lists and maps written so far.
 * @throws TemplateError when the text grows past the limit
 */
export function jsonText(value: Value, escapeSlash = false, texts?: Map<Value, string>): string {
  if (typeof value === "string") return jsonString(value, escapeSlash);
  if (value === null || typeof value !== "object") return String(value);
  if (value instanceof JavaDouble) return print(value) as string;
  if (!Array.isArray(value) && !(value instanceof Map)) return jsonString(print(value) ?? "null", escapeSlash);
  const known = texts?.get(value);
  if (known !== undefined) return known;
  const inner = texts ?? new Map();
  const text = Array.isArray(value) ? jsonList(value, escapeSlash, inner) : jsonMap(value, escapeSlash, inner);
  inner.set(value, text);
  return text;
}

function jsonList(list: readonly Value[], escapeSlash: boolean, texts: Map<Value, string>): string {
  let text = "[";
  for (let index = 0; index < list.length; index++) {
    text = boundText(`${text}${index ? "," : ""}${jsonText(list[index] as Value, escapeSlash, texts)}`);
  }
  return `${text}]`;
}

function jsonMap(map: ValueMap, escapeSlash: boolean, texts: Map<Value, string>): string {
  let text = "{";
  for (const [key, item] of map) {
    const name = jsonString(print(key) ?? "null", escapeSlash);
    text = boundText(`${text}${text === "{" ? "" : ","}${name}:${jsonText(item, escapeSlash, texts)}`);
  }
  return `${text}}`;
}

function jsonString(text: string, escapeSlash: boolean): string {
  const escaped = plain.test(text) ? text : text.replace(unsafe, escapeCharacter);
  return `"${escapeSlash ? escaped.replaceAll("/", "\\/") : escaped}"`;
}

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  return shorthand[character] ?? `\\u${code}`;
}
