import type { GatewayResponse, IntegrationResponse, Operation } from "../openapi.ts";
import { libraryTemplate, readTemplate, setLines } from "../templates/templates.ts";

const ALLOW_ORIGIN = "Access-Control-Allow-Origin";
const ALL_METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/**
 * The `OPTIONS` operation that answers a browser's preflight for one path.
 *
 * @param methods The path's methods; `ANY` stands for all.
 * @param origins The origins that may call the API.
 */
export function preflight(methods: readonly string[], origins: readonly string[]): Operation {
  const allowed = methods.includes("ANY") ? ALL_METHODS : [...methods, "OPTIONS"].sort();
  const headers = {
    "Access-Control-Allow-Methods": allowed.join(","),
    "Access-Control-Allow-Headers": "Content-Type,X-Api-Key",
    "Access-Control-Max-Age": "3600",
  };
  return withOrigin(
    {
      summary: "CORS preflight",
      responses: { "204": { description: "No content", headers: declared(Object.keys(headers)) } },
      "x-amazon-apigateway-integration": {
        type: "mock",
        passthroughBehavior: "never",
        requestTemplates: { "application/json": readTemplate(libraryTemplate("preflight.vtl")) },
        responses: {
          default: {
            statusCode: "204",
            responseParameters: Object.fromEntries(
              Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, `'${value}'`]),
            ),
            responseTemplates: { "application/json": "" },
          },
        },
      },
    },
    origins,
  );
}

/**
 * The operation with an `Access-Control-Allow-Origin` header on each of its responses. A proxy integration is returned
 * unchanged: API Gateway passes its responses through, so the backend must send the header.
 *
 * A single origin is a constant. The header can name only one of several origins, so a few lines before each response
 * template choose it.
 */
export function withOrigin(operation: Operation, origins: readonly string[]): Operation {
  const integration = operation["x-amazon-apigateway-integration"];
  if (integration.type === "aws_proxy" || integration.type === "http_proxy") return operation;
  const [origin, ...others] = origins;
  const allow = origin !== undefined && others.length === 0 ? constantOrigin(origin) : chosenOrigin(origins);
  return {
    ...operation,
    responses: mapValues(operation.responses, (response) => ({
      ...response,
      headers: { ...response.headers, ...declared([ALLOW_ORIGIN]) },
    })),
    "x-amazon-apigateway-integration": { ...integration, responses: mapValues(integration.responses ?? {}, allow) },
  };
}

/**
 * The CORS header of the responses that API Gateway makes itself; without it a page could not read why it was refused.
 * The templates of these responses run no VTL, so they cannot choose among several origins. Any page may then read the
 * messages, which hold nothing but the reason.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
 */
export function gatewayResponses(origins: readonly string[]): Record<string, GatewayResponse> {
  const response = {
    responseParameters: { [`gatewayresponse.header.${ALLOW_ORIGIN}`]: `'${origins.length === 1 ? origins[0] : "*"}'` },
    responseTemplates: { "application/json": '{"message":$context.error.messageString}' },
  };
  return { DEFAULT_4XX: response, DEFAULT_5XX: response };
}

function constantOrigin(origin: string): (response: IntegrationResponse) => IntegrationResponse {
  return (response) => ({
    ...response,
    responseParameters: { ...response.responseParameters, [`method.response.header.${ALLOW_ORIGIN}`]: `'${origin}'` },
  });
}

function chosenOrigin(origins: readonly string[]): (response: IntegrationResponse) => IntegrationResponse {
  const choose = setLines({ allowedOrigins: origins }) + readTemplate(libraryTemplate("allow-origin.vtl"));
  // No template can read a binary body. Any page may read it then that has what the route asks for, such as an API key.
  const anyOrigin = constantOrigin("*");
  return (response) =>
    response.contentHandling === "CONVERT_TO_BINARY"
      ? anyOrigin(response)
      : {
          ...response,
          responseTemplates: mapValues(
            response.responseTemplates ?? { "application/json": "$input.body" },
            (template) => `${choose}\n${template}`,
          ),
        };
}

function declared(names: readonly string[]): Record<string, { schema: { type: string } }> {
  return Object.fromEntries(names.map((name) => [name, { schema: { type: "string" } }]));
}

function mapValues<T, U>(values: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
