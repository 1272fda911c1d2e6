import type { Integration, Method, Template } from "../api.ts";
import { httpRequest } from "../integrations/http.ts";
import { lambdaRequest } from "../integrations/lambda.ts";
import { proxyEvent } from "../integrations/lambda-proxy.ts";
import { serviceRequest } from "../integrations/service.ts";
import { requestBody, textOf } from "../mapping/content-handling.ts";
import { type MappedParameters, mapRequestParameters, withOverrides } from "../mapping/mapped-parameters.ts";
import { renderTemplate } from "../mapping/template.ts";
import type { Context } from "../request/context.ts";
import { forContentType } from "../request/media-types.ts";
import type { EndpointRequest } from "../request/messages.ts";
import { configurationError, GatewayError } from "./gateway-error.ts";

/**
 * Makes the request to the backend: maps parameters and renders the mapping template, except for a proxy integration, whose body
 * goes on as it is.
 *
 * @throws GatewayError 415 when there is no template for the body's content type, 400 or 500 when mapping fails
 */
export function integrationRequest(context: Context): void {
  const { integration } = context.method as Method;
  const { parameters, body } = mapRequest(context, integration);
  context.endpointRequest = endpointRequest(context, integration, parameters, body);
}

/** The request that an integration sends, from what the mappings made of the client's. */
function endpointRequest(
  context: Context,
  integration: Integration,
  parameters: MappedParameters,
  body: Buffer | string,
): EndpointRequest {
  const { target } = integration;
  switch (target.kind) {
    case "mock":
      return { method: "", uri: "", headers: [], body };
    case "http":
      return httpRequest(context, integration, target, parameters, body);
    case "lambda":
      return integration.type === "aws_proxy"
        ? lambdaRequest(context, integration, target, {}, proxyEvent(context))
        : lambdaRequest(context, integration, target, parameters.header, body);
    case "service":
      return serviceRequest(context, integration, target, parameters, body);
  }
}

function mapRequest(
  context: Context,
  integration: Integration,
): { parameters: MappedParameters; body: Buffer | string } {
  const mapped = mapRequestParameters(context, integration);
  if (integration.type === "aws_proxy" || integration.type === "http_proxy") {
    context.trace?.rule("proxy: the request goes on as it is", mappedDetail(integration, mapped));
    checkHeaders(integration, mapped);
    const binary = integration.type === "aws_proxy" || context.api.binaryMediaTypes(context.contentType);
    return { parameters: mapped, body: binary ? context.body : textOf(context.body) };
  }
  const template = chooseTemplate(context, integration);
  const converted = requestBody(context, integration.contentHandling);
  if (!template) {
    context.trace?.rule(
      `no template for ${contentTypeOf(context)}: the body passes through`,
      mappedDetail(integration, mapped),
    );
    checkHeaders(integration, mapped);
    return { parameters: mapped, body: converted };
  }
  if (typeof converted !== "string") {
    throw configurationError("Unable to transform request: a mapping template cannot read a binary body");
  }
  const body = renderTemplate(context, template, "request", converted);
  const parameters = withOverrides(mapped, context.variables.requestOverride);
  context.trace?.rule(`template for ${template.contentType}`, mappedDetail(integration, parameters));
  checkHeaders(integration, parameters);
  return { parameters, body };
}

const contentTypeOf = (context: Context) => context.contentType ?? "application/json";

/**
 * The template for the request's content type. Without one, `passthroughBehavior` decides.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html
 */
function chooseTemplate(
  context: Context,
  { requestTemplates, passthroughBehavior }: Integration,
): Template | undefined {
  const template = forContentType(requestTemplates, context.contentType);
  if (template || passthroughBehavior === "when_no_match") return template;
  if (passthroughBehavior === "when_no_templates" && requestTemplates.size === 0) return undefined;
  const reason = `no template for ${contentTypeOf(context)}, and passthroughBehavior is ${passthroughBehavior}`;
  throw new GatewayError("UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type", { reason });
}

/** Headers that a mapping may not set, for any integration and for those with AWS services. */
const RESERVED = new Set(["content-length", "transfer-encoding", "x-amzn-trace-id", "x-amzn-apigateway-api-id"]);
const RESERVED_FOR_AWS = new Set([...RESERVED, "authorization", "connection", "expect", "proxy-authenticate", "te"]);

function checkHeaders({ type }: Integration, { header }: MappedParameters): void {
  const names = type === "aws" || type === "aws_proxy" ? RESERVED_FOR_AWS : RESERVED;
  for (const name in header) {
    if (names.has(name.toLowerCase())) throw configurationError(`${name} header already present`);
  }
}

function mappedDetail({ requestParameters }: Integration, mapped: MappedParameters): Record<string, unknown> {
  if (requestParameters.length === 0) return {};
  const sources = requestParameters.map(({ in: where, name, source }) => [
    `integration.request.${where}.${name}`,
    source,
  ]);
  return { requestParameters: Object.fromEntries(sources), mapped };
}
