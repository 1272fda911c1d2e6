import { isUtf8 } from "node:buffer";
import type { ContentHandling } from "../api.ts";
import type { Context } from "../request/context.ts";
import { headerValue } from "../request/headers.ts";
import { decodeBase64 } from "../request/media-types.ts";
import type { EndpointResponse } from "../request/messages.ts";
import { configurationError } from "../steps/gateway-error.ts";

/*
 * Text and binary bodies. Text is a string, which a mapping template can read; bytes are a Buffer, which it cannot.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
 */

/** Converts a request's body before it is mapped. */
export function requestBody(context: Context, handling: ContentHandling | undefined): Buffer | string {
  const { body, contentType, api } = context;
  if (api.binaryMediaTypes(contentType)) {
    return handling === "CONVERT_TO_TEXT" ? body.toString("base64") : body;
  }
  return handling === "CONVERT_TO_BINARY" ? fromBase64(body, "request") : body.toString();
}

/** Converts the backend's body before it is mapped: here the client's Accept header counts as well. */
export function responseBody(
  context: Context,
  response: EndpointResponse,
  handling: ContentHandling | undefined,
): Buffer | string {
  const { headers, body } = response;
  const isBinary = context.api.binaryMediaTypes(headerValue(headers, "content-type"));
  const wantsBinary =
    handling === undefined ? context.api.binaryMediaTypes(context.accept) : handling === "CONVERT_TO_BINARY";
  if (isBinary) return wantsBinary ? bytesOf(body) : bytesOf(body).toString("base64");
  return wantsBinary ? fromBase64(bytesOf(body), "response") : body.toString();
}

/** A body that may be text, as bytes. */
export const bytesOf = (body: Buffer | string) => (typeof body === "string" ? Buffer.from(body) : body);

/** A body read as UTF-8: invalid bytes become U+FFFD, as when Java reads and writes them as text. */
export function textOf(body: Buffer): Buffer {
  return isUtf8(body) ? body : Buffer.from(body.toString());
}

function fromBase64(body: Buffer, what: "request" | "response"): Buffer {
  const bytes = decodeBase64(body.toString("latin1"));
  if (!bytes) throw configurationError(`Unable to base64 decode the body of the ${what}`);
  return bytes;
}
