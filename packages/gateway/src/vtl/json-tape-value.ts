import {
  ARRAY,
  BOOLEAN,
  endOf,
  INTEGER,
  isEscaped,
  type JsonTape,
  kindOf,
  NULL,
  NUMBER,
  OBJECT,
  sizeOf,
  sourceOf,
  startOf,
  stringOf,
} from "../validation/json-tape.ts";
import { fractionOf, integerOf } from "./json-number.ts";
import type { PathStep } from "./jsonpath/path.ts";
import { JsonList, type Value, type ValueMap } from "./values.ts";

/** A template's value of an entry, with all that is in it. */
export function valueAt(tape: JsonTape, at: number): Value {
  switch (kindOf(tape, at)) {
    case OBJECT:
      return mapAt(tape, at);
    case ARRAY:
      return listAt(tape, at);
    case INTEGER:
      return integerOf(sourceOf(tape, at));
    case NUMBER:
      return fractionOf(sourceOf(tape, at));
    case BOOLEAN:
      return tape.text.charCodeAt(startOf(tape, at)) === 116;
    case NULL:
      return null;
    default:
      return stringOf(tape, at);
  }
}

/** Of members of one name the last counts, at the place of the first. */
function mapAt(tape: JsonTape, at: number): ValueMap {
  const map: ValueMap = new Map();
  const end = endOf(tape, at);
  for (let name = at + 1; name < end; name = endOf(tape, name + 1)) {
    map.set(stringOf(tape, name), valueAt(tape, name + 1));
  }
  return map;
}

function listAt(tape: JsonTape, at: number): Value[] {
  const list = new JsonList(sizeOf(tape, at));
  const end = endOf(tape, at);
  let index = 0;
  for (let item = at + 1; item < end; item = endOf(tape, item)) list[index++] = valueAt(tape, item);
  return list;
}

/** Whether an entry is an array or object. */
export function isContainer(tape: JsonTape, at: number): boolean {
  const kind = kindOf(tape, at);
  return kind === ARRAY || kind === OBJECT;
}

/** The entry that the steps of a direct path lead to; -1 when they lead nowhere. */
export function follow(tape: JsonTape, steps: readonly PathStep[]): number {
  let at = 0;
  for (const step of steps) {
    const kind = kindOf(tape, at);
    if (step.type === "properties" && kind === OBJECT) at = memberOf(tape, at, step.names[0] ?? "", step.codes);
    else if (step.type === "indexes" && kind === ARRAY) at = itemOf(tape, at, step.indexes[0] ?? 0);
    else return -1;
    if (at < 0) return -1;
  }
  return at;
}

/** The value of an object's last member of a name, whose codes are given as well; -1 when there is none. */
function memberOf(tape: JsonTape, at: number, name: string, nameCodes: Uint16Array): number {
  const { codes, starts, ends } = tape;
  const end = endOf(tape, at);
  let found = -1;
  for (let member = at + 1; member < end; member = endOf(tape, member + 1)) {
    const start = (starts[member] ?? 0) + 1;
    const length = (ends[member] ?? 0) - 1 - start;
    // A name with an escape in it is longer than what it stands for.
    if (length < name.length) continue;
    if (isEscaped(tape, member)) {
      if (stringOf(tape, member) === name) found = member + 1;
    } else if (length === name.length && hasAt(codes, start, nameCodes)) found = member + 1;
  }
  return found;
}

function hasAt(codes: Uint16Array, start: number, name: Uint16Array): boolean {
  for (let index = 0; index < name.length; index++) {
    if (codes[start + index] !== name[index]) return false;
  }
  return true;
}

/** An array's item, counted from the end when the index is negative; -1 when there is none. */
function itemOf(tape: JsonTape, at: number, index: number): number {
  const position = index < 0 ? sizeOf(tape, at) + index : index;
  if (position < 0) return -1;
  const end = endOf(tape, at);
  let item = at + 1;
  for (let left = position; left > 0 && item < end; left--) item = endOf(tape, item);
  return item < end ? item : -1;
}
