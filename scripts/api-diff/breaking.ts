import { type Json, listOf, objectOf, same } from "./json.ts";
import { routesOf, securityOf } from "./parts.ts";

/**
 * What makes a request fail, or an answer unreadable, that was right before: one sentence each. A whole list of such rules
 * is in https://www.oasdiff.com; these are the ones that a document of API Gateway can break. The bodies of responses are
 * not judged: mapping templates make them, and the document seldom describes them.
 */
export function breakingChanges(base: Json, head: Json): string[] {
  const later = new Map(routesOf(head).map(({ name, value }) => [name, value]));
  return routesOf(base).flatMap(({ name, value }) => {
    const [, path = ""] = name.split(" ");
    const now = later.get(name) ?? later.get(`ANY ${path}`);
    if (now === undefined) return [`${name} is removed`];
    return changesOf({ operation: value, document: base }, { operation: now, document: head }).map(
      (change) => `${name}: ${change}`,
    );
  });
}

interface Side {
  readonly operation: Json;
  readonly document: Json;
}

function changesOf(before: Side, after: Side): string[] {
  return [
    ...securityChanges(before, after),
    ...parameterChanges(before, after),
    ...bodyChanges(before, after),
    ...responseChanges(before.operation, after.operation),
  ];
}

function securityChanges(before: Side, after: Side): string[] {
  const accepted = securityOf(before.operation, before.document);
  const needed = securityOf(after.operation, after.document);
  // An empty requirement among the alternatives lets everybody in.
  const open = needed.length === 0 || needed.includes("");
  if (open || (accepted.length > 0 && accepted.every((one) => needed.includes(one)))) return [];
  return [`now needs ${needed.join(" or ")}${accepted.length > 0 ? ` instead of ${accepted.join(" or ")}` : ""}`];
}

function parameterChanges(before: Side, after: Side): string[] {
  const earlier = parametersOf(before);
  return [...parametersOf(after)].flatMap(([name, parameter]) => {
    const known = earlier.get(name);
    if (parameter.required === true && known?.required !== true) return [`${name} is now required`];
    return known === undefined
      ? []
      : schemaChanges(name, { ...before, schema: known.schema }, { ...after, schema: parameter.schema });
  });
}

/** Parameters by what a sentence calls them, such as `query parameter page`; a path's variables are part of the route. */
function parametersOf({ operation }: Side): Map<string, Json> {
  return new Map(
    listOf(operation.parameters)
      .map(objectOf)
      .filter((parameter) => parameter.in !== "path")
      .map((parameter) => [`${parameter.in} parameter ${parameter.name}`, parameter]),
  );
}

function bodyChanges(before: Side, after: Side): string[] {
  const earlier = objectOf(before.operation.requestBody);
  const later = objectOf(after.operation.requestBody);
  const content = objectOf(later.content);
  return [
    ...(later.required === true && earlier.required !== true ? ["a body is now required"] : []),
    ...Object.entries(objectOf(earlier.content)).flatMap(([type, media]) =>
      schemaChanges(
        "the body",
        { ...before, schema: objectOf(media).schema },
        { ...after, schema: objectOf(content[type]).schema },
      ),
    ),
    ...requestTypesRemoved(before.operation, after.operation).map((type) => `no longer takes ${type}`),
  ];
}

/** Content types with a mapping template before and none after, where a type without one gets 415. */
function requestTypesRemoved(before: Json, after: Json): string[] {
  const earlier = objectOf(before["x-amazon-apigateway-integration"]);
  const later = objectOf(after["x-amazon-apigateway-integration"]);
  if (String(later.passthroughBehavior).toLowerCase() !== "never") return [];
  const left = Object.keys(objectOf(later.requestTemplates));
  return Object.keys(objectOf(earlier.requestTemplates)).filter((type) => !left.includes(type));
}

function responseChanges(before: Json, after: Json): string[] {
  const later = objectOf(after.responses);
  return Object.entries(objectOf(before.responses)).flatMap(([status, response]) => {
    if (!(status in later)) return [`no longer answers ${status}`];
    const headers = objectOf(objectOf(later[status]).headers);
    return Object.keys(objectOf(objectOf(response).headers))
      .filter((header) => !(header in headers))
      .map((header) => `its ${status} no longer has the header ${header}`);
  });
}

interface SchemaOf {
  readonly schema: unknown;
  readonly document: Json;
}

