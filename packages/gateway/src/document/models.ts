import { type BodyValidator, bodyValidators } from "../validation/validator.ts";
import { DocumentError } from "./document-error.ts";
import { isObject, type Json } from "./json.ts";
import { importSchema } from "./model.ts";
import { findReference } from "./reader.ts";
import { refuse } from "./refusals.ts";
import type { Warn } from "./warnings.ts";

/**
 * Imports the models of a document.
 *
 * @returns a function that makes the validator of a schema, which may refer to the models; undefined where a model does not exist
 * @throws DocumentError for a model's name that is not alphanumeric; the function, for a schema that is not draft 4
 */
export function loadModels(schemas: Json, warn: Warn): (schema: unknown, place: string) => BodyValidator | undefined {
  const models: Json = {};
  for (const [name, schema] of Object.entries(schemas)) {
    const place = `components.schemas.${name}`;
    if (!/^[A-Za-z0-9]+$/.test(name)) refuse(place, "modelName", `Model name must be alphanumeric: ${name}`);
    models[name] = importSchema(schema, place, warn);
  }
  const document = { components: { schemas: models } };
  let compile: ReturnType<typeof bodyValidators> | undefined;
  return (schema, place) => {
    const model = importSchema(schema, place, warn);
    const lost = unknownReference(model, document);
    if (lost !== undefined) {
      warn(`Reference to model '${lost.replace(/^.*\//, "")}' not found. Ignoring.`);
      return undefined;
    }
    try {
      compile ??= bodyValidators(models);
      return compile(model);
    } catch (error) {
      const reason = `Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]`;
      throw new DocumentError(place, `${reason} (${(error as Error).message})`);
    }
  };
}

/** A reference that leads nowhere, in a schema or in a model that it refers to. */
function unknownReference(node: unknown, document: Json, seen = new Set<string>()): string | undefined {
  if (Array.isArray(node)) {
    for (const each of node) {
      const found = unknownReference(each, document, seen);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!isObject(node)) return undefined;
  const { $ref } = node;
  if (typeof $ref === "string" && !seen.has($ref)) {
    seen.add($ref);
    // Within the model itself.
    if ($ref.startsWith("#") && !$ref.startsWith("#/components/")) return undefined;
    const model = findReference(document, $ref);
    return model ? unknownReference(model, document, seen) : $ref;
  }
  return unknownReference(Object.values(node), document, seen);
}
