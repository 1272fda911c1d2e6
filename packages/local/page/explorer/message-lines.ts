import type { TraceMessage } from "../../src/api/wire.ts";

/** A message without its body, as lines of text. */
export interface MessageLines {
  /** The request line or the status; empty where a message has neither. */
  first: string[];
  /** Headers by name. */
  headers: string[];
}

/** The lines of a message; no lines if there is no message. */
export function messageLines(message: TraceMessage | undefined): MessageLines {
  if (!message) {
    return { first: [], headers: [] };
  }
  const { method, uri, status } = message;
  const line = [method, uri, status].filter((part) => part !== undefined).join(" ");
  return { first: line === "" ? [] : [line], headers: headerLines(message.headers) };
}

/** The value of a header; empty where the message lacks it. */
export function headerText({ headers = {} }: TraceMessage, wanted: string): string {
  const value = Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? "";
  return [value].flat().join(", ");
}

function headerLines(headers: TraceMessage["headers"] = {}): string[] {
  return Object.entries(headers)
    .flatMap(([name, value]) => [value].flat().map((each) => `${name.toLowerCase()}: ${each}`))
    .sort();
}
