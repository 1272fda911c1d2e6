import { isEqual, valueText } from "./json-equality.ts";
import { endOf, sizeOf } from "./json-tape.ts";
import { type Check, type CompilePart, fail, validateInner } from "./run.ts";
import { isObject, type JsonObject, numberAt, own } from "./schema-syntax.ts";

// Keywords about arrays.

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

/** `additionalItems` as false: there may be no more items than schemas for them. */
export function additionalItems(schema: JsonObject): Check | undefined {
  const items = own(schema, "items");
  if (own(schema, "additionalItems") !== false || !Array.isArray(items)) return undefined;
  const { length } = items;
  return sizeCheck(
    (size) => size > length,
    (size) => `schema only allows ${length} elements in array but instance has ${size} elements`,
  );
}

export function maxItems(schema: JsonObject): Check {
  const limit = numberAt(schema, "maxItems");
  return sizeCheck(
    (size) => size > limit,
    (size) => `array is too long: must have at most ${limit} elements but instance has ${size} elements`,
  );
}

export function minItems(schema: JsonObject): Check {
  const limit = numberAt(schema, "minItems");
  return sizeCheck(
    (size) => size < limit,
    (size) => `array is too short: must have at least ${limit} elements but instance has ${size} elements`,
  );
}

function sizeCheck(isWrong: (size: number) => boolean, message: (size: number) => string): Check {
  return (run, at) => {
    const size = sizeOf(run.tape, at);
    if (isWrong(size)) fail(run, () => message(size));
  };
}

/** Objects whose members come in another order count as different: the Java validator looks for duplicates by a hash of that order. */
export function uniqueItems(schema: JsonObject): Check | undefined {
  if (own(schema, "uniqueItems") !== true) return undefined;
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
