import { isUtf8 } from "node:buffer";
import type { Context } from "../request/context.ts";
import { groupHeaders, headerText, type RawHeaders } from "../request/headers.ts";
import type { EndpointResponse, MethodResponse } from "../request/messages.ts";
import { TRACED_BODY_LIMIT, type TraceMessage } from "./trace.ts";

/** The client's request, as it came. */
export function requestMessage(context: Context): TraceMessage {
  const { req, body } = context;
  return { method: context.httpMethod, uri: req.url, headers: headers(req.rawHeaders), ...tracedBody(body) };
}

/** A request to the backend. */
export function endpointRequestMessage({ endpointRequest }: Context): TraceMessage | undefined {
  if (!endpointRequest) return undefined;
  const { method, uri, headers: raw, body } = endpointRequest;
  return { method, uri, headers: headers(raw), ...tracedBody(body) };
}

/** The backend's response. */
export function endpointResponseMessage({ endpointResponse }: Context): TraceMessage | undefined {
  return endpointResponse && responseMessage(endpointResponse);
}

/** The client's response, as far as it has come. */
export function methodResponseMessage({ response }: Context): TraceMessage | undefined {
  return response && responseMessage(response);
}

function responseMessage(response: EndpointResponse | MethodResponse): TraceMessage {
  return { status: response.status, headers: headers(response.headers), ...tracedBody(response.body) };
}

function headers(raw: RawHeaders): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = groupHeaders(raw.map(headerText));
  for (const name in headers) {
    const [only, second] = headers[name] ?? [];
    if (only !== undefined && second === undefined) headers[name] = only;
  }
  return headers;
}

/** A body as text, or as Base64 where it is not UTF-8; cut at the limit. */
function tracedBody(body: Buffer | string): Pick<TraceMessage, "body" | "base64" | "truncatedFrom"> {
  if (typeof body === "string" && body.length * 3 <= TRACED_BODY_LIMIT) return { body };
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  if (bytes.length <= TRACED_BODY_LIMIT) {
    return isUtf8(bytes) ? { body: bytes.toString() } : { body: bytes.toString("base64"), base64: true };
  }
  const cut = bytes.subarray(0, TRACED_BODY_LIMIT);
  const truncatedFrom = bytes.length;
  try {
    // As a stream: a character that the cut splits is then left out, not an error.
    return { body: new TextDecoder("utf-8", { fatal: true }).decode(cut, { stream: true }), truncatedFrom };
  } catch {
    return { body: cut.toString("base64"), base64: true, truncatedFrom };
  }
}
