import { TemplateError } from "./errors.ts";
import { parseJson } from "./json-parse.ts";
import { boundText } from "./limits.ts";
import { any, methods, on } from "./methods/method.ts";
import { textOf } from "./print.ts";
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
  if (/^[ !#-&(-.0-[\]-\x7f]*$/.test(text)) return text;
  return text.replace(/['"\\/]|[^ -\x7f]/g, (character) => {
    const code = character.charCodeAt(0);
    return javaScriptEscapes[character] ?? `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`;
  });
}

const UPPER_HEX = "0123456789ABCDEF";
const unreserved = new Uint8Array(256);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-*_") {
  unreserved[character.charCodeAt(0)] = 1;
}

/** As `java.net.URLEncoder`: form encoding, in which a blank is `+` and `*` stays. */
export function urlEncode(text: string): string {
  // Half a surrogate pair has no UTF-8: Java writes `?`. Working on bytes is several times faster than on text.
  const source = Buffer.from(/[\ud800-\udfff]/.test(text) ? text.replace(/\p{Surrogate}/gu, "?") : text, "utf8");
  const encoded = Buffer.allocUnsafe(source.length * 3);
  let length = 0;
  for (let index = 0; index < source.length; index++) {
    const byte = source[index] as number;
    if (unreserved[byte]) encoded[length++] = byte;
    else if (byte === 0x20) encoded[length++] = 0x2b;
    else {
      encoded[length++] = 0x25;
      encoded[length++] = UPPER_HEX.charCodeAt(byte >> 4);
      encoded[length++] = UPPER_HEX.charCodeAt(byte & 15);
    }
  }
  return encoded.toString("latin1", 0, length);
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

function ofText(run: (given: string) => Value) {
  return on([any], (_self: HostObject, value) => {
    const result = run(textOf(value));
    return typeof result === "string" ? boundText(result) : result;
  });
}

/**
 * `$util`; each function takes one text.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#util-template-reference
 */
export const util: HostObject = {
  methods: methods<HostObject>({
    escapeJavaScript: ofText(escapeJavaScript),
    parseJson: ofText(parseJson),
    urlEncode: ofText(urlEncode),
    urlDecode: ofText(urlDecode),
    base64Encode: ofText((given) => Buffer.from(given, "utf8").toString("base64")),
    base64Decode: ofText((given) => Buffer.from(given, "base64").toString("utf8")),
  }),
  print: () => "",
};
