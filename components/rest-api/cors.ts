import { checkWholeNumber, refuse } from "../arguments.ts";
import { constantHeaders, declaredHeaders } from "../integrations/responses.ts";
import type { GatewayResponse, IntegrationResponse, Operation } from "../openapi.ts";
import { libraryTemplate, readTemplate, setLines } from "../templates/templates.ts";
import { ALL_METHODS } from "./routes.ts";

/** Which pages of other origins may call the API from a browser. */
export interface Cors {
  /** Origins, such as `https://www.example.com`, whose pages may call the API; `["*"]` for all. */
  readonly allowedOrigins: readonly string[];
  /** Headers that a page may send. Default: those that API Gateway's own authorizations and JSON need. */
  readonly allowedHeaders?: readonly string[];
  /** Headers of a response that a page may read, besides those that any page may. Default: none. */
  readonly exposedHeaders?: readonly string[];
  /** Whether a page may send cookies. Default false. */
  readonly allowCredentials?: boolean;
  /** Seconds for which a browser keeps a preflight's answer. Default 3,600. */
  readonly maxAge?: number;
}

/** What API Gateway's console allows where it enables CORS. */
const DEFAULT_HEADERS = ["Content-Type", "X-Amz-Date", "Authorization", "X-Api-Key", "X-Amz-Security-Token"];

const ALLOW_ORIGIN = "Access-Control-Allow-Origin";
const ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials";
const EXPOSE_HEADERS = "Access-Control-Expose-Headers";

/** @throws ArgumentError that names the argument. */
export function checkCors({
  allowedOrigins,
  allowedHeaders = [],
  exposedHeaders = [],
  allowCredentials,
  maxAge,
}: Cors): void {
  if (allowedOrigins.length === 0) refuse("cors.allowedOrigins", "expected at least one origin, got none");
  const bad = allowedOrigins.find(
    (origin) => origin !== "*" && !/^[a-z][a-z0-9+.-]*:\/\/[A-Za-z0-9.-]+(:\d+)?$/.test(origin),
  );
  if (bad !== undefined) {
    refuse("cors.allowedOrigins", `expected origins such as "https://www.example.com", got "${bad}"`);
  }
  if (allowedOrigins.includes("*") && (allowedOrigins.length > 1 || allowCredentials)) {
    refuse(
      "cors.allowedOrigins",
      `expected named origins beside ${allowCredentials ? "allowCredentials" : "others"}, got "*"`,
    );
  }
  for (const [argument, headers] of Object.entries({ allowedHeaders, exposedHeaders })) {
    const wrong = headers.find((header) => !/^[A-Za-z0-9-]+$/.test(header));
    if (wrong !== undefined) refuse(`cors.${argument}`, `expected names of headers, got "${wrong}"`);
  }
  if (maxAge !== undefined) checkWholeNumber("cors.maxAge", maxAge, 0, 86_400);
}

/**
 * The `OPTIONS` operation that answers a browser's preflight for one path.
 *
 * @param methods The path's methods; `ANY` stands for all.
 */
export function preflight(methods: readonly string[], cors: Cors): Operation {
  const { allowedHeaders = DEFAULT_HEADERS, maxAge = 3600 } = cors;
  const allowed = methods.includes("ANY") ? ALL_METHODS : [...methods, "OPTIONS"].sort();
  const headers = {
    "Access-Control-Allow-Methods": allowed.join(","),
    "Access-Control-Allow-Headers": allowedHeaders.join(","),
    "Access-Control-Max-Age": String(maxAge),
  };
  return withCors(
    {
      summary: "CORS preflight",
      responses: { "204": { description: "No content", headers: declaredHeaders(Object.keys(headers)) } },
      "x-amazon-apigateway-integration": {
        type: "mock",
        passthroughBehavior: "never",
        requestTemplates: { "application/json": readTemplate(libraryTemplate("preflight.vtl")) },
        responses: {
          default: {
            statusCode: "204",
            responseParameters: constantHeaders(headers),
            responseTemplates: { "application/json": "" },
          },
        },
      },
    },
    cors,
  );
}

