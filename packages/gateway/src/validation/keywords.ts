import { compareDecimals, type Decimal, decimalText, isMultiple, readDecimal } from "./decimal.ts";
import { FORMATS } from "./formats.ts";
import { isEqual, membersOf, numberOf, tapeOf, valueText } from "./json-equality.ts";
import {
  ARRAY,
  BOOLEAN,
  endOf,
  INTEGER,
  KINDS,
  kindOf,
  NULL,
  NUMBER,
  OBJECT,
  STRING,
  sizeOf,
  sourceOf,
  stringOf,
  writtenLength,
} from "./json-tape.ts";
import { compilePattern, type Pattern } from "./pattern.ts";
import {
  type Check,
  fail,
  isMatch,
  isValid,
  MAXIMUM_LISTED,
  type MemberNames,
  membersAt,
  type Run,
  type SchemaNode,
  STOP,
  validateInner,
  validateValue,
} from "./run.ts";
import { isObject, type JsonObject, own } from "./schema-syntax.ts";

/** Compiles a schema within the one whose keywords are read. `isInner` says whether it is about values within the value. */
export type CompilePart = (schema: unknown, isInner: boolean) => SchemaNode;

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
    const allowed = keyword === "type" ? allowedTypes(schema.type) : [];
    if (check) for (const kind of kinds) if (!allowed.includes(KINDS[kind] as string)) checks[kind]?.push(check);
  }
  return checks;
}

/** Names of members that a schema speaks of. */
export function memberNames(schema: JsonObject): MemberNames {
  const properties = namesOf(own(schema, "properties"));
  const dependencies = own(schema, "dependencies");
  const needed = Object.values(isObject(dependencies) ? dependencies : {}).flatMap(namesOf);
  const names = [...new Set([...properties, ...namesOf(own(schema, "required")), ...namesOf(dependencies), ...needed])];
  const slots = names.map((name, slot) => ({ name, slot }));
  const longest = Math.max(-1, ...names.map((name) => name.length));
  return {
    slots: new Map(slots.map(({ name, slot }) => [name, slot])),
    byLength: Array.from({ length: longest + 1 }, (_, length) => slots.filter(({ name }) => name.length === length)),
    isProperty: names.map((_, slot) => slot < properties.length),
    absent: names.map(() => -1),
    others:
      own(schema, "additionalProperties") === false ? patternsOf(schema).map(({ pattern }) => pattern) : undefined,
  };
}

const namesOf = (value: unknown): string[] =>
  Array.isArray(value) ? value : isObject(value) ? Object.keys(value) : [];

/** The slot of a name that a schema speaks of. */
const slotOf = (names: MemberNames, name: string) => names.slots.get(name) as number;

/** Validates the items of an array. @returns undefined when the schema says nothing about them */
export function compileItems(schema: JsonObject, part: CompilePart): Check | undefined {
  const items = own(schema, "items");
  const additional = own(schema, "additionalItems");
  const first = Array.isArray(items) ? items.map((item) => part(item, true)) : [];
  const rest = isObject(items) ? part(items, true) : isObject(additional) ? part(additional, true) : undefined;
  if (first.length === 0 && !rest) return undefined;
  return (run, at) => {
    const end = endOf(run.tape, at);
    for (let item = at + 1, i = 0; item < end; item = endOf(run.tape, item), i++) {
      const node = first[i] ?? rest;
      if (!node) return;
      validateInner(node, run, item);
    }
  };
}

/** Validates the members of an object, in the order of their names. @returns undefined when the schema says nothing about them */
export function compileMembers(schema: JsonObject, part: CompilePart, names: MemberNames): Check | undefined {
  const properties = sortedEntries(own(schema, "properties")).map(([name, property]): [string, SchemaNode] => [
    name,
    part(property, true),
  ]);
  const patterns = patternsOf(schema).map(({ name, pattern, value }) => {
    return { name, pattern, node: part(value, true) };
  });
  const additionalSchema = own(schema, "additionalProperties");
  const additional = isObject(additionalSchema) ? part(additionalSchema, true) : undefined;
  if (patterns.length === 0 && !additional) {
    if (properties.length === 0) return undefined;
    const slots = properties.map(([name, node]) => ({ slot: slotOf(names, name), node }));
    return (run, at) => {
      const { values } = membersAt(run, at, names);
      for (const { slot, node } of slots) {
        const value = values[slot] as number;
        if (value >= 0) validateInner(node, run, value);
      }
    };
  }
  const nodes = new Map(properties);
  return (run, at) => {
    const members = [...membersOf(run.tape, at)];
    // The order matters to the messages alone, and there are only so many of them.
    if (members.length <= MAXIMUM_LISTED) members.sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [name, value] of members) {
      const node = nodes.get(name);
      if (node) validateInner(node, run, value);
      let isKnown = node !== undefined;
      for (const each of patterns) {
        if (!isMatch(run, each.pattern, name)) continue;
        isKnown = true;
        validateInner(each.node, run, value);
      }
      if (!isKnown && additional) validateInner(additional, run, value);
    }
  };
}

