import type { Integration, Target } from "../api.ts";
import type { MappedParameters } from "../mapping/mapped-parameters.ts";
import type { Context } from "../request/context.ts";
import { droppedFromRequest, type RawHeaders } from "../request/headers.ts";
import type { EndpointRequest, EndpointResponse } from "../request/messages.ts";
import { hasBody, requestHeaders } from "./request-headers.ts";
import { callEndpoint } from "./upstream.ts";
import { appendQuery, parseAddress, withPathParameters } from "./uri.ts";

type HttpTarget = Extract<Target, { kind: "http" }>;

/** Headers of the client's that an HTTP proxy integration does not pass on. */
const notPassedOn = new Set([
  ...droppedFromRequest,
  "content-encoding",
  "host",
  "x-amzn-trace-id",
  "x-http-method-override",
]);

/**
 * A request to an HTTP endpoint. A proxy integration passes the client's headers and query parameters on, with the mapped ones
 * added to the query and put over the headers.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
 */
export function httpRequest(
  context: Context,
  integration: Integration,
  target: HttpTarget,
  { header, path, querystring }: MappedParameters,
  body: Buffer | string,
): EndpointRequest {
  const isProxy = integration.type === "http_proxy";
  const method = integration.httpMethod ?? context.httpMethod;
  const query = isProxy ? [context.query, querystring] : [querystring];
  return {
    method,
    uri: appendQuery(withPathParameters(target.uri, path), ...query),
    headers: requestHeaders(context, "http", header, isProxy ? passedOn(context.req.rawHeaders) : []),
    body: hasBody(method) ? body : "",
  };
}

function passedOn(raw: RawHeaders): RawHeaders {
  const headers: RawHeaders = [];
  for (let i = 0; i < raw.length; i += 2) {
    if (!notPassedOn.has(raw[i].toLowerCase())) headers.push(raw[i], raw[i + 1]);
  }
  return headers;
}

/** Sends the request; a VPC link leads it to its place on this machine, with the URI's own host in the Host header. */
export function sendHttp(context: Context, target: HttpTarget, timeoutInMillis: number): Promise<EndpointResponse> {
  const request = context.endpointRequest as EndpointRequest;
  const address = parseAddress(request.uri);
  if (target.vpcLink === undefined) return callEndpoint(context, address, request, timeoutInMillis, target);
  const via = parseAddress(target.vpcLink);
  const prefix = via.path === "/" ? "" : via.path.replace(/\/$/, "");
  const inside = { ...via, host: address.host, path: `${prefix}${address.path}` };
  return callEndpoint(context, inside, request, timeoutInMillis, target);
}
