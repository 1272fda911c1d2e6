import { boundText } from "./limits.ts";
import { print } from "./print.ts";
import { JavaDouble, type Value } from "./values.ts";

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
 * (which lists do that print themselves).
 * @throws TemplateError when the text grows past the limit
 */
export function jsonText(value: Value, escapeSlash = false): string {
  if (typeof value === "string") return jsonString(value, escapeSlash);
  if (value === null || typeof value !== "object") return String(value);
  if (value instanceof JavaDouble) return print(value) as string;
  if (Array.isArray(value)) {
    let text = "[";
    for (let index = 0; index < value.length; index++) {
      text = boundText(`${text}${index ? "," : ""}${jsonText(value[index] as Value, escapeSlash)}`);
    }
    return `${text}]`;
  }
  if (value instanceof Map) {
    let text = "{";
    for (const [key, item] of value) {
      const name = jsonString(print(key) ?? "null", escapeSlash);
      text = boundText(`${text}${text === "{" ? "" : ","}${name}:${jsonText(item, escapeSlash)}`);
    }
    return `${text}}`;
  }
  return jsonString(print(value) ?? "null", escapeSlash);
}

function jsonString(text: string, escapeSlash: boolean): string {
  const escaped = plain.test(text) ? text : text.replace(unsafe, escapeCharacter);
  return `"${escapeSlash ? escaped.replaceAll("/", "\\/") : escaped}"`;
}

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  return shorthand[character] ?? `\\u${code}`;
}