function sortedEntries(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)) : [];
}

function patternsOf(schema: JsonObject): { name: string; pattern: Pattern; value: unknown }[] {
  return sortedEntries(own(schema, "patternProperties")).flatMap(([name, value]) => {
    const pattern = compilePattern(name);
    return pattern ? [{ name, pattern, value }] : [];
  });
}

const list = (values: readonly unknown[]) => JSON.stringify(values);

function additionalItems({ additionalItems: value, ...schema }: JsonObject): Check | undefined {
  const items = own(schema, "items");
  if (value !== false || !Array.isArray(items)) return undefined;
  return sizeCheck(
    (size) => size > items.length,
    (size) => `schema only allows ${items.length} elements in array but instance has ${size} elements`,
  );
}

function additionalProperties(_schema: JsonObject, _part: CompilePart, names: MemberNames): Check | undefined {
  if (!names.others) return undefined;
  return (run, at) => {
    const { unknown } = membersAt(run, at, names);
    if (unknown.length === 0) return;
    fail(run, () => {
      const sorted = [...new Set(unknown)].sort();
      return `object instance has properties which are not allowed by the schema: ${list(sorted)}`;
    });
    if (unknown.length >= MAXIMUM_LISTED) throw STOP;
  };
}

function allOf(schema: JsonObject, part: CompilePart): Check {
  const nodes = partsOf(schema.allOf, part);
  return (run, at) => {
    const matched = countValid(nodes, run, at);
    if (matched === nodes.length) return;
    const counts = `(matched only ${matched} out of ${nodes.length})`;
    fail(run, () => `instance failed to match all required schemas ${counts}`);
  };
}

function anyOf(schema: JsonObject, part: CompilePart): Check {
  const nodes = partsOf(schema.anyOf, part);
  return (run, at) => {
    if (countValid(nodes, run, at) > 0) return;
    fail(run, () => `instance failed to match at least one required schema among ${nodes.length}`);
  };
}

function oneOf(schema: JsonObject, part: CompilePart): Check {
  const nodes = partsOf(schema.oneOf, part);
  return (run, at) => {
    const matched = countValid(nodes, run, at);
    if (matched === 1) return;
    fail(run, () => `instance failed to match exactly one schema (matched ${matched} out of ${nodes.length})`);
  };
}

function not(schema: JsonObject, part: CompilePart): Check {
  const node = part(schema.not, false);
  return (run, at) => {
    if (isValid(node, run, at)) fail(run, () => "instance matched a schema which it should not have");
  };
}

function partsOf(value: unknown, part: CompilePart): SchemaNode[] {
  return (value as unknown[]).map((each) => part(each, false));
}

/** All are tried: the Java validator would also fail at one that comes after a valid one. */
function countValid(nodes: readonly SchemaNode[], run: Run, at: number): number {
  let count = 0;
  for (const node of nodes) if (isValid(node, run, at)) count++;
  return count;
}

function dependencies(schema: JsonObject, part: CompilePart, names: MemberNames): Check {
  const entries = sortedEntries(schema.dependencies).map(([name, value]) => ({
    name,
    value,
    slot: slotOf(names, name),
  }));
  const lists = entries.flatMap(({ name, value, slot }) =>
    Array.isArray(value) ? [{ name, slot, needed: [...(value as string[])].sort() }] : [],
  );
  const nodes = entries.flatMap(({ value, slot }) => (isObject(value) ? [{ slot, node: part(value, false) }] : []));
  return (run, at) => {
    const { values } = membersAt(run, at, names);
    const isPresent = (slot: number) => (values[slot] as number) >= 0;
    for (const { name, slot, needed } of lists) {
      const missing = isPresent(slot) ? needed.filter((each) => !isPresent(slotOf(names, each))) : [];
      if (missing.length === 0) continue;
      const lists = `(schema requires ${list(needed)}; missing: ${list(missing)})`;
      fail(run, () => `property "${name}" of object has missing property dependencies ${lists}`);
    }
    for (const { slot, node } of nodes) if (isPresent(slot)) validateValue(node, run, at);
  };
}

