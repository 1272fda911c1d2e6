import { packBody } from "./compression.ts";
import type { Context } from "./context.ts";
import type { MethodResponse } from "./messages.ts";

/** Gives a response what it needs on the wire: a packed body where the client accepts one, and its length, which is returned. */
export function completeResponse(context: Context, response: MethodResponse): number {
  packBody(context, response);
  const length = Buffer.byteLength(response.body);
  if (hasBody(response.status)) response.headers.push("Content-Length", String(length));
  return length;
}

/** Whether a response with this status has a body. https://www.rfc-editor.org/rfc/rfc9110#section-6.4.1 */
export const hasBody = (status: number) => status >= 200 && status !== 204 && status !== 304;
