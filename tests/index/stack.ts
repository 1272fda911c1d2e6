import { render } from "local-api-gateway/vtl";
import { type Program, runProgram } from "pulumi-localhost/program";
import type { IntegrationExtension, JsonSchema, OpenApiDocument, Operation } from "../../components/openapi.ts";
import { templateRequest } from "../../components/testing/requests.ts";

export { operationsOf as operations } from "../../components/testing/document.ts";

let running: Promise<Program> | undefined;

/** The whole stack with the settings of localhost, run once without a cloud for all tests. */
export function devStack(): Promise<Program> {
  running ??= runProgram({ stack: "local" });
  return running;
}

/** How an operation reaches its backend. */
export function integrationOf(operation: Operation): IntegrationExtension {
  return operation["x-amazon-apigateway-integration"];
}

/** The AWS service, or else the scheme, of an integration's `uri`. */
export function service(uri: string): string {
  return /^arn:aws:apigateway:[^:]+:([a-z0-9]+):/.exec(uri)?.[1] ?? uri.replace(/:.*$/, "");
}

/** The model that an operation's body must match, if it names one. */
export function modelOf(document: OpenApiDocument, { requestBody }: Operation): JsonSchema | undefined {
  const reference = requestBody?.content["application/json"]?.schema.$ref;
  return document.components?.schemas?.[String(reference).replace("#/components/schemas/", "")];
}

/** A body with every property of the model, each with that text where the model lets it be any. */
export function bodyOf(model: JsonSchema | undefined, text: string): Record<string, unknown> {
  const properties = Object.entries((model?.properties ?? {}) as Record<string, { enum?: unknown[] }>);
  return Object.fromEntries(properties.map(([name, schema]) => [name, schema.enum?.[0] ?? text]));
}

/** A JSON value with each text, number or null replaced by its type. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapeOf(item)]));
}

/** What a request template makes of a body and path variables. */
export function renderRequest(source: string, body: string, pathParameters: Record<string, string>): string {
  return render(source, templateRequest({ body, pathParameters })).body;
}
