import { javaEquals } from "../arithmetic.ts";
import { print } from "../print.ts";
import { type HostObject, type Value, type ValueMap, ValueSet } from "../values.ts";
import { type Method, methods, ofAny, plain, textOf } from "./method.ts";

/** A `Map.Entry`. */
function entry(key: Value, value: Value): HostObject {
  const property = (name: string) => (name === "key" ? key : name === "value" ? value : null);
  return {
    property,
    call: (name) => (name === "getKey" ? key : name === "getValue" ? value : undefined),
    print: () => `${print(key)}=${print(value)}`,
  };
}

function ofTwo(run: (self: ValueMap, key: Value, value: Value) => Value): Method<ValueMap> {
  return (self, args) => (args.length === 2 ? run(self, args[0] as Value, args[1] as Value) : undefined);
}

/** `Map.put`: gives the value that was there. */
export function put(self: ValueMap, key: Value, value: Value): Value {
  const old = self.get(key) ?? null;
  self.set(key, value);
  return old;
}

function setOf(values: Iterable<Value>): Value[] {
  // Array.from on a subclass takes several times as long.
  const set = new ValueSet();
  for (const value of values) set.push(value);
  return set;
}

const putAll: Method<ValueMap> = (self, args) => {
  const [other] = args;
  if (args.length !== 1 || !(other instanceof Map)) return undefined;
  for (const [key, value] of [...other]) self.set(key, value);
  return "";
};

/** The methods of `java.util.Map`, those of Java 8. */
export const mapMethods = methods<ValueMap>({
  get: ofAny((self, key) => self.get(key) ?? null),
  put: ofTwo(put),
  putAll,
  putIfAbsent: ofTwo((self, key, value) => self.get(key) ?? put(self, key, value)),
  getOrDefault: ofTwo((self, key, other) => (self.has(key) ? (self.get(key) as Value) : other)),
  containsKey: ofAny((self, key) => self.has(key)),
  containsValue: ofAny((self, value) => [...self.values()].some((item) => javaEquals(item, value))),
  remove: ofAny((self, key) => {
    const old = self.get(key) ?? null;
    self.delete(key);
    return old;
  }),
  keySet: plain((self) => setOf(self.keys())),
  values: plain((self) => [...self.values()]),
  entrySet: plain((self) => setOf([...self].map(([key, value]) => entry(key, value)))),
  size: plain((self) => self.size),
  isEmpty: plain((self) => self.size === 0),
  clear: plain((self) => {
    self.clear();
    return "";
  }),
  equals: ofAny((self, other) => javaEquals(self, other)),
  toString: plain(textOf),
});
