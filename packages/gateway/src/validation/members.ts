import { membersOf } from "./json-equality.ts";
import { endOf, isEscaped, type JsonTape, startOf, stringOf, writtenLength } from "./json-tape.ts";
import { compilePattern, type Pattern } from "./pattern.ts";
import {
  type Check,
  type CompilePart,
  fail,
  isMatch,
  MAXIMUM_LISTED,
  type MemberNames,
  type Members,
  type Run,
  type SchemaNode,
  STOP,
  validateInner,
  validateValue,
} from "./run.ts";
import { entriesAt, isObject, type JsonObject, listAt, numberAt, own, sortedNames } from "./schema-syntax.ts";

// Keywords about objects.

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
const slotOf = (names: MemberNames, name: string) => names.slots.get(name) ?? -1;

/** The slot of a name; -1 for a name that the schema does not speak of. */
function slotAt({ slots, byLength }: MemberNames, tape: JsonTape, entry: number): number {
  if (isEscaped(tape, entry)) return slots.get(stringOf(tape, entry)) ?? -1;
  const first = startOf(tape, entry) + 1;
  // To compare the text where it stands is faster than to take the name out of it.
  for (const { name, slot } of byLength[writtenLength(tape, entry)] ?? []) {
    if (tape.text.startsWith(name, first)) return slot;
  }
  return -1;
}

/** Members of an object that a schema speaks of. Of members of one name the last counts, as for Java. */
function membersAt(run: Run, at: number, names: MemberNames): Members {
  if (run.membersAt === at && run.membersFor === names) return run.members;
  const { tape } = run;
  const { isProperty, absent, others } = names;
  const values = absent.slice();
  const unknown: string[] = [];
  const end = endOf(tape, at);
  for (let entry = at + 1; entry < end && unknown.length < MAXIMUM_LISTED; entry = endOf(tape, entry + 1)) {
    const slot = slotAt(names, tape, entry);
    if (slot >= 0) values[slot] = entry + 1;
    if (others === undefined || isProperty[slot]) continue;
    const name = stringOf(tape, entry);
    if (others.some((pattern) => isMatch(run, pattern, name))) continue;
    unknown.push(name);
  }
  run.membersAt = at;
  run.membersFor = names;
  run.members = { values, unknown };
  return run.members;
}

/** Validates the members of an object, in the order of their names. @returns undefined when the schema says nothing about them */
export function compileMembers(schema: JsonObject, part: CompilePart, names: MemberNames): Check | undefined {
  const properties = entriesAt(schema, "properties").map(([name, property]): [string, SchemaNode] => [
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
        const value = values[slot] ?? -1;
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

function patternsOf(schema: JsonObject): { name: string; pattern: Pattern; value: unknown }[] {
  return entriesAt(schema, "patternProperties").flatMap(([name, value]) => {
    const pattern = compilePattern(name);
    return pattern ? [{ name, pattern, value }] : [];
  });
}

export function additionalProperties(_schema: JsonObject, _part: CompilePart, names: MemberNames): Check | undefined {
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

export function required(schema: JsonObject, _part: CompilePart, names: MemberNames): Check {
  const needed = sortedNames(listAt(schema, "required")).map((name) => ({ name, slot: slotOf(names, name) }));
  return (run, at) => {
    const { values } = membersAt(run, at, names);
    for (const { slot } of needed) {
      if ((values[slot] ?? -1) >= 0) continue;
      const missing = needed.filter((each) => (values[each.slot] ?? -1) < 0).map(({ name }) => name);
      fail(run, () => `object has missing required properties (${list(missing)})`);
      return;
    }
  };
}

export function dependencies(schema: JsonObject, part: CompilePart, names: MemberNames): Check {
  const entries = entriesAt(schema, "dependencies").map(([name, value]) => ({
    name,
    value,
    slot: slotOf(names, name),
  }));
  const lists = entries.flatMap(({ name, value, slot }) =>
    Array.isArray(value) ? [{ name, slot, needed: sortedNames(value) }] : [],
  );
  const nodes = entries.flatMap(({ value, slot }) => (isObject(value) ? [{ slot, node: part(value, false) }] : []));
  return (run, at) => {
    const { values } = membersAt(run, at, names);
    const isPresent = (slot: number) => (values[slot] ?? -1) >= 0;
    for (const { name, slot, needed } of lists) {
      const missing = isPresent(slot) ? needed.filter((each) => !isPresent(slotOf(names, each))) : [];
      if (missing.length === 0) continue;
      const lists = `(schema requires ${list(needed)}; missing: ${list(missing)})`;
      fail(run, () => `property "${name}" of object has missing property dependencies ${lists}`);
    }
    for (const { slot, node } of nodes) if (isPresent(slot)) validateValue(node, run, at);
  };
}

export function maxProperties(schema: JsonObject): Check {
  const limit = numberAt(schema, "maxProperties");
  return (run, at) => {
    const { size } = membersOf(run.tape, at);
    if (size <= limit) return;
    fail(run, () => `object has too many properties (found ${size} but schema requires at most ${limit})`);
  };
}

export function minProperties(schema: JsonObject): Check {
  const limit = numberAt(schema, "minProperties");
  return (run, at) => {
    const { size } = membersOf(run.tape, at);
    if (size >= limit) return;
    fail(run, () => `object has too few properties (found ${size} but schema requires at least ${limit})`);
  };
}

const list = (values: readonly unknown[]) => JSON.stringify(values);
