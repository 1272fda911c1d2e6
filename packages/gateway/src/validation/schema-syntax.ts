import { tapeOf, valueText } from "./json-equality.ts";
import { KINDS } from "./json-tape.ts";
import { compilePattern } from "./pattern.ts";

/** A JSON object. */
export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member of an object of a document, which may have any name: what objects inherit is no member. */
export function own(value: JsonObject, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The value of a keyword whose syntax is checked: a number. */
export function numberAt(schema: JsonObject, keyword: string): number {
  const value = own(schema, keyword);
  return typeof value === "number" ? value : Number.NaN;
}

/** The value of a keyword whose syntax is checked: a text. */
export function textAt(schema: JsonObject, keyword: string): string {
  const value = own(schema, keyword);
  return typeof value === "string" ? value : "";
}

/** The value of a keyword whose syntax is checked: a list. */
export function listAt(schema: JsonObject, keyword: string): readonly unknown[] {
  const value = own(schema, keyword);
  return Array.isArray(value) ? value : [];
}

/** Strings among the values of a list, each once, in order. */
export function sortedNames(list: readonly unknown[]): string[] {
  return [...new Set(list.filter((name) => typeof name === "string"))].sort();
}

/** The value of a keyword whose syntax is checked: the members of an object, by the order of their names. */
export function entriesAt(schema: JsonObject, keyword: string): [name: string, value: unknown][] {
  const value = own(schema, keyword);
  return isObject(value) ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)) : [];
}

/** What is wrong with the value of a keyword; undefined when nothing is. */
type Check = (value: unknown, schema: JsonObject) => string | undefined;

const MAXIMUM_INTEGER = 2 ** 31 - 1;

const isText: Check = (value) => (typeof value === "string" ? undefined : "must be a string");
const isBoolean: Check = (value) => (typeof value === "boolean" ? undefined : "must be true or false");
const isNumber: Check = (value) => (typeof value === "number" ? undefined : "must be a number");
const isSchema: Check = (value) => (isObject(value) ? undefined : "must be a schema");
const isSchemaMap: Check = (value) => (isObject(value) ? undefined : "must be an object of schemas");
const isSchemaList: Check = (value) =>
  Array.isArray(value) && value.length > 0 ? undefined : "must be an array of at least one schema";
const isLength: Check = (value) =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MAXIMUM_INTEGER
    ? undefined
    : "must be an integer from 0 to 2147483647";
const needs =
  (other: string): Check =>
  (value, schema) =>
    isBoolean(value, schema) ?? (Object.hasOwn(schema, other) ? undefined : `needs ${other} beside it`);
const isAdditional: Check = (value) =>
  typeof value === "boolean" || isObject(value) ? undefined : "must be true, false or a schema";

const isPattern: Check = (value) => {
  if (typeof value !== "string") return "must be a string";
  return compilePattern(value) ? undefined : `is not a regular expression of ECMA 262: ${JSON.stringify(value)}`;
};

/** Whether the last item of a list stands in it before: the Java validator looks at the last alone. */
const repeatsLast = (list: readonly unknown[]) => list.indexOf(list.at(-1)) !== list.length - 1;

const isNames: Check = (value) => {
  if (!Array.isArray(value) || value.length === 0) return "must be an array of at least one name";
  if (!value.every((name) => typeof name === "string")) return "must be an array of strings";
  return repeatsLast(value) ? "names a property twice" : undefined;
};

const isType: Check = (value) => {
  const names = [value].flat();
  const unknown = names.find((name) => !KINDS.some((kind) => kind === name));
  if (names.length === 0 || unknown !== undefined) return `must be of ${KINDS.join(", ")}`;
  return repeatsLast(names) ? "names a type twice" : undefined;
};

const isEnum: Check = (value) => {
  if (!Array.isArray(value)) return "must be an array";
  // Integers that a double cannot tell apart may have been different in the document.
  const values = value.filter((each) => !/\d{16}/.test(JSON.stringify(each)));
  const keys = new Set(values.map((each) => valueText(tapeOf(each), 0, undefined, true)));
  return keys.size === values.length ? undefined : "has a value twice";
};

/** The keywords of draft 4, each with what its value must be. Others are ignored. */
const KEYWORDS: ReadonlyMap<string, Check> = new Map(
  Object.entries({
    $schema: isText,
    $ref: isText,
    id: isText,
    title: isText,
    description: isText,
    format: isText,
    type: isType,
    enum: isEnum,
    minimum: isNumber,
    maximum: isNumber,
    exclusiveMinimum: needs("minimum"),
    exclusiveMaximum: needs("maximum"),
    multipleOf: (value: unknown) =>
      typeof value === "number" && Number.isFinite(value) && value > 0 ? undefined : "must be a number greater than 0",
    minLength: isLength,
    maxLength: isLength,
    pattern: isPattern,
    minItems: isLength,
    maxItems: isLength,
    uniqueItems: isBoolean,
    items: (value: unknown, schema: JsonObject) =>
      Array.isArray(value) ? isSchemaList(value, schema) : isSchema(value, schema),
    additionalItems: isAdditional,
    minProperties: isLength,
    maxProperties: isLength,
    required: isNames,
    properties: isSchemaMap,
    patternProperties: (value: unknown, schema: JsonObject) =>
      isSchemaMap(value, schema) ??
      Object.keys(isObject(value) ? value : {})
        .map((pattern) => isPattern(pattern, schema))
        .find((fault) => fault !== undefined),
    additionalProperties: isAdditional,
    dependencies: (value: unknown, schema: JsonObject) =>
      isSchemaMap(value, schema) ??
      Object.values(isObject(value) ? value : {})
        .map((each) => (isObject(each) ? undefined : isNames(each, schema)))
        .find((fault) => fault !== undefined),
    definitions: isSchemaMap,
    allOf: isSchemaList,
    anyOf: isSchemaList,
    oneOf: isSchemaList,
    not: isSchema,
  } satisfies Record<string, Check>),
);

/**
 * Checks a schema and the schemas in it for the syntax of draft 4, as the Java validator does before it validates anything.
 * @throws Error that names the place and what is wrong
 */
export function checkSyntax(schema: unknown, place = ""): void {
  if (!isObject(schema)) throw new Error(`${place || "the schema"} must be a schema, an object`);
  for (const [keyword, check] of KEYWORDS) {
    if (!Object.hasOwn(schema, keyword)) continue;
    const fault = check(schema[keyword], schema);
    if (fault !== undefined) throw new Error(`${place === "" ? keyword : `${place}.${keyword}`} ${fault}`);
  }
  for (const [name, part] of partsOf(schema)) checkSyntax(part, place === "" ? name : `${place}.${name}`);
}

/** The schemas that are written in a schema, by their places. */
function partsOf(schema: JsonObject): [place: string, part: unknown][] {
  const parts: [string, unknown][] = [];
  for (const keyword of ["additionalItems", "additionalProperties", "items", "not"]) {
    const part = own(schema, keyword);
    if (isObject(part)) parts.push([keyword, part]);
  }
  for (const keyword of ["allOf", "anyOf", "oneOf", "items"]) {
    const list = own(schema, keyword);
    if (Array.isArray(list)) for (const [i, part] of list.entries()) parts.push([`${keyword}[${i}]`, part]);
  }
  for (const keyword of ["definitions", "dependencies", "patternProperties", "properties"]) {
    const map = own(schema, keyword);
    if (!isObject(map)) continue;
    for (const [name, part] of Object.entries(map)) {
      if (keyword !== "dependencies" || isObject(part)) parts.push([`${keyword}.${name}`, part]);
    }
  }
  return parts;
}
