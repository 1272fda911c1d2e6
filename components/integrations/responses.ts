import type { IntegrationResponse, MethodResponse, Operation } from "../openapi.ts";
import { jsonTemplate } from "../templates/templates.ts";

/** The headers that a method response declares, each a text. */
export function declaredHeaders(names: readonly string[]): NonNullable<MethodResponse["headers"]> {
  return Object.fromEntries(names.map((name) => [name, { schema: { type: "string" } }]));
}

/** The response parameters of an integration response that give headers constant values, which may not have a `'`. */
export function constantHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, `'${value}'`]),
  );
}

/** The `requestBody` of an operation whose JSON body must match the model of that name. */
export function jsonBody(model: string): Operation["requestBody"] {
  return { required: true, content: { "application/json": { schema: { $ref: `#/components/schemas/${model}` } } } };
}

/** An integration response whose JSON body a mapping template makes. */
export function jsonResponse(statusCode: string, template: string): IntegrationResponse {
  return { statusCode, responseTemplates: { "application/json": template } };
}

/** An integration response that says in our words what went wrong, so that it shows nothing of the backend's own answer. */
export function errorResponse(statusCode: string, message: string): IntegrationResponse {
  return jsonResponse(statusCode, jsonTemplate({ message }));
}