/**
 * The operation with the CORS headers of an actual request, `Access-Control-Allow-Origin` above all, on each of its
 * responses. A proxy integration is returned unchanged: API Gateway passes its responses through, so the backend must
 * send the header.
 *
 * A single origin is a constant. The header can name only one of several origins, so a few lines before each response
 * template choose it.
 */
export function withCors(operation: Operation, cors: Cors): Operation {
  const integration = operation["x-amazon-apigateway-integration"];
  if (integration.type === "aws_proxy" || integration.type === "http_proxy") return operation;
  const constants = sameForAll(cors);
  const names = [ALLOW_ORIGIN, ...Object.keys(constants).filter((name) => name !== ALLOW_ORIGIN)];
  const choose = hasSeveral(cors) ? originChooser(cors.allowedOrigins) : undefined;
  return {
    ...operation,
    responses: mapValues(operation.responses, (response) => ({
      ...response,
      headers: { ...response.headers, ...declaredHeaders(names) },
    })),
    "x-amazon-apigateway-integration": {
      ...integration,
      responses: mapValues(integration.responses ?? {}, (response) => withHeaders(response, constants, choose)),
    },
  };
}

/** Whether a response depends on who asks: a header can name one origin only. */
export function hasSeveral({ allowedOrigins }: Cors): boolean {
  return allowedOrigins.length > 1;
}

/**
 * The CORS header of the responses that API Gateway makes itself; without it a page could not read why it was refused.
 * The templates of these responses run no VTL, so they cannot choose among several origins. Any page may then read the
 * messages, which hold nothing but the reason.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
 */
export function gatewayResponses({ allowedOrigins }: Cors): Record<string, GatewayResponse> {
  const [origin, ...others] = allowedOrigins;
  const response = {
    responseParameters: { [`gatewayresponse.header.${ALLOW_ORIGIN}`]: `'${others.length === 0 ? origin : "*"}'` },
    responseTemplates: { "application/json": '{"message":$context.error.messageString}' },
  };
  return { DEFAULT_4XX: response, DEFAULT_5XX: response };
}

/** The headers that are the same for every caller. */
function sameForAll(cors: Cors): Record<string, string> {
  const { allowedOrigins, exposedHeaders = [], allowCredentials } = cors;
  return {
    ...(!hasSeveral(cors) && { [ALLOW_ORIGIN]: allowedOrigins[0] ?? "" }),
    ...(allowCredentials && { [ALLOW_CREDENTIALS]: "true" }),
    ...(exposedHeaders.length > 0 && { [EXPOSE_HEADERS]: exposedHeaders.join(",") }),
  };
}

/** Lines of VTL that choose the header's origin. */
function originChooser(origins: readonly string[]): string {
  return setLines({ allowedOrigins: origins }) + readTemplate(libraryTemplate("allow-origin.vtl"));
}

function withHeaders(
  response: IntegrationResponse,
  constants: Readonly<Record<string, string>>,
  choose: string | undefined,
): IntegrationResponse {
  if (choose === undefined) return withConstants(response, constants);
  // No template can read a binary body. Any page may read it then that has what the route asks for, such as an API key.
  if (response.contentHandling === "CONVERT_TO_BINARY") {
    return withConstants(response, { [ALLOW_ORIGIN]: "*", ...constants });
  }
  const templates = response.responseTemplates ?? { "application/json": "$input.body" };
  return {
    ...withConstants(response, constants),
    responseTemplates: mapValues(templates, (template) => `${choose}\n${template}`),
  };
}

function withConstants(
  response: IntegrationResponse,
  constants: Readonly<Record<string, string>>,
): IntegrationResponse {
  if (Object.keys(constants).length === 0) return response;
  return { ...response, responseParameters: { ...response.responseParameters, ...constantHeaders(constants) } };
}

function mapValues<T, U>(values: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
