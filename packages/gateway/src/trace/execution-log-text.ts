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
