import { compareNumbers } from "../arithmetic.ts";
import { hashCode, javaEquals } from "../equality.ts";
import { exception } from "../errors.ts";
import { jsonText } from "../json-text.ts";
import { limitError, limits } from "../limits.ts";
import { print } from "../print.ts";
import { isNumber, JavaArray, JsonList, type Value } from "../values.ts";
import { ListIterator } from "./iterator.ts";
import { any, collection, int, methods, on, outOfBounds } from "./method.ts";

function checked(self: readonly Value[], index: number, end: number): number {
  if (index < 0 || index >= end) throw outOfBounds(index, self.length);
  return index;
}

function find(self: readonly Value[], value: Value): number {
  return typeof value === "string" ? self.indexOf(value) : self.findIndex((item) => javaEquals(item, value));
}

function findLast(self: readonly Value[], value: Value): number {
  return self.findLastIndex((item) => javaEquals(item, value));
}

/** Arguments a JavaScript call can spread without exhausting its stack. */
const MAX_ARGUMENTS = 10_000;

/** Puts values in at a position; a list that doubles itself must not eat the machine. */
function insert(self: Value[], index: number, values: readonly Value[]): void {
  if (self.length + values.length > limits.items) throw limitError("items of a list", limits.items);
  if (values.length <= MAX_ARGUMENTS) self.splice(index, 0, ...values);
  else {
    const rest = [...self].slice(index);
    self.length = index;
    for (const value of values) self.push(value);
    for (const value of rest) self.push(value);
  }
}

function keep(self: Value[], wanted: (value: Value) => boolean): boolean {
  const kept = [...self].filter(wanted);
  const changed = kept.length !== self.length;
  self.length = 0;
  insert(self, 0, kept);
  return changed;
}

function add(self: Value[], index: number, value: Value): Value {
  insert(self, checked(self, index, self.length + 1), [value]);
  return "";
}

function addAll(self: Value[], index: number, values: readonly Value[]): boolean {
  insert(self, checked(self, index, self.length + 1), [...values]);
  return values.length > 0;
}

/** `List.get`. */
export function getItem(self: readonly Value[], index: number): Value {
  return self[checked(self, index, self.length)] ?? null;
}

/** `List.set`: gives the item that was there. */
export function setItem(self: Value[], index: number, value: Value): Value {
  const old = self[checked(self, index, self.length)] ?? null;
  self[index] = value;
  return old;
}

function removeItem(self: Value[], value: Value): boolean {
  const index = find(self, value);
  if (index >= 0) self.splice(index, 1);
  return index >= 0;
}

function subList(self: readonly Value[], from: number, to: number): Value[] {
  checked(self, to, self.length + 1);
  return [...self].slice(checked(self, from, to + 1), to);
}

function clear(self: Value[]): Value {
  self.length = 0;
  return "";
}

/** `List.sort` in the items' own order, which `null` for a comparator stands for. */
function sort(self: Value[], comparator: Value): Value {
  if (comparator !== null) throw exception("ClassCastException");
  const sorted = [...self].sort((left, right) => {
    if (typeof left === "string" && typeof right === "string") return left < right ? -1 : left > right ? 1 : 0;
    if (isNumber(left) && isNumber(right)) return compareNumbers(left, right);
    throw exception("ClassCastException");
  });
  for (let index = 0; index < sorted.length; index++) self[index] = sorted[index] ?? null;
  return "";
}

const reading = {
  size: on([], (self: Value[]) => self.length),
  isEmpty: on([], (self: Value[]) => self.length === 0),
  get: on([int], getItem),
  set: on([int, any], setItem),
  contains: on([any], (self: Value[], value) => find(self, value) >= 0),
  containsAll: on([collection], (self: Value[], values) => values.every((value) => find(self, value) >= 0)),
  indexOf: on([any], find),
  lastIndexOf: on([any], findLast),
  subList: on([int, int], subList),
  iterator: on([], (self: Value[]) => new ListIterator(self)),
  listIterator: [
    on([], (self: Value[]) => new ListIterator(self)),
    on([int], (self: Value[], index) => new ListIterator(self, checked(self, index, self.length + 1))),
  ],
  toArray: on([], (self: Value[]) => new JavaArray("[Ljava.lang.Object;", self)),
  equals: on([any], (self: Value[], other) => javaEquals(self, other)),
  hashCode: on([], (self: Value[]) => hashCode(self)),
  toString: on([], (self: Value[]) => print(self)),
};

const changing = {
  ...reading,
  add: [on([any], (self: Value[], value) => addAll(self, self.length, [value])), on([int, any], add)],
  addAll: [
    on([collection], (self: Value[], values) => addAll(self, self.length, values)),
    on([int, collection], addAll),
  ],
  remove: [
    on([int], (self: Value[], index) => self.splice(checked(self, index, self.length), 1)[0] ?? null),
    on([any], removeItem),
  ],
  clear: on([], clear),
  removeAll: on([collection], (self: Value[], other) => keep(self, (value) => find(other, value) < 0)),
  retainAll: on([collection], (self: Value[], other) => keep(self, (value) => find(other, value) >= 0)),
  sort: on([any], sort),
  clone: on([], (self: Value[]) => self.slice()),
  ensureCapacity: on([int], () => ""),
  trimToSize: on([], () => ""),
};

/** The methods of `java.util.ArrayList`, those of Java 8. */
export const listMethods = methods<Value[]>(changing);

/** The methods of json-smart's `JSONArray`. */
export const jsonListMethods = methods<Value[]>({
  ...changing,
  toJSONString: [
    on([], (self: Value[]) => jsonText(self, true)),
    on([collection], (_self: Value[], list) => jsonText([...list], true)),
  ],
  appendElement: on([any], (self: Value[], value) => {
    addAll(self, self.length, [value]);
    return self;
  }),
  merge: on(
    [any],
    (self: Value[], value) => addAll(self, self.length, value instanceof JsonList ? value : [value]) && "",
  ),
});

function unsupported(): never {
  throw exception("UnsupportedOperationException");
}

/** What an array can do: Velocity calls methods on it as on a list of fixed length. */
export const arrayMethods = methods<Value[]>({
  ...reading,
  add: [on([any], unsupported), on([int, any], unsupported)],
  addAll: [on([collection], unsupported), on([int, collection], unsupported)],
  remove: [on([int], unsupported), on([any], (self: Value[], value) => find(self, value) >= 0 && unsupported())],
  removeAll: on([collection], (self: Value[], other) => self.some((value) => find(other, value) >= 0) && unsupported()),
  retainAll: on([collection], (self: Value[], other) => self.some((value) => find(other, value) < 0) && unsupported()),
  clear: on([], (self: Value[]) => (self.length > 0 ? unsupported() : "")),
});
