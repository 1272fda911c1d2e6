import type { JsonSchema, OpenApiDocument, Operation, Parameter, PolicyDocument, SecurityScheme } from "../openapi.ts";
import { type Cors, gatewayResponses, hasSeveral, preflight, withCors } from "./cors.ts";
import type { RouteArgs } from "./route-args.ts";
import type { ParsedRoute } from "./routes.ts";

/** A route with its integration's operation. */
export interface DocumentRoute extends ParsedRoute, Pick<RouteArgs, "authorizationScopes" | "requestValidator"> {
  readonly operation: Operation;
  readonly apiKeyRequired: boolean;
  /** Name of the security scheme of the route's authorization. */
  readonly scheme?: string;
  /** Whether the stage's cache stores the responses, and by which parameters it tells them apart. */
  readonly cache?: { readonly keyParameters?: readonly string[] };
}

/** The parts of a document. */
export interface DocumentArgs {
  readonly title: string;
  readonly description: string;
  readonly routes: readonly DocumentRoute[];
  /** Model name to JSON Schema, draft 4. */
  readonly models: Readonly<Record<string, JsonSchema>>;
  readonly cors: Cors | false;
  /** Authorizers, by the names that routes have as `scheme`. */
  readonly authorizers?: Readonly<Record<string, SecurityScheme>>;
  readonly policy?: PolicyDocument;
  readonly binaryMediaTypes?: readonly string[];
  /** Bytes. */
  readonly minimumCompressionSize?: number;
  readonly disableExecuteApiEndpoint?: boolean;
  readonly vpcEndpointIds?: readonly string[];
}

/**
 * The scheme of signed requests.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authtype.html
 */
export const IAM_SCHEME = "sigv4";

const KEY_SCHEME = "api_key";

const VALIDATORS = {
  full: { validateRequestBody: true, validateRequestParameters: true },
  body: { validateRequestBody: true, validateRequestParameters: false },
  parameters: { validateRequestBody: false, validateRequestParameters: true },
  none: { validateRequestBody: false, validateRequestParameters: false },
};

/**
 * The OpenAPI document of the whole API, in the form of `get-export`: every route, a preflight for every path, and the
 * API's models, validators, authorizers, policy and gateway responses.
 */
export function composeDocument(args: DocumentArgs): OpenApiDocument {
  const { title, description, routes, models, cors, policy, binaryMediaTypes = [], minimumCompressionSize } = args;
  const { disableExecuteApiEndpoint, vpcEndpointIds } = args;
  const used = new Set(["full" as const, ...routes.flatMap(({ requestValidator }) => requestValidator ?? [])]);
  const schemes = securitySchemes(args);
  return {
    openapi: "3.0.1",
    info: { title, description, version: "1.0" },
    ...((disableExecuteApiEndpoint || vpcEndpointIds) && {
      servers: [
        { url: "/", "x-amazon-apigateway-endpoint-configuration": { disableExecuteApiEndpoint, vpcEndpointIds } },
      ],
    }),
    paths: composePaths(routes, cors),
    components: {
      schemas: models,
      ...(Object.keys(schemes).length > 0 && { securitySchemes: schemes }),
    },
    "x-amazon-apigateway-api-key-source": "HEADER",
    ...(binaryMediaTypes.length > 0 && { "x-amazon-apigateway-binary-media-types": binaryMediaTypes }),
    ...(minimumCompressionSize !== undefined && {
      "x-amazon-apigateway-minimum-compression-size": minimumCompressionSize,
    }),
    ...(policy && { "x-amazon-apigateway-policy": policy }),
    "x-amazon-apigateway-request-validator": "full",
    "x-amazon-apigateway-request-validators": Object.fromEntries([...used].map((name) => [name, VALIDATORS[name]])),
    ...(cors && { "x-amazon-apigateway-gateway-responses": gatewayResponses(cors) }),
  };
}

