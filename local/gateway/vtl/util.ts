import { TemplateError } from "./errors.ts";
import { parseJson } from "./json-parse.ts";
import { boundText } from "./limits.ts";
import { print } from "./print.ts";
import type { HostObject, Value } from "./values.ts";

const javaScriptEscapes: Readonly<Record<string, string>> = {
  "'": "\\'",
  '"': '\\"',
  "\\": "\\\\",
  "/": "\\/",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/**
 * As Commons Lang's `StringEscapeUtils.escapeJavaScript`: single quotes too, which JSON does not allow, and everything
 * that is not ASCII.
 */
export function escapeJavaScript(text: string): string {
  return text.replace(/['"\\/]|[^ -\x7f]/g, (character) => {
    const code = character.charCodeAt(0);
    return javaScriptEscapes[character] ?? `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`;
  });
}

/** As `java.net.URLEncoder`: form encoding, in which a blank is `+` and `*` stays. */
export function urlEncode(text: string): string {
  // Half a surrogate pair has no UTF-8: Java writes `?`.
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "?"))
    .replaceAll("%20", "+")
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * As `java.net.URLDecoder`.
 * @throws TemplateError when a `%` is not followed by two hexadecimal digits
 */
export function urlDecode(text: string): string {
  return text.replaceAll("+", " ").replace(/(?:%[0-9a-fA-F]{2})+|%/g, (run) => {
    if (run === "%") throw new TemplateError("evaluation", "URLDecoder: Illegal hex characters in escape (%) pattern");
    return Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8");
  });
}

const functions: ReadonlyMap<string, (text: string) => Value> = new Map<string, (text: string) => Value>([
  ["escapeJavaScript", escapeJavaScript],
  ["parseJson", parseJson],
  ["urlEncode", urlEncode],
  ["urlDecode", urlDecode],
  ["base64Encode", (text) => Buffer.from(text, "utf8").toString("base64")],
  ["base64Decode", (text) => Buffer.from(text, "base64").toString("utf8")],
]);

/**
 * `$util`; each function takes one text.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#util-template-reference
 */
export const util: HostObject = {
  property: () => null,
  call: (name, args) => {
    const run = functions.get(name);
    if (!run || args.length !== 1) return undefined;
    const result = run(print(args[0] as Value) ?? "null");
    return typeof result === "string" ? boundText(result) : result;
  },
  print: () => "",
};
