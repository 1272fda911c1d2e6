import type { JsonSchema, OpenApiDocument, Operation } from "../openapi.ts";
import { gatewayResponses, preflight, withOrigin } from "./cors.ts";
import type { ParsedRoute } from "./routes.ts";

/** A route with its integration's operation. */
export interface DocumentRoute extends ParsedRoute {
  readonly operation: Operation;
  readonly apiKeyRequired: boolean;
}

/** The parts of a document. */
export interface DocumentArgs {
  readonly title: string;
  readonly description: string;
  readonly routes: readonly DocumentRoute[];
  /** Model name to JSON Schema, draft 4. */
  readonly models: Readonly<Record<string, JsonSchema>>;
  /** Origins whose pages may call the API. */
  readonly allowedOrigins: readonly string[];
  /** Media types of binary bodies. Default: none. */
  readonly binaryMediaTypes?: readonly string[];
}

/**
 * The OpenAPI document of the whole API, in the form of `get-export`: every route, a preflight for every path, and the
 * API's models, validator and gateway responses.
 */
export function composeDocument(args: DocumentArgs): OpenApiDocument {
  return {
    openapi: "3.0.1",
    info: { title: args.title, description: args.description, version: "1.0" },
    paths: composePaths(args.routes, args.allowedOrigins),
    components: {
      schemas: args.models,
      ...(args.routes.some((route) => route.apiKeyRequired) && {
        securitySchemes: { api_key: { type: "apiKey", name: "x-api-key", in: "header" } },
      }),
    },
    ...(args.binaryMediaTypes?.length && { "x-amazon-apigateway-binary-media-types": args.binaryMediaTypes }),
    "x-amazon-apigateway-api-key-source": "HEADER",
    "x-amazon-apigateway-request-validator": "full",
    "x-amazon-apigateway-request-validators": {
      full: { validateRequestBody: true, validateRequestParameters: true },
    },
    "x-amazon-apigateway-gateway-responses": gatewayResponses(args.allowedOrigins),
  };
}

function composePaths(routes: readonly DocumentRoute[], origins: readonly string[]): OpenApiDocument["paths"] {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    const operation = withVariables(withOrigin(route.operation, origins), route.variables);
    const secured = route.apiKeyRequired ? { ...operation, security: [{ api_key: [] }] } : operation;
    paths[route.path] = { ...paths[route.path], [operationKey(route.method)]: secured };
  }
  for (const { path, variables } of routes) {
    const methods = routes.filter((route) => route.path === path).map(({ method }) => method);
    const { options = withVariables(preflight(methods, origins), variables), ...others } = paths[path] ?? {};
    paths[path] = { ...others, options };
  }
  return paths;
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

function operationKey(method: string): string {
  return method === "ANY" ? "x-amazon-apigateway-any-method" : method.toLowerCase();
}