/** Characters of an array or object that a message shows. */
const MAXIMUM_SHOWN = 2000;

function oneOfValues(schema: JsonObject): Check {
  const values = (schema.enum as unknown[]).map(tapeOf);
  const texts = new Set((schema.enum as unknown[]).filter((value) => typeof value === "string"));
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

/** Checks how many items an array or members an object has. */
function sizeCheck(isWrong: (size: number) => boolean, message: (size: number) => string): Check {
  return (run, at) => {
    const size = kindOf(run.tape, at) === ARRAY ? sizeOf(run.tape, at) : membersOf(run.tape, at).size;
    if (isWrong(size)) fail(run, () => message(size));
  };
}

function maxItems({ maxItems: limit }: JsonObject): Check {
  return sizeCheck(
    (size) => size > (limit as number),
    (size) => `array is too long: must have at most ${limit} elements but instance has ${size} elements`,
  );
}

function minItems({ minItems: limit }: JsonObject): Check {
  return sizeCheck(
    (size) => size < (limit as number),
    (size) => `array is too short: must have at least ${limit} elements but instance has ${size} elements`,
  );
}

function maxProperties({ maxProperties: limit }: JsonObject): Check {
  return sizeCheck(
    (size) => size > (limit as number),
    (size) => `object has too many properties (found ${size} but schema requires at most ${limit})`,
  );
}

function minProperties({ minProperties: limit }: JsonObject): Check {
  return sizeCheck(
    (size) => size < (limit as number),
    (size) => `object has too few properties (found ${size} but schema requires at least ${limit})`,
  );
}

function maxLength({ maxLength: limit }: JsonObject): Check {
  const max = limit as number;
  return (run, at) => {
    if (writtenLength(run.tape, at) <= max) return;
    const text = stringOf(run.tape, at);
    const length = lengthOf(text);
    if (length <= max) return;
    run.wrongLengthAt = at;
    fail(run, () => `string "${text}" is too long (length: ${length}, maximum allowed: ${max})`);
  };
}

function minLength({ minLength: limit }: JsonObject): Check {
  const min = limit as number;
  return (run, at) => {
    // An escape is of six characters at most, and a character of two units.
    if (writtenLength(run.tape, at) >= 12 * min) return;
    const text = stringOf(run.tape, at);
    const length = lengthOf(text);
    if (length >= min) return;
    run.wrongLengthAt = at;
    fail(run, () => `string "${text}" is too short (length: ${length}, required minimum: ${min})`);
  };
}

/** Code points of a text, as Java counts its length. */
function lengthOf(text: string): number {
  let pairs = 0;
  for (let at = 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0xdc00 || code > 0xdfff) continue;
    const before = text.charCodeAt(at - 1);
    if (before >= 0xd800 && before <= 0xdbff) pairs++;
  }
  return text.length - pairs;
}

/** Characters of a string of wrong length up to which its pattern and format are checked all the same, for their messages. */
const MAXIMUM_CHECKED = 1000;

const isHopeless = (run: Run, at: number, text: string) => run.wrongLengthAt === at && text.length > MAXIMUM_CHECKED;

function pattern({ pattern: source }: JsonObject): Check | undefined {
  const compiled = compilePattern(source as string);
  if (!compiled) return undefined;
  return (run, at) => {
    const text = stringOf(run.tape, at);
    if (isHopeless(run, at, text) || isMatch(run, compiled, text)) return;
    fail(run, () => `ECMA 262 regex "${source}" does not match input string "${text}"`);
  };
}

function format({ format: name }: JsonObject): Check | undefined {
  const check = FORMATS.get(name as string);
  if (!check) return undefined;
  return (run, at) => {
    const text = stringOf(run.tape, at);
    const message = isHopeless(run, at, text) ? undefined : check(text);
    if (message !== undefined) fail(run, () => message);
  };
}

