import type { Api, Integration, Target } from "../api.ts";
import type { MappedParameters } from "../mapping/mapped-parameters.ts";
import type { Context } from "../request/context.ts";
import { droppedFromRequest, type RawHeaders } from "../request/headers.ts";
import type { EndpointRequest, EndpointResponse } from "../request/messages.ts";
import { configurationError, GatewayError } from "../steps/gateway-error.ts";
import { hasBody, requestHeaders } from "./request-headers.ts";
import { callEndpoint } from "./upstream.ts";
import { type Address, appendQuery, parseAddress, withPathParameters } from "./uri.ts";

type HttpTarget = Extract<Target, { kind: "http" }>;

/** Headers of the client's that an HTTP proxy integration does not pass on. */
const NOT_PASSED_ON = new Set([
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
    const name = raw[i] ?? "";
    if (!NOT_PASSED_ON.has(name.toLowerCase())) headers.push(name, raw[i + 1] ?? "");
  }
  return headers;
}

/**
 * Sends the request. A VPC link or an upstream leads it to its place on this machine, with the URI's own host in the Host header.
 */
export function sendHttp(context: Context, target: HttpTarget, timeoutInMillis: number): Promise<EndpointResponse> {
  const request = context.endpointRequest as EndpointRequest;
  const address = parseAddress(request.uri);
  const { upstreams } = context.api;
  const upstream = target.vpcLink?.baseUrl ?? (upstreams.size > 0 ? upstreams.get(originOf(address)) : undefined);
  const baseUrl = typeof upstream === "function" ? upstream() : upstream;
  if (baseUrl === undefined) return callEndpoint(context, address, request, timeoutInMillis, target);
  const base = parseAddress(baseUrl);
  const path = `${base.path.replace(/\/$/, "")}${address.path}`;
  const answer = callEndpoint(context, { ...base, host: address.host, path }, request, timeoutInMillis, target);
  return target.vpcLink === undefined ? answer : answer.catch(refuseSilentLink);
}

/** Behind a VPC link, what cannot be reached is an error of the API, not of the network. */
function refuseSilentLink(error: unknown): never {
  if (!(error instanceof GatewayError) || error.type !== "INTEGRATION_FAILURE") throw error;
  throw configurationError(`There was an internal error while executing your request (${error.reason})`);
}

/**
 * Base URLs by origin, for looking them up by the address of a request.
 *
 * @throws RangeError when an origin is not one, or a base URL is not a URL
 */
export function readUpstreams(upstreams: Readonly<Record<string, string | (() => string)>> = {}): Api["upstreams"] {
  const isHttp = (url: string) => /^https?:\/\//i.test(url) && URL.canParse(url);
  return new Map(
    Object.entries(upstreams).map(([origin, baseUrl]) => {
      if (!isHttp(origin) || new URL(origin).href.replace(/\/$/, "") !== new URL(origin).origin) {
        throw new RangeError(`upstreams: "${origin}" is not an origin, for example https://api.example.com`);
      }
      if (typeof baseUrl === "string" && !isHttp(baseUrl)) {
        throw new RangeError(
          `upstreams: the base URL of ${origin} must begin with http:// or https://, is "${baseUrl}"`,
        );
      }
      return [originOf(parseAddress(origin)), baseUrl];
    }),
  );
}

/** An origin with its port, the default one included: URLs may have it or not. */
const originOf = ({ secure, hostname, port }: Address) => `${secure ? "https" : "http"}://${hostname}:${port}`;