/** Keywords with a bound: what was allowed is refused when the first kind falls or the second rises. */
const UPPER_BOUNDS = ["maxLength", "maximum", "maxItems", "maxProperties"];
const LOWER_BOUNDS = ["minLength", "minimum", "minItems", "minProperties"];

/** Keywords of which another value may refuse what the old one allowed. */
const OTHER_LIMITS = ["pattern", "format", "multipleOf", "uniqueItems", "not", "oneOf", "anyOf", "allOf"];

/** Deeper than a model goes; one that refers to itself ends here. */
const MAX_DEPTH = 8;

/** How a value, named `what`, can be right by the schema before and wrong by the one after. */
function schemaChanges(what: string, before: SchemaOf, after: SchemaOf, depth = 0): string[] {
  const earlier = dereferenced(before);
  const later = dereferenced(after);
  if (depth > MAX_DEPTH) return [];
  return [
    ...typeChanges(what, earlier, later),
    ...boundChanges(what, earlier, later),
    ...enumChanges(what, earlier, later),
    ...propertyChanges(what, before, after, depth),
    ...(later.items === undefined
      ? []
      : schemaChanges(
          `an item of ${what}`,
          { ...before, schema: earlier.items },
          { ...after, schema: later.items },
          depth + 1,
        )),
  ];
}

function dereferenced({ schema, document }: SchemaOf): Json {
  const { $ref } = objectOf(schema);
  if (typeof $ref !== "string") return objectOf(schema);
  return objectOf(objectOf(objectOf(document.components).schemas)[$ref.replace("#/components/schemas/", "")]);
}

function typeChanges(what: string, earlier: Json, later: Json): string[] {
  const allowed = [later.type].flat();
  if (
    later.type === undefined ||
    (earlier.type !== undefined && [earlier.type].flat().every((type) => allowed.includes(type)))
  )
    return [];
  return [
    `${what}: type is now ${allowed.join(" or ")}${earlier.type === undefined ? "" : ` instead of ${[earlier.type].flat().join(" or ")}`}`,
  ];
}

function boundChanges(what: string, earlier: Json, later: Json): string[] {
  const changes = [
    ...UPPER_BOUNDS.map((keyword) => ({ keyword, tighter: (was: number, is: number) => is < was, open: Infinity })),
    ...LOWER_BOUNDS.map((keyword) => ({ keyword, tighter: (was: number, is: number) => is > was, open: -Infinity })),
  ].flatMap(({ keyword, tighter, open }) => {
    const is = later[keyword];
    const was = earlier[keyword];
    if (typeof is !== "number" || !tighter(typeof was === "number" ? was : open, is)) return [];
    return [`${what}: ${keyword} is now ${is}${was === undefined ? "" : ` instead of ${was}`}`];
  });
  const limits = OTHER_LIMITS.filter(
    (keyword) => later[keyword] !== undefined && !same(earlier[keyword], later[keyword]),
  );
  return [...changes, ...limits.map((keyword) => `${what}: ${keyword} is now ${JSON.stringify(later[keyword])}`)];
}

function enumChanges(what: string, earlier: Json, later: Json): string[] {
  if (!Array.isArray(later.enum)) return [];
  if (!Array.isArray(earlier.enum))
    return [`${what}: only ${later.enum.map((value) => JSON.stringify(value)).join(", ")} is now allowed`];
  return earlier.enum
    .filter((value) => !listOf(later.enum).some((other) => same(value, other)))
    .map((value) => `${what}: ${JSON.stringify(value)} is no longer allowed`);
}

function propertyChanges(what: string, before: SchemaOf, after: SchemaOf, depth: number): string[] {
  const earlier = dereferenced(before);
  const later = dereferenced(after);
  const was = objectOf(earlier.properties);
  const is = objectOf(later.properties);
  const required = listOf(later.required).filter((name) => !listOf(earlier.required).includes(name));
  const closed = later.additionalProperties === false;
  return [
    ...required.map((name) => `${what}: the property ${name} is now required`),
    ...(closed && earlier.additionalProperties !== false ? [`${what}: unknown properties are now refused`] : []),
    ...Object.keys(was).flatMap((name) => {
      if (name in is) {
        const property = what === "the body" ? `property ${name}` : `${what}, property ${name}`;
        return schemaChanges(property, { ...before, schema: was[name] }, { ...after, schema: is[name] }, depth + 1);
      }
      return closed ? [`${what}: the property ${name} is now refused`] : [];
    }),
  ];
}
