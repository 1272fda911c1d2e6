/** A JSON Schema (draft 4), as API Gateway's models are. */
export type Schema = Record<string, unknown>;

/** A parameter of an operation. */
export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: Schema;
  example?: unknown;
}

/** The parts of an operation that the page reads. */
export interface Operation {
  summary?: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema?: Schema }> };
  responses?: Record<string, unknown>;
  security?: Record<string, string[]>[];
  "x-amazon-apigateway-request-validator"?: string;
  "x-amazon-apigateway-integration"?: Integration;
}

/** `x-amazon-apigateway-integration` */
export interface Integration {
  type: string;
  httpMethod?: string;
  uri?: string;
  credentials?: string;
  connectionType?: string;
  passthroughBehavior?: string;
  requestParameters?: Record<string, string>;
  requestTemplates?: Record<string, string>;
  responses?: Record<string, { statusCode: string; responseTemplates?: Record<string, string> }>;
}

/** The parts of the OpenAPI document that the page reads. Anything can be missing: it may be any API's. */
export interface OpenApiDocument {
  info?: { title?: string; description?: string; version?: string };
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema>; securitySchemes?: Record<string, Record<string, unknown>> };
  security?: Record<string, string[]>[];
  "x-amazon-apigateway-request-validator"?: string;
  "x-amazon-apigateway-request-validators"?: Record<
    string,
    { validateRequestBody?: boolean; validateRequestParameters?: boolean }
  >;
}

/** A method and a resource path, as the document and the traces name a route: `POST` and `/contact`. */
export interface RouteKey {
  method: string;
  path: string;
}

/** The operation of a route; of a route that the document does not have, an empty one. */
export function operationOf(document: OpenApiDocument, { method, path }: RouteKey): Operation {
  const key = method === "ANY" ? "x-amazon-apigateway-any-method" : method.toLowerCase();
  return document.paths[path]?.[key] ?? {};
}

/**
 * The JSON Schema that the gateway validates a route's body with. Definitions that it refers to come along.
 * Undefined when the operation has no JSON model.
 */
export function bodySchema(document: OpenApiDocument, route: RouteKey): Schema | undefined {
  const schema = operationOf(document, route).requestBody?.content["application/json"]?.schema;
  if (!schema) {
    return undefined;
  }
  const reference = typeof schema.$ref === "string" ? schema.$ref.replace("#/components/schemas/", "") : undefined;
  const resolved = reference === undefined ? schema : document.components?.schemas?.[reference];
  return resolved && { ...resolved, components: document.components };
}

/** What API Gateway validates of a route's requests: its request validator, or the document's. */
export function validation(document: OpenApiDocument, route: RouteKey): { body: boolean; parameters: boolean } {
  const operation = operationOf(document, route);
  const name =
    operation["x-amazon-apigateway-request-validator"] ?? document["x-amazon-apigateway-request-validator"] ?? "";
  const validator = document["x-amazon-apigateway-request-validators"]?.[name];
  // A path parameter is always there, or the path would be another.
  const required = operation.parameters?.some((parameter) => parameter.required && parameter.in !== "path") ?? false;
  return {
    body: validator?.validateRequestBody === true && operation.requestBody !== undefined,
    parameters: validator?.validateRequestParameters === true && required,
  };
}

/** Whether a Lambda authorizer, a Cognito user pool or IAM decides who may call a route; an API key alone does not. */
export function isAuthorized(document: OpenApiDocument, route: RouteKey): boolean {
  const security = operationOf(document, route).security ?? document.security ?? [];
  const schemes = document.components?.securitySchemes ?? {};
  return security
    .flatMap((requirement) => Object.keys(requirement))
    .some((name) => schemes[name]?.["x-amazon-apigateway-authtype"] !== undefined);
}

/** The properties of an object schema, by name. */
export function propertiesOf(schema: Schema): Record<string, Schema> {
  return isSchemas(schema.properties) ? schema.properties : {};
}

/** Whether an object schema requires a property. */
export function isRequired(schema: Schema, name: string): boolean {
  return Array.isArray(schema.required) && schema.required.includes(name);
}

function isSchemas(value: unknown): value is Record<string, Schema> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
