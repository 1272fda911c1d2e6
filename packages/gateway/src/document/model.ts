import { isObject, type Json } from "./json.ts";
import { parseIssue, type Warn } from "./warnings.ts";

/** What a keyword's value must be; `schema`, `schemas` (a list) and `named` (an object of schemas) hold further schemas. */
type Kind =
  | "string"
  | "number"
  | "boolean"
  | "array"
  | "object"
  | "any"
  | "schema"
  | "schemas"
  | "named"
  | "open"
  | "items";

/** Keywords of JSON Schema draft 4 that a model keeps. */
const KEYWORDS: Readonly<Record<string, Kind>> = {
  $ref: "string",
  title: "string",
  description: "string",
  default: "any",
  multipleOf: "number",
  maximum: "number",
  exclusiveMaximum: "boolean",
  minimum: "number",
  exclusiveMinimum: "boolean",
  maxLength: "number",
  minLength: "number",
  pattern: "string",
  additionalItems: "open",
  items: "items",
  maxItems: "number",
  minItems: "number",
  uniqueItems: "boolean",
  maxProperties: "number",
  minProperties: "number",
  required: "array",
  additionalProperties: "open",
  definitions: "named",
  properties: "named",
  patternProperties: "named",
  dependencies: "object",
  enum: "array",
  type: "string",
  format: "string",
  allOf: "schemas",
  anyOf: "schemas",
  oneOf: "schemas",
  not: "schema",
};

/** Keywords that an import takes without a word and a model does not have: OpenAPI's own, and a schema's version and name. */
const DROPPED_KEYWORDS = new Set([
  "$schema",
  "id",
  "deprecated",
  "discriminator",
  "example",
  "externalDocs",
  "nullable",
  "readOnly",
  "writeOnly",
  "xml",
]);

/**
 * The model that an import makes of a schema: JSON Schema draft 4. Keywords that draft 4 lacks (`const`, `contains`,
 * `propertyNames`, `if`) and values of a wrong type (a list of types, `null` in the place of a schema) are left out with a
 * warning, and are not enforced.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
export function importSchema(schema: unknown, place: string, warn: Warn): Json {
  if (!isObject(schema)) {
    warn(parseIssue(place, "is not of type `object`"));
    return {};
  }
  const model: Json = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword.startsWith("x-") || DROPPED_KEYWORDS.has(keyword)) continue;
    const at = `${place}.${keyword}`;
    const kind = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
    if (kind === undefined) warn(parseIssue(at, "is unexpected"));
    else {
      const kept = importKeyword(kind, value, at, warn);
      if (kept !== undefined) model[keyword] = kept;
    }
  }
  // Draft 4 has them beside their limit only.
  if (model.minimum === undefined) delete model.exclusiveMinimum;
  if (model.maximum === undefined) delete model.exclusiveMaximum;
  return model;
}

function importKeyword(kind: Kind, value: unknown, place: string, warn: Warn): unknown {
  const wrong = (type: string) => {
    warn(parseIssue(place, `is not of type \`${type}\``));
    return undefined;
  };
  switch (kind) {
    case "any":
      return value;
    case "string":
    case "boolean":
      if (kind === "boolean" && (value === "true" || value === "false")) return value === "true";
      return typeof value === kind ? value : wrong(kind);
    case "number":
      if (typeof value === "string" && value.trim() !== "" && !Number.isNaN(Number(value))) return Number(value);
      return typeof value === "number" ? value : wrong(kind);
    case "array":
      return Array.isArray(value) ? (value.length === 0 ? undefined : [...new Set(value)]) : wrong(kind);
    case "object":
      return isObject(value) ? value : wrong(kind);
    case "open":
      return typeof value === "boolean" ? value : importKeyword("schema", value, place, warn);
    case "items":
      return importKeyword(Array.isArray(value) ? "schemas" : "schema", value, place, warn);
    case "schema":
      return isObject(value) ? importSchema(value, place, warn) : wrong("object");
    case "schemas":
      return importSchemas(value, place, warn) ?? wrong("array");
    case "named":
      return isObject(value) ? importNamed(value, place, warn) : wrong("object");
  }
}

/** Schemas of a list: what is not an object, such as the `null` of an exported `oneOf`, is left out. */
function importSchemas(value: unknown, place: string, warn: Warn): Json[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const schemas = value.flatMap((each, i) => importKeyword("schema", each, `${place}[${i}]`, warn) ?? []) as Json[];
  return schemas.length > 0 ? schemas : undefined;
}

function importNamed(value: Json, place: string, warn: Warn): Json {
  const entries = Object.entries(value).map(([name, each]) => [
    name,
    importKeyword("schema", each, `${place}.${name}`, warn),
  ]);
  return Object.fromEntries(entries.filter(([, each]) => each !== undefined));
}
