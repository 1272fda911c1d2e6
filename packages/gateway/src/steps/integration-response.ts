import type { Integration, IntegrationResponse, Method } from "../api.ts";
import { proxyResponse } from "../integrations/lambda-proxy.ts";
import { bytesOf, responseBody, textOf } from "../mapping/content-handling.ts";
import { texts } from "../mapping/mapped-parameters.ts";
import { renderTemplate } from "../mapping/template.ts";
import type { Context } from "../request/context.ts";
import { headerValue, type RawHeaders, setTextHeader } from "../request/headers.ts";
import { forAccept } from "../request/media-types.ts";
import type { EndpointResponse, MethodResponse } from "../request/messages.ts";
import { configurationError, internalError } from "./gateway-error.ts";

/**
 * Makes the client's response from the backend's: as it is for a proxy integration; otherwise with the integration response whose
 * selection pattern matches, its template and its parameters.
 *
 * @throws GatewayError 500 when none matches or mapping fails, 502 when a function's proxy result is malformed
 */
export function integrationResponse(context: Context): void {
  const { integration } = context.method as Method;
  const endpoint = context.endpointResponse as EndpointResponse;
  switch (integration.type) {
    case "aws_proxy":
      context.trace?.rule("proxy: the function's result is the response");
      context.response = proxyResponse(context, endpoint);
      return;
    case "http_proxy":
      context.trace?.rule("proxy: the response goes back as it is");
      context.response = { ...endpoint, headers: [...endpoint.headers], body: proxiedBody(context, endpoint) };
      return;
    default:
      context.response = mapResponse(context, integration, endpoint);
  }
}

/**
 * Binary bodies need a binary media type and a client that accepts it, as anywhere in API Gateway; text needs to be UTF-8. A
 * compressed body passes unchanged: the client asked the backend for it.
 */
function proxiedBody(context: Context, { headers, body: received }: EndpointResponse): Buffer | string {
  const body = bytesOf(received);
  if (headerValue(headers, "content-encoding") !== undefined) return body;
  const accepted = context.api.binaryMediaTypes(context.accept);
  if (context.api.binaryMediaTypes(headerValue(headers, "content-type")))
    return accepted ? body : body.toString("base64");
  return accepted ? body : textOf(body);
}

function mapResponse(context: Context, integration: Integration, endpoint: EndpointResponse): MethodResponse {
  const selected = select(context, integration, endpoint);
  const headers: RawHeaders = [];
  for (const { name, value } of selected.responseParameters) {
    const one = value(context);
    if (one !== undefined && one !== "") addHeader(headers, name, one);
  }
  const template = forAccept(selected.responseTemplates, context.accept);
  let body = responseBody(context, endpoint, selected.contentHandling);
  if (template) {
    if (typeof body !== "string") {
      throw configurationError("Unable to transform response: a mapping template cannot read a binary body");
    }
    body = renderTemplate(context, template, "response", body);
  }
  const { status, header = {} } = context.variables.responseOverride;
  for (const name in header) addHeader(headers, name, texts(header[name]));
  return { status: overridden(status) ?? selected.status, headers, body };
}

/** Patterns are matched against a function's error message, and against the status code of any other backend. */
function select(context: Context, integration: Integration, endpoint: EndpointResponse): IntegrationResponse {
  const isLambda = integration.target.kind === "lambda";
  const text = isLambda ? errorMessage(endpoint.body) : String(endpoint.status);
  const matching = text === undefined ? undefined : integration.responses.find(({ pattern }) => pattern?.matches(text));
  const selected = matching ?? integration.responses.find(({ pattern }) => pattern === undefined);
  if (!selected) {
    throw configurationError(
      `No match for output mapping and no default output mapping configured. Endpoint Response Status Code: ${endpoint.status}`,
    );
  }
  context.trace?.rule(ruleOf(matching, text, isLambda ? "error message" : "status"), {
    selectionPattern: matching?.pattern?.source ?? "default",
    status: selected.status,
  });
  return selected;
}

function ruleOf(matching: IntegrationResponse | undefined, text: string | undefined, what: string): string {
  if (matching?.pattern) return `selection pattern ${matching.pattern.source} matches ${what} "${text}"`;
  const reason = text === undefined ? "the result is not an error" : `no selection pattern matches ${what} "${text}"`;
  return `default response: ${reason}`;
}

/** `errorMessage` of a failed function's result. */
function errorMessage(body: Buffer | string): string | undefined {
  if (!body.includes("errorMessage") && !body.includes("AccessDenied")) return undefined;
  let result: { errorMessage?: unknown; __type?: unknown };
  try {
    result = JSON.parse(body.toString());
  } catch {
    return undefined;
  }
  if (result?.__type === "AccessDeniedException") throw internalError("Lambda denied access to the function");
  return typeof result?.errorMessage === "string" ? result.errorMessage : undefined;
}

function addHeader(headers: RawHeaders, name: string, value: string | string[]): void {
  if (!setTextHeader(headers, name, value)) throw configurationError(`Invalid value of header ${name}`);
}

/** A status override counts when it is the status code of a final response. */
function overridden(status: unknown): number | undefined {
  const code = typeof status === "string" ? Number(status || Number.NaN) : status;
  return typeof code === "number" && Number.isInteger(code) && code >= 200 && code <= 599 ? code : undefined;
}
