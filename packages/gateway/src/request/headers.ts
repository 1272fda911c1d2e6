import { isUtf8 } from "node:buffer";

/**
 * HTTP headers as node:http has them on the wire: names and values in turn, in order, in any case, repeated or not.
 * A message's headers stay in this form from socket to socket.
 */
export type RawHeaders = string[];

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about the bytes of a header
const BEYOND_ASCII = /[^\x00-\x7f]/;

/** A header's value as text. node:http gives one character a byte; what is not UTF-8 stays so. */
export function headerText(value: string): string {
  if (!BEYOND_ASCII.test(value)) return value;
  const bytes = Buffer.from(value, "latin1");
  return isUtf8(bytes) ? bytes.toString() : value;
}

/** Text as node:http takes it for a header: UTF-8, one character a byte. */
export function wireText(text: string): string {
  return BEYOND_ASCII.test(text) ? Buffer.from(text).toString("latin1") : text;
}

/**
 * A body to send with these headers. node:http puts headers and a body of text into one UTF-8 string, which would encode a header
 * beyond ASCII once more.
 */
export function bodyFor(headers: RawHeaders, body: Buffer | string): Buffer | string {
  if (typeof body !== "string") return body;
  // A name is ASCII.
  for (let i = 1; i < headers.length; i += 2) if (BEYOND_ASCII.test(headers[i] ?? "")) return Buffer.from(body);
  return body;
}

/** The last value of a header, which is the one that API Gateway maps. `name` in lower case. */
export function headerValue(headers: RawHeaders, name: string): string | undefined {
  for (let i = headers.length - 2; i >= 0; i -= 2) {
    const one = headers[i] ?? "";
    if (one.length === name.length && one.toLowerCase() === name) return headers[i + 1];
  }
  return undefined;
}

/** Adds a header under this name, in the place of headers of the same name in any case. A list is sent as repeated headers. */
export function setHeader(headers: RawHeaders, name: string, value: string | readonly string[]): void {
  const lower = name.toLowerCase();
  if (headerValue(headers, lower) !== undefined) removeHeaders(headers, new Set([lower]));
  if (typeof value === "string") headers.push(name, value);
  else for (const one of value) headers.push(name, one);
}

/** Removes every header that `names` (in lower case) has. */
export function removeHeaders(headers: RawHeaders, names: ReadonlySet<string>): void {
  let kept = 0;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] ?? "";
    if (names.has(name.toLowerCase())) continue;
    headers[kept++] = name;
    headers[kept++] = headers[i + 1] ?? "";
  }
  headers.length = kept;
}

/** Makes an object that inherits nothing. V8 keeps its members as it keeps a literal's: those of `Object.create(null)` are read and printed slower. */
export function createRecord<Value>(): Record<string, Value> {
  return new (Members as unknown as new () => Record<string, Value>)();
}
function Members() {}
Members.prototype = Object.freeze(Object.create(null));

/** Headers by name as it was sent, each with all its values. */
export function groupHeaders(headers: RawHeaders): Record<string, string[]> {
  const grouped: Record<string, string[]> = Object.create(null);
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] ?? "";
    const value = headers[i + 1] ?? "";
    const values = grouped[name];
    if (values) values.push(value);
    else grouped[name] = [value];
  }
  return grouped;
}

/** Characters that a header must not have: node:http would throw, and with a line break a value could add headers. */
const INVALID_VALUE = /[^\t\x20-\x7e\x80-\xff]/;
const INVALID_NAME = /[^!#$%&'*+\-.^_`|~0-9A-Za-z]/;

/** Whether a header can be sent. */
export function isSendable(name: string, value: string): boolean {
  return name !== "" && !INVALID_NAME.test(name) && !INVALID_VALUE.test(value);
}

/** Sets a header to what a mapping or a template made, unless HTTP does not allow it: then it is false. */
export function setTextHeader(headers: RawHeaders, name: string, text: string | readonly string[]): boolean {
  const value = typeof text === "string" ? wireText(text) : text.map(wireText);
  const isValid = typeof value === "string" ? isSendable(name, value) : value.every((one) => isSendable(name, one));
  if (isValid) setHeader(headers, name, value);
  return isValid;
}

/**
 * Headers of the client's request that reach neither the integration nor the mapping templates.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
export const droppedFromRequest: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "content-md5",
  "expect",
  "max-forwards",
  "proxy-authenticate",
  "server",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "www-authenticate",
]);

/** Headers of a response that reach the client as `x-amzn-Remapped-{name}`, since API Gateway sets them itself. */
export const remappedInResponse: ReadonlySet<string> = new Set([
  "authorization",
  "connection",
  "content-length",
  "content-md5",
  "date",
  "expect",
  "host",
  "max-forwards",
  "proxy-authenticate",
  "server",
  "trailer",
  "upgrade",
  "user-agent",
  "www-authenticate",
  "x-amzn-requestid",
]);
