import { javaEquals } from "../arithmetic.ts";
import { jsonText } from "../json-text.ts";
import { limitError, maximumItems } from "../limits.ts";
import { isInteger, JsonList, type Value, ValueSet } from "../values.ts";
import { type Method, methods, ofAny, outOfBounds, plain, textOf } from "./method.ts";

function checked(self: readonly Value[], index: number, end: number): number {
  if (index < 0 || index >= end) throw outOfBounds(index, self.length);
  return index;
}

function find(self: readonly Value[], value: Value): number {
  return self.findIndex((item) => javaEquals(item, value));
}

function includesAll(self: readonly Value[], other: readonly Value[]): boolean {
  return other.every((value) => find(self, value) >= 0);
}

/** Puts values in at a position and says so; a list that doubles itself must not eat the machine. */
function insert(self: Value[], index: number, values: readonly Value[]): void {
  if (self.length + values.length > maximumItems) throw limitError("items of a list", maximumItems);
  self.splice(index, 0, ...values.slice(0, maximumArguments));
  for (let at = maximumArguments; at < values.length; at++) self.splice(index + at, 0, values[at] as Value);
}

/** Arguments a JavaScript call can spread without exhausting its stack. */
const maximumArguments = 10_000;

function keep(self: Value[], wanted: (value: Value) => boolean): boolean {
  const kept = self.filter(wanted);
  const changed = kept.length !== self.length;
  self.length = 0;
  insert(self, 0, kept);
  return changed;
}

const add: Method<Value[]> = (self, args) => {
  if (args.length === 1) {
    if (self instanceof ValueSet && find(self, args[0] as Value) >= 0) return false;
    insert(self, self.length, args);
    return true;
  }
  const [index, value] = args;
  if (args.length !== 2 || !isInteger(index)) return undefined;
  insert(self, checked(self, index, self.length + 1), [value as Value]);
  return "";
};

const addAll: Method<Value[]> = (self, args) => {
  const [index, values] = args.length === 1 ? [self.length, args[0]] : args;
  if (args.length > 2 || !isInteger(index) || !Array.isArray(values)) return undefined;
  insert(self, checked(self, index, self.length + 1), [...values]);
  return values.length > 0;
};

/** `List.get`; a Set has none. */
export const getItem: Method<Value[]> = (self, [index, ...more]) => {
  if (!isInteger(index) || more.length > 0 || self instanceof ValueSet) return undefined;
  return self[checked(self, index, self.length)] as Value;
};

/** `List.set`: gives the item that was there. */
export const setItem: Method<Value[]> = (self, args) => {
  const [index, value] = args;
  if (args.length !== 2 || !isInteger(index) || self instanceof ValueSet) return undefined;
  const old = self[checked(self, index, self.length)] as Value;
  self[index] = value as Value;
  return old;
};

const remove: Method<Value[]> = (self, [value, ...more]) => {
  if (value === undefined || more.length > 0) return undefined;
  if (isInteger(value) && !(self instanceof ValueSet)) {
    return self.splice(checked(self, value, self.length), 1)[0] as Value;
  }
  const index = find(self, value);
  if (index >= 0) self.splice(index, 1);
  return index >= 0;
};

const subList: Method<Value[]> = (self, [from, to, ...more]) => {
  if (!isInteger(from) || !isInteger(to) || more.length > 0 || self instanceof ValueSet) return undefined;
  checked(self, to, self.length + 1);
  return [...self].slice(checked(self, from, to + 1), to);
};

function ofList(run: (self: Value[], other: Value[]) => Value): Method<Value[]> {
  return (self, args) => (args.length === 1 && Array.isArray(args[0]) ? run(self, args[0]) : undefined);
}

/** The methods of `java.util.List` and `java.util.Set`. */
export const listMethods = methods<Value[]>({
  size: plain((self) => self.length),
  isEmpty: plain((self) => self.length === 0),
  get: getItem,
  set: setItem,
  add,
  addAll,
  remove,
  subList,
  clear: plain((self) => {
    self.length = 0;
    return "";
  }),
  contains: ofAny((self, value) => find(self, value) >= 0),
  indexOf: ofAny(find),
  lastIndexOf: ofAny((self, value) => self.findLastIndex((item) => javaEquals(item, value))),
  containsAll: ofList(includesAll),
  removeAll: ofList((self, other) => keep(self, (value) => find(other, value) < 0)),
  retainAll: ofList((self, other) => keep(self, (value) => find(other, value) >= 0)),
  equals: ofAny((self, other) => javaEquals(self, other)),
  toString: plain(textOf),
  toArray: plain((self) => [...self]),
  iterator: plain((self) => [...self]),
  toJSONString: (self, args) => (self instanceof JsonList && args.length === 0 ? jsonText(self, true) : undefined),
});
