import type { OpenApiDocument, Schema } from "../api/types.ts";

/**
 * The JSON Schema (draft 4) that the gateway validates a route's body with, from the very document it serves.
 * Definitions that it refers to come along. Undefined when the operation has no JSON model.
 */
export function bodySchema(document: OpenApiDocument, method: string, path: string): Schema | undefined {
  const operation = document.paths[path]?.[method.toLowerCase()];
  const schema = operation?.requestBody?.content["application/json"]?.schema;
  if (!schema) {
    return undefined;
  }
  const reference = typeof schema.$ref === "string" ? schema.$ref.replace("#/components/schemas/", "") : undefined;
  const resolved = reference === undefined ? schema : document.components?.schemas?.[reference];
  return resolved && { ...resolved, components: document.components };
}

/** The properties of an object schema, by name. */
export function propertiesOf(schema: Schema): Record<string, Schema> {
  return (schema.properties ?? {}) as Record<string, Schema>;
}

/** Whether an object schema requires a property. */
export function isRequired(schema: Schema, name: string): boolean {
  return Array.isArray(schema.required) && schema.required.includes(name);
}
