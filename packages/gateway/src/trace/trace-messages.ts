import { isUtf8 } from "node:buffer";
import { groupHeaders, headerText, type RawHeaders } from "../request/headers.ts";
import type { RawMessage } from "../request/messages.ts";
import { TRACED_BODY_LIMIT, type TraceMessage } from "./trace.ts";

/** A message whose body was cut, of a larger size in bytes. */
interface HeldMessage extends RawMessage {
  readonly truncatedFrom?: number;
}

/** The message as a trace holds it: a body beyond the limit is copied up to there, so that the whole can be freed. */
export function heldBody(message: RawMessage): HeldMessage {
  const { body } = message;
  if (body.length <= TRACED_BODY_LIMIT / (typeof body === "string" ? 3 : 1)) return message;
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  if (bytes.length <= TRACED_BODY_LIMIT) return message;
  const cut = Buffer.from(bytes.subarray(0, TRACED_BODY_LIMIT));
  return { ...message, body: cut, truncatedFrom: bytes.length };
}

/** A text as a trace holds it: up to the limit, and no reference to the rest. */
export function heldText(text: string): string {
  if (text.length <= TRACED_BODY_LIMIT) return text;
  return Buffer.from(text.slice(0, TRACED_BODY_LIMIT), "utf16le").toString("utf16le");
}

/** About the bytes that a message keeps from being freed. */
export function heldBytes({ uri = "", headers, body }: RawMessage): number {
  let size = uri.length + body.length;
  for (const text of headers) size += text.length;
  return size;
}

/** A message in words. */
export function messageOf({ method, uri, status, headers, body, truncatedFrom }: HeldMessage): TraceMessage {
  return {
    ...(method !== undefined && { method }),
    ...(uri !== undefined && { uri }),
    ...(status !== undefined && { status }),
    headers: headersByName(headers),
    ...bodyText(body, truncatedFrom),
  };
}

function headersByName(raw: RawHeaders): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = groupHeaders(raw.map(headerText));
  for (const name in headers) {
    const [only, second] = headers[name] ?? [];
    if (only !== undefined && second === undefined) headers[name] = only;
  }
  return headers;
}

/** A body as text, or as Base64 where it is not UTF-8. */
function bodyText(
  body: Buffer | string,
  truncatedFrom: number | undefined,
): Pick<TraceMessage, "body" | "base64" | "truncatedFrom"> {
  if (typeof body === "string") return { body };
  if (truncatedFrom === undefined) {
    return isUtf8(body) ? { body: body.toString() } : { body: body.toString("base64"), base64: true };
  }
  try {
    // As a stream: a character that the cut splits is then left out, not an error.
    return { body: new TextDecoder("utf-8", { fatal: true }).decode(body, { stream: true }), truncatedFrom };
  } catch {
    return { body: body.toString("base64"), base64: true, truncatedFrom };
  }
}
