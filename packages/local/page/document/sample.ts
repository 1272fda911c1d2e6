import { Validator } from "@cfworker/json-schema";
import { isRequired, propertiesOf, type Schema } from "./document.ts";

/** Readable values for names that many APIs have; any other name gets the first candidate that its schema accepts. */
const BY_NAME: Record<string, unknown> = {
  name: "Ada Lovelace",
  email: "ada@example.com",
  message: "Can your engine weave algebraical patterns?",
  subject: "Longer hours",
  title: "Longer hours",
  page: "/pricing",
  type: "page-view",
  visitor: "ada",
  user_id: "ada",
  id: "1",
};

/** Candidates for names without a readable value, in this order. */
const CANDIDATES: unknown[] = [
  "text",
  1,
  true,
  "ada@example.com",
  "https://example.com/",
  "2026-01-31T12:00:00Z",
  "2026-01-31",
  "12345",
  "+44 20 7946 0000",
  "US",
  "123e4567-e89b-12d3-a456-426614174000",
];

/**
 * A readable value that a schema accepts. An object has its required properties, or all if the schema requires none. No
 * candidate may match a special pattern: then the value is invalid, and the reader must change it.
 *
 * @param root The schema whose `components` references point into.
 */
export function sampleOf(schema: Schema, name = "", root: Schema = schema): unknown {
  const resolved = resolve(schema, root);
  const given = resolved.example ?? resolved.default ?? (Array.isArray(resolved.enum) ? resolved.enum[0] : undefined);
  if (given !== undefined) {
    return given;
  }
  const properties = Object.entries(propertiesOf(resolved));
  if (resolved.type === "object" || properties.length > 0) {
    const required = properties.filter(([property]) => isRequired(resolved, property));
    const chosen = required.length > 0 ? required : properties.filter(([, property]) => property.maxLength !== 0);
    return Object.fromEntries(chosen.map(([property, inner]) => [property, sampleOf(inner, property, root)]));
  }
  if (resolved.type === "array") {
    return isObject(resolved.items) ? [sampleOf(resolved.items, name, root)] : [];
  }
  const tried = [BY_NAME[name], ...CANDIDATES].filter((value) => value !== undefined);
  return tried.find((value) => accepts({ ...resolved, components: root.components }, value)) ?? "text";
}

/** Whether a schema (draft 4) accepts a value. */
export function accepts(schema: Schema, value: unknown): boolean {
  return new Validator(schema, "4").validate(value).valid;
}

function resolve(schema: Schema, root: Schema): Schema {
  if (typeof schema.$ref !== "string") {
    return schema;
  }
  const path = schema.$ref.replace(/^#\//, "").split("/");
  const found = path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), root);
  return isObject(found) ? found : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
