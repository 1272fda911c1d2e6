import { gatewayResponses, preflight, withOrigin } from "./cors.ts";
import type { JsonSchema, OpenApiDocument, Operation } from "./openapi.ts";
import type { ParsedRoute } from "./routes.ts";

/** A route with what its integration contributes. */
export interface DocumentRoute extends ParsedRoute {
  readonly operation: Operation;
  readonly apiKeyRequired: boolean;
}

/** What a document is composed of. */
export interface DocumentArgs {
  readonly title: string;
  readonly description: string;
  readonly routes: readonly DocumentRoute[];
  /** Model name to JSON Schema, draft 4. */
  readonly models: Readonly<Record<string, JsonSchema>>;
  /** Origins whose pages may call the API. */
  readonly allowedOrigins: readonly string[];
}

/**
 * The OpenAPI document of the whole API, as `get-export` would write it: every route, a preflight for every path, and the
 * API's models, validator and gateway responses.
 *
 * @throws Error when a route names a model that is not among `models`.
 */
export function composeDocument(args: DocumentArgs): OpenApiDocument {
  for (const route of args.routes) checkModels(route, args.models);
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
    paths[route.path] = {
      ...paths[route.path],
      [operationKey(route.method)]: withOrigin(composeOperation(route), origins),
    };
  }
  for (const [path, item] of Object.entries(paths)) {
    const { method: _, ...first } = routes.find((route) => route.path === path) as DocumentRoute;
    const methods = routes.filter((route) => route.path === path).map((route) => route.method);
    const options = { ...first, operation: preflight(methods, origins), apiKeyRequired: false, method: "OPTIONS" };
    item.options ??= composeOperation(options);
  }
  return paths;
}

function composeOperation(route: DocumentRoute): Operation {
  const variables = route.variables.map((name) => ({
    name,
    in: "path" as const,
    required: true,
    schema: { type: "string" },
  }));
  const parameters = [...variables, ...(route.operation.parameters ?? [])];
  return {
    ...route.operation,
    ...(parameters.length > 0 && { parameters }),
    ...(route.apiKeyRequired && { security: [{ api_key: [] }] }),
  };
}

function operationKey(method: string): string {
  return method === "ANY" ? "x-amazon-apigateway-any-method" : method.toLowerCase();
}

function checkModels({ key, operation }: DocumentRoute, models: DocumentArgs["models"]): void {
  for (const { schema } of Object.values(operation.requestBody?.content ?? {})) {
    const name = String(schema.$ref ?? "").replace("#/components/schemas/", "");
    if (name !== "" && !(name in models)) {
      throw new Error(
        `routes["${key}"]: there is no model "${name}", only ${Object.keys(models).join(", ") || "none"}`,
      );
    }
  }
}