/** Characters of a number without an exponent that a double tells from all others of as many. */
const EXACT_CHARACTERS = 15;

const isShort = (source: string) => source.length <= EXACT_CHARACTERS && !/e/i.test(source);

function numericLimit(schema: JsonObject, keyword: "minimum" | "maximum"): Check {
  const limit = schema[keyword] as number;
  const source = String(limit);
  const decimal = readDecimal(source);
  const sign = keyword === "minimum" ? -1 : 1;
  const isExclusive = own(schema, keyword === "minimum" ? "exclusiveMinimum" : "exclusiveMaximum") === true;
  const isLimitShort = isShort(source);
  return (run, at) => {
    const written = sourceOf(run.tape, at);
    const difference =
      isLimitShort && isShort(written) ? Number(written) - limit : compareDecimals(numberOf(run.tape, at), decimal);
    const beyond = sign * difference;
    if (beyond < 0 || (beyond === 0 && !isExclusive)) return;
    fail(run, () =>
      limitMessage(keyword, limitText(source, decimal), beyond > 0 ? valueText(run.tape, at) : undefined),
    );
  };
}

function limitMessage(keyword: "minimum" | "maximum", limit: string, found: string | undefined): string {
  const [bound, strictly] = keyword === "minimum" ? ["lower", "greater"] : ["greater", "lower"];
  if (found === undefined) return `numeric instance is not strictly ${strictly} than the required ${keyword} ${limit}`;
  return `numeric instance is ${bound} than the required ${keyword} (${keyword}: ${limit}, found: ${found})`;
}

/** A number of a schema as the Java validator prints it: an integer with all its digits. */
function limitText(source: string, decimal: Decimal): string {
  return Number.isInteger(Number(source)) && !source.includes("e") ? `${Number(source)}` : decimalText(decimal);
}

function multipleOf({ multipleOf: value }: JsonObject): Check {
  const divisor = value as number;
  const decimal = readDecimal(String(divisor));
  const shown = limitText(String(divisor), decimal);
  const isSmallInteger = Number.isSafeInteger(divisor);
  return (run, at) => {
    const isQuick = isSmallInteger && kindOf(run.tape, at) === INTEGER && isShort(sourceOf(run.tape, at));
    const isRight = isQuick
      ? Number(sourceOf(run.tape, at)) % divisor === 0
      : isMultiple(numberOf(run.tape, at), decimal);
    if (!isRight) fail(run, () => `remainder of division is not zero (${valueText(run.tape, at)} / ${shown})`);
  };
}

function required({ required: value }: JsonObject, _part: CompilePart, names: MemberNames): Check {
  const needed = [...new Set(value as string[])].sort().map((name) => ({ name, slot: slotOf(names, name) }));
  return (run, at) => {
    const { values } = membersAt(run, at, names);
    for (const { slot } of needed) {
      if ((values[slot] as number) >= 0) continue;
      const missing = needed.filter((each) => (values[each.slot] as number) < 0).map(({ name }) => name);
      fail(run, () => `object has missing required properties (${list(missing)})`);
      return;
    }
  };
}

/** Stands with the types alone that are not allowed. */
function type({ type: value }: JsonObject): Check {
  const allowed = allowedTypes(value);
  return (run, at) => {
    const found = `instance type (${KINDS[kindOf(run.tape, at)]})`;
    fail(run, () => `${found} does not match any allowed primitive type (allowed: ${list(allowed)})`);
  };
}

function allowedTypes(value: unknown): readonly string[] {
  const names = [value].flat();
  // An integer is a number too, and the message says so.
  return KINDS.filter((kind) => names.includes(kind) || (kind === "integer" && names.includes("number")));
}

/** Objects whose members come in another order count as different: the Java validator looks for duplicates by a hash of that order. */
function uniqueItems({ uniqueItems: value }: JsonObject): Check | undefined {
  if (value !== true) return undefined;
  return (run, at) => {
    const { tape } = run;
    const end = endOf(tape, at);
    const seen = new Map<string, number>();
    for (let item = at + 1; item < end; item = endOf(tape, item)) {
      const key = valueText(tape, item, undefined, true);
      const same = seen.get(key);
      if (same !== undefined && isEqual(tape, same, tape, item)) {
        fail(run, () => "array must not contain duplicate elements");
        return;
      }
      seen.set(key, item);
    }
  };
}
