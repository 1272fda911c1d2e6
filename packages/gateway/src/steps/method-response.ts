import type { Integration, Method } from "../api.ts";
import type { Context } from "../request/context.ts";
import { type RawHeaders, remappedInResponse } from "../request/headers.ts";
import { traceId } from "../request/ids.ts";
import type { MethodResponse } from "../request/messages.ts";

/** Headers of a backend's response that do not reach the client. */
const dropped: ReadonlySet<string> = new Set(["keep-alive", "transfer-encoding"]);
const droppedFromProxies: ReadonlySet<string> = new Set([
  ...dropped,
  "expect",
  "host",
  "proxy-authenticate",
  "te",
  "trailer",
  "upgrade",
  "via",
]);

/**
 * Gives the response the headers that it has as API Gateway's: some are dropped, some go under another name, some are added.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
export function methodResponse(context: Context): void {
  const { integration } = context.method as Method;
  const response = context.response as MethodResponse;
  response.headers = clientHeaders(context, integration, response.headers);
}

function clientHeaders(context: Context, { type }: Integration, headers: RawHeaders): RawHeaders {
  const drops = type === "http_proxy" || type === "aws_proxy" ? droppedFromProxies : dropped;
  const { requestId, extendedRequestId } = context.variables;
  const result: RawHeaders = ["x-amzn-RequestId", requestId, "x-amz-apigw-id", extendedRequestId];
  const remapped: string[] = [];
  let hasContentType = false;
  // An HTTP proxy's trace id is the backend's, if it has one; a mock has none.
  const addsTraceId = type !== "http_proxy" && type !== "mock";
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] ?? "";
    const value = headers[i + 1] ?? "";
    const lower = name.toLowerCase();
    if (drops.has(lower) || lower === "x-amz-apigw-id" || (addsTraceId && lower === "x-amzn-trace-id")) continue;
    if (remappedInResponse.has(lower)) {
      if (context.trace) remapped.push(name);
      result.push(`x-amzn-Remapped-${name}`, value);
      continue;
    }
    hasContentType ||= lower === "content-type";
    result.push(name, value);
  }
  if (!hasContentType) result.push("Content-Type", "application/json");
  if (addsTraceId) result.push("X-Amzn-Trace-Id", traceId(context));
  context.trace?.rule(remapped.length > 0 ? `remapped headers: ${remapped.join(", ")}` : "no header is remapped");
  return result;
}
