import type { MappedParameters } from "../mapping/mapped-parameters.ts";
import type { Context } from "../request/context.ts";
import { headerValue, type RawHeaders, removeHeaders, setTextHeader } from "../request/headers.ts";
import { traceId } from "../request/ids.ts";
import { configurationError } from "../steps/gateway-error.ts";

const NEVER_SENT = ["expect", "proxy-authenticate", "te"];
const NOT_TO_HTTP: ReadonlySet<string> = new Set([...NEVER_SENT, "via"]);
const NOT_TO_AWS: ReadonlySet<string> = new Set([...NEVER_SENT, "referer"]);

/**
 * Headers of a request to a backend: `headers` (those that a proxy passes on), over them the mapped ones, and what API Gateway
 * adds where it is missing.
 *
 * @throws GatewayError 500 for a mapped header that HTTP does not allow
 */
export function requestHeaders(
  context: Context,
  backend: "http" | "aws",
  mapped: MappedParameters["header"],
  headers: RawHeaders = [],
): RawHeaders {
  for (const name in mapped) {
    const isSet = setTextHeader(headers, name, mapped[name] ?? []);
    if (!isSet) throw configurationError(`Invalid value of header ${name}`);
  }
  removeHeaders(headers, backend === "http" ? NOT_TO_HTTP : NOT_TO_AWS);
  if (headerValue(headers, "accept") === undefined) headers.push("Accept", "application/json");
  if (headerValue(headers, "user-agent") === undefined)
    headers.push("User-Agent", `AmazonAPIGateway_${context.api.id}`);
  if (
    context.contentType !== undefined &&
    hasBody(context.httpMethod) &&
    headerValue(headers, "content-type") === undefined
  ) {
    headers.push("Content-Type", context.contentType);
  }
  headers.push("X-Amzn-Trace-Id", traceId(context));
  if (backend === "http") headers.push("X-Amzn-Apigateway-Api-Id", context.api.id);
  return headers;
}

/** Whether a request with this method is sent with a body. */
export const hasBody = (method: string) => method !== "GET" && method !== "HEAD" && method !== "OPTIONS";