function securitySchemes({ routes, authorizers }: DocumentArgs): Record<string, SecurityScheme> {
  return {
    ...(routes.some((route) => route.apiKeyRequired) && {
      [KEY_SCHEME]: { type: "apiKey", name: "x-api-key", in: "header" },
    }),
    ...(routes.some((route) => route.scheme === IAM_SCHEME) && {
      [IAM_SCHEME]: {
        type: "apiKey",
        name: "Authorization",
        in: "header",
        "x-amazon-apigateway-authtype": "awsSigv4",
      },
    }),
    ...authorizers,
  };
}

function composePaths(routes: readonly DocumentRoute[], cors: Cors | false): OpenApiDocument["paths"] {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [operationKey(route.method)]: composeOperation(route, cors) };
  }
  if (!cors) return paths;
  for (const { path, variables } of routes) {
    const methods = routes.filter((route) => route.path === path).map(({ method }) => method);
    const { options = withVariables(preflight(methods, cors), variables), ...others } = paths[path] ?? {};
    paths[path] = { ...others, options };
  }
  return paths;
}

function composeOperation(route: DocumentRoute, cors: Cors | false): Operation {
  const operation = withVariables(cors ? withCors(route.operation, cors) : route.operation, route.variables);
  const security = securityOf(route);
  return {
    ...(route.cache ? withCacheKey(operation, cacheKey(operation, route.cache, cors)) : operation),
    ...(security.length > 0 && { security }),
    ...(route.requestValidator && { "x-amazon-apigateway-request-validator": route.requestValidator }),
  };
}

/**
 * API Gateway asks for all of the list, where OpenAPI would take any: AWS's own SAM writes a key beside an authorizer
 * like this.
 */
function securityOf({ scheme, authorizationScopes = [], apiKeyRequired }: DocumentRoute) {
  return [
    ...(scheme === undefined ? [] : [{ [scheme]: authorizationScopes }]),
    ...(apiKeyRequired ? [{ [KEY_SCHEME]: [] }] : []),
  ];
}

/** The operation with the path's variables among its parameters; every operation of a path must declare them. */
function withVariables(operation: Operation, variables: readonly string[]): Operation {
  if (variables.length === 0) return operation;
  const declared = variables.map((name) => ({
    name,
    in: "path" as const,
    required: true,
    schema: { type: "string" },
  }));
  return { ...operation, parameters: [...declared, ...(operation.parameters ?? [])] };
}

/** Places of parameters in mapping expressions, by their places in OpenAPI. */
const PLACES = { path: "path", query: "querystring", header: "header" } as const;

function cacheKey(
  operation: Operation,
  { keyParameters }: { readonly keyParameters?: readonly string[] },
  cors: Cors | false,
) {
  const declared = (operation.parameters ?? []).map(({ name, in: place }) => `method.request.${PLACES[place]}.${name}`);
  // The response names the origin of whoever asked first.
  const origin = cors && hasSeveral(cors) ? ["method.request.header.Origin"] : [];
  return [...new Set([...(keyParameters ?? declared), ...origin])];
}

/**
 * The operation with its cache key. A parameter of the key must be one of the method's:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
 */
function withCacheKey(operation: Operation, cacheKeyParameters: readonly string[]): Operation {
  const { parameters = [], "x-amazon-apigateway-integration": integration } = operation;
  const missing = cacheKeyParameters.flatMap((expression): Parameter[] => {
    const [, place, name = ""] = /^method\.request\.([a-z]+)\.(.+)$/.exec(expression) ?? [];
    const where = place === "querystring" ? "query" : "header";
    const isDeclared = place === "path" || parameters.some((each) => each.name === name && each.in === where);
    return isDeclared ? [] : [{ name, in: where, schema: { type: "string" } }];
  });
  return {
    ...operation,
    ...(parameters.length + missing.length > 0 && { parameters: [...parameters, ...missing] }),
    "x-amazon-apigateway-integration": { ...integration, cacheKeyParameters },
  };
}

function operationKey(method: string): string {
  return method === "ANY" ? "x-amazon-apigateway-any-method" : method.toLowerCase();
}
