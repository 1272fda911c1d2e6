import type { TraceMessage } from "./trace.ts";

/** A line of the execution log is cut at this many bytes, label included, and says so. */
const LINE_LIMIT = 1024;

/** A header's value, several joined with commas; empty when there is none. */
export function header(message: TraceMessage, name: string): string {
  const entry = Object.entries(message.headers ?? {}).find(([key]) => key.toLowerCase() === name);
  return entry ? [entry[1]].flat().join(",") : "";
}

/** The parameters of a query, each with its values in their order. */
export function queryParameters(query: string): Record<string, string[]> {
  const parameters = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(query))
    parameters.set(name, [...(parameters.get(name) ?? []), value]);
  return Object.fromEntries(parameters);
}

/** A map as Java prints it, which is how the log shows headers and parameters: `{a=b, c=d}`. */
export function map(values: unknown): string {
  const entries = Object.entries((values ?? {}) as Record<string, unknown>);
  return `{${entries.map(([name, value]) => `${name}=${[value].flat().join(",")}`).join(", ")}}`;
}

/** A body, or that it is binary. */
export function body(message: TraceMessage): string {
  if (message.base64) return "[Binary Data]";
  return (message.body ?? "") + (message.truncatedFrom === undefined ? "" : " [TRUNCATED]");
}

/** The line, within its limit. */
export function cut(line: string): string {
  const bytes = new TextEncoder().encode(line);
  if (bytes.length <= LINE_LIMIT) return line;
  // As a stream, so that a character that the cut splits is left out.
  return `${new TextDecoder().decode(bytes.subarray(0, LINE_LIMIT), { stream: true })} [TRUNCATED]`;
}

/** `Mon Nov 23 13:00:00 UTC 2026`, as Java's Date prints it. */
export function javaDate(epochMs: number): string {
  const [weekday, day, month, year, time] = new Date(epochMs).toUTCString().replace(",", "").split(" ");
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}

const SECRET_HEADERS = new Set(["authorization", "proxy-authorization", "x-api-key", "x-amz-security-token"]);

/** The least length at which a secret is looked for in other text: a shorter one would blot out plain words. */
const SEARCHABLE_LENGTH = 8;

/**
 * A secret as API Gateway's logs show it: asterisks, and its last six characters. A secret of up to twelve characters
 * shows none of them, since six would be half of it.
 */
export function mask(secret: string): string {
  const shown = secret.length > 12 ? 6 : 0;
  return "*".repeat(secret.length - shown) + secret.slice(secret.length - shown);
}

/** The headers with API keys, Authorization headers and session tokens masked. */
export function maskHeaders(headers: TraceMessage["headers"] = {}): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (!SECRET_HEADERS.has(name.toLowerCase())) return [name, value];
      return [name, Array.isArray(value) ? value.map(mask) : mask(value)];
    }),
  );
}

/** A function that masks, wherever they stand in a text, the secrets that these messages' headers carry. */
export function secretMasker(messages: readonly (TraceMessage | undefined)[]): (text: string) => string {
  const secrets = messages
    .flatMap((message) => Object.entries(message?.headers ?? {}))
    .filter(([name]) => SECRET_HEADERS.has(name.toLowerCase()))
    .flatMap(([, value]) => value)
    .filter((value) => value.length >= SEARCHABLE_LENGTH);
  return (text) => secrets.reduce((masked, secret) => masked.replaceAll(secret, mask(secret)), text);
}
