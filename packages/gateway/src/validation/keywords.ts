import { allOf, anyOf, not, oneOf } from "./combinations.ts";
import { additionalItems, maxItems, minItems, uniqueItems } from "./items.ts";
import { isEqual, tapeOf, valueText } from "./json-equality.ts";
import { ARRAY, BOOLEAN, INTEGER, KINDS, kindOf, NULL, NUMBER, OBJECT, STRING, stringOf } from "./json-tape.ts";
import { additionalProperties, dependencies, maxProperties, minProperties, required } from "./members.ts";
import { multipleOf, numericLimit } from "./numbers.ts";
import { type Check, type CompilePart, fail, type MemberNames } from "./run.ts";
import { type JsonObject, listAt, own } from "./schema-syntax.ts";
import { format, maxLength, minLength, pattern } from "./strings.ts";

const ALL = [ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, STRING];
const NUMBERS = [INTEGER, NUMBER];

/**
 * Keywords in the order in which the Java validator checks them, each with the types it is about. A keyword's value is of the right
 * syntax here.
 */
const KEYWORDS: readonly [
  keyword: string,
  kinds: readonly number[],
  compile: (schema: JsonObject, part: CompilePart, names: MemberNames) => Check | undefined,
][] = [
  ["additionalItems", [ARRAY], additionalItems],
  ["additionalProperties", [OBJECT], additionalProperties],
  ["allOf", ALL, allOf],
  ["anyOf", ALL, anyOf],
  ["dependencies", [OBJECT], dependencies],
  ["enum", ALL, oneOfValues],
  ["maxItems", [ARRAY], maxItems],
  ["maxLength", [STRING], maxLength],
  ["maxProperties", [OBJECT], maxProperties],
  ["maximum", NUMBERS, (schema) => numericLimit(schema, "maximum")],
  ["minItems", [ARRAY], minItems],
  ["minLength", [STRING], minLength],
  ["minProperties", [OBJECT], minProperties],
  ["minimum", NUMBERS, (schema) => numericLimit(schema, "minimum")],
  ["multipleOf", NUMBERS, multipleOf],
  ["not", ALL, not],
  ["oneOf", ALL, oneOf],
  ["pattern", [STRING], pattern],
  ["required", [OBJECT], required],
  ["type", ALL, type],
  ["uniqueItems", [ARRAY], uniqueItems],
  ["format", [STRING], format],
];

/** The checks of a schema's keywords, by the type of the value. */
export function compileChecks(schema: JsonObject, part: CompilePart, names: MemberNames): Check[][] {
  const checks: Check[][] = ALL.map(() => []);
  for (const [keyword, kinds, compile] of KEYWORDS) {
    const check = Object.hasOwn(schema, keyword) ? compile(schema, part, names) : undefined;
    const allowed = keyword === "type" ? allowedTypes(own(schema, "type")) : [];
    if (check) for (const kind of kinds) if (!allowed.includes(KINDS[kind] ?? "")) checks[kind]?.push(check);
  }
  return checks;
}

/** Characters of an array or object that a message shows. */
const MAXIMUM_SHOWN = 2000;

function oneOfValues(schema: JsonObject): Check {
  const values = listAt(schema, "enum").map(tapeOf);
  const texts = new Set(listAt(schema, "enum").filter((value) => typeof value === "string"));
  return (run, at) => {
    const { tape } = run;
    const isFound =
      kindOf(tape, at) === STRING ? texts.has(stringOf(tape, at)) : values.some((value) => isEqual(value, 0, tape, at));
    if (isFound) return;
    fail(run, () => {
      const possible = values.map((value) => valueText(value, 0)).join(",");
      return `instance value (${valueText(tape, at, MAXIMUM_SHOWN)}) not found in enum (possible values: [${possible}])`;
    });
  };
}

/** Stands with the types alone that are not allowed. */
function type(schema: JsonObject): Check {
  const allowed = allowedTypes(own(schema, "type"));
  return (run, at) => {
    const found = `instance type (${KINDS[kindOf(run.tape, at)]})`;
    fail(run, () => `${found} does not match any allowed primitive type (allowed: ${JSON.stringify(allowed)})`);
  };
}

function allowedTypes(value: unknown): readonly string[] {
  const names = [value].flat();
  // An integer is a number too, and the message says so.
  return KINDS.filter((kind) => names.includes(kind) || (kind === "integer" && names.includes("number")));
}
