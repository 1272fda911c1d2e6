import type { TraceMessage } from "../../src/api/wire.ts";
import { bytes } from "../ui/format.ts";

/** A message as lines of text, made to be read. */
export interface MessageLines {
  /** Request line or status, then the body: JSON indented, each parameter of a form body on its own line. */
  content: string[];
  /** Headers by name. */
  headers: string[];
}

/** The lines of a message; no lines if there is no message. */
export function messageLines(message: TraceMessage | undefined): MessageLines {
  if (!message) {
    return { content: [], headers: [] };
  }
  const first = firstLine(message);
  const body = bodyLines(message);
  const gap = first.length > 0 && body.length > 0 ? [""] : [];
  return { content: [...first, ...gap, ...body], headers: headerLines(message.headers) };
}

function firstLine({ method, uri, status }: TraceMessage): string[] {
  const line = [method, uri, status].filter((part) => part !== undefined).join(" ");
  return line === "" ? [] : [line];
}

function headerLines(headers: TraceMessage["headers"] = {}): string[] {
  return Object.entries(headers)
    .flatMap(([name, value]) => [value].flat().map((each) => `${name.toLowerCase()}: ${each}`))
    .sort();
}

function bodyLines({ body = "", base64, truncatedFrom, headers = {} }: TraceMessage): string[] {
  if (body === "") {
    return [];
  }
  const cut = truncatedFrom === undefined ? [] : [`… cut: the whole body has ${bytes(truncatedFrom)}`];
  if (base64) {
    return [`base64: ${body}`, ...cut];
  }
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  const isForm = String(type).includes("x-www-form-urlencoded") || /^Action=\w+&/.test(body);
  return [...(isForm ? formLines(body) : jsonLines(body)), ...cut];
}

function formLines(body: string): string[] {
  return body.split("&").map((pair, index) => (index === 0 ? pair : `&${pair}`));
}

function jsonLines(body: string): string[] {
  try {
    return JSON.stringify(JSON.parse(body), null, 2).split("\n");
  } catch {
    return body.split("\n");
  }
}
