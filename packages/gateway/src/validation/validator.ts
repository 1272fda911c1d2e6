import Ajv, { type ErrorObject } from "ajv-draft-04";
import addFormats from "ajv-formats";
import { validationMessage } from "./validation-message.ts";

/** Checks a body against a model: its faults in words, none when it is valid. */
export type BodyValidator = (body: Buffer) => string[];

/** Formats that API Gateway's validator knows; others are not checked. */
const formats = ["date-time", "email", "hostname", "ipv4", "ipv6", "regex", "uri", "uuid"] as const;

/**
 * Makes validators of the document's models, which are JSON Schema draft 4 and may refer to each other.
 * An empty body counts as `{}`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
 *
 * @param schemas models by name, whose references are `#/components/schemas/{name}`
 * @returns a function that compiles a schema; it throws an Error for one that is not valid
 */
export function bodyValidators(schemas: Record<string, unknown>): (schema: object) => BodyValidator {
  const ajv = new Ajv.default({
    allErrors: true,
    strict: false,
    verbose: true,
    unicodeRegExp: false,
    logger: false,
    messages: false,
  });
  addFormats.default(ajv, [...formats]);
  const root = "document";
  ajv.addSchema({ components: { schemas } }, root, false, false);
  return (schema) => {
    const validate = ajv.compile(absolute(schema, root) as object);
    return (body) => {
      let instance: unknown;
      try {
        instance = JSON.parse(body.length === 0 ? "{}" : body.toString());
      } catch {
        return ["Unable to parse the request body as JSON"];
      }
      return validate(instance) ? [] : messages(validate.errors ?? []);
    };
  };
}

/** References of a schema that is compiled on its own, made to point into the document. */
function absolute(node: unknown, root: string): unknown {
  if (Array.isArray(node)) return node.map((each) => absolute(each, root));
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).map(([key, value]) => {
    const isReference = key === "$ref" && typeof value === "string" && value.startsWith("#/");
    return [key, isReference ? `${root}${value}` : absolute(value, root)];
  });
  return Object.fromEntries(entries);
}

/** Keywords whose schemas' own faults Java's validator does not list beside that of the keyword. */
const combining = new Set(["allOf", "anyOf", "oneOf"]);

/** Faults of the same keyword at the same place are one message, as Java's validator has them. */
function messages(errors: readonly ErrorObject[]): string[] {
  const grouped = new Map<string, ErrorObject[]>();
  for (const error of errors) {
    if (combining.has(error.keyword)) removeParts(grouped, error);
    const key = `${error.instancePath}\n${error.schemaPath}`;
    grouped.set(key, [...(grouped.get(key) ?? []), error]);
  }
  return [...grouped.values()].map(validationMessage);
}

/** Removes the faults that made a combination fail: they came just before it, at its place in the body or below. */
function removeParts(grouped: Map<string, ErrorObject[]>, { instancePath, schemaPath }: ErrorObject): void {
  const siblings = schemaPath.slice(0, schemaPath.lastIndexOf("/") + 1);
  for (const [key, [error]] of [...grouped].reverse()) {
    const isSibling = error.schemaPath.startsWith(siblings) && !error.schemaPath.startsWith(`${schemaPath}/`);
    if (isSibling || !error.instancePath.startsWith(instancePath)) return;
    grouped.delete(key);
  }
}
