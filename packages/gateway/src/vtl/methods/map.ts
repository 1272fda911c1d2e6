import { hashCode, javaEquals } from "../equality.ts";
import { exception } from "../errors.ts";
import { print, textOf } from "../print.ts";
import { type Cursor, type HostObject, JavaArray, type Value, type ValueMap } from "../values.ts";
import { any, collection, map, methods, on } from "./method.ts";

const entryMethods = methods<MapEntry>({
  getKey: on([], (self) => self.key),
  getValue: on([], (self) => self.value),
  setValue: on([any], (self, value) => self.setValue(value)),
  equals: on([any], (self, other) => self.equals(other)),
  hashCode: on([], (self) => self.hash()),
  toString: on([], (self: MapEntry) => self.print()),
});

/** A `Map.Entry`. */
export class MapEntry implements HostObject {
  readonly methods = entryMethods;
  readonly key: Value;
  value: Value;
  private readonly map: ValueMap;

  constructor(owner: ValueMap, key: Value, value: Value) {
    this.map = owner;
    this.key = key;
    this.value = value;
  }

  setValue(value: Value): Value {
    const old = this.value;
    this.value = value;
    if (this.map.has(this.key)) this.map.set(this.key, value);
    return old;
  }

  equals(other: Value): boolean {
    return other instanceof MapEntry && javaEquals(this.key, other.key) && javaEquals(this.value, other.value);
  }

  hash(): number {
    return hashCode(this.key) ^ hashCode(this.value);
  }

  print(): string {
    return `${textOf(this.key)}=${textOf(this.value)}`;
  }
}

const viewMethods = methods<MapView>({
  size: on([], (self) => self.map.size),
  isEmpty: on([], (self) => self.map.size === 0),
  contains: on([any], (self, value) => self.contains(value)),
  containsAll: on([collection], (self, values) => values.every((value) => self.contains(value))),
  add: on([any], () => unsupported()),
  addAll: on([collection], (_self, values) => (values.length === 0 ? false : unsupported())),
  remove: on([any], (self, value) => self.removeIf((item) => javaEquals(item, value), true)),
  removeAll: on([collection], (self, values) => self.removeIf((item) => includes(values, item))),
  retainAll: on([collection], (self, values) => self.removeIf((item) => !includes(values, item))),
  clear: on([], (self) => clear(self.map)),
  iterator: on([], (self) => self.iterator()),
  toArray: on([], (self) => new JavaArray("[Ljava.lang.Object;", self.items())),
  equals: on([any], (self, other) => self.equals(other)),
  hashCode: on([], (self) => self.hash()),
  toString: on([], (self: MapView) => self.print()),
});

/** A `keySet()`, `values()` or `entrySet()`: what is taken from it is taken from its map. */
export class MapView implements HostObject {
  readonly methods = viewMethods;
  readonly map: ValueMap;
  private readonly kind: "keys" | "values" | "entries";

  constructor(owner: ValueMap, kind: "keys" | "values" | "entries") {
    this.map = owner;
    this.kind = kind;
  }

  items(): readonly Value[] {
    if (this.kind === "keys") return [...this.map.keys()];
    if (this.kind === "values") return [...this.map.values()];
    return [...this.map].map(([key, value]) => new MapEntry(this.map, key, value));
  }

  iterator(): MapIterator {
    return new MapIterator(this.map, this.items());
  }

  contains(value: Value): boolean {
    return this.kind === "keys" ? this.map.has(keyIn(this.map, value)) : includes(this.items(), value);
  }

  /** Removes the items that `unwanted` says, or the first of them; tells whether there were any. */
  removeIf(unwanted: (item: Value) => boolean, once = false): boolean {
    const keys = [...this.map.keys()];
    const items = this.items();
    let removed = false;
    for (let index = 0; index < items.length && !(once && removed); index++) {
      if (unwanted(items[index] ?? null)) removed = this.map.delete(keys[index] ?? null) || removed;
    }
    return removed;
  }

  equals(other: Value): boolean {
    if (!(other instanceof MapView) || this.kind === "values" || other.kind === "values") return other === this;
    return this.map.size === other.map.size && other.items().every((item) => this.contains(item));
  }

  hash(): number {
    let sum = 0;
    if (this.kind !== "values") for (const item of this.items()) sum = (sum + hashCode(item)) | 0;
    return sum;
  }

  print(): string {
    return print([...this.items()]) ?? "null";
  }
}

const iteratorMethods = methods<MapIterator>({
  hasNext: on([], (self) => self.hasNext()),
  next: on([], (self) => self.next()),
  remove: on([], (self) => self.remove()),
  equals: on([any], (self, other) => (self as Value) === other),
  toString: on([], (self: MapIterator) => self.print()),
});

/** The iterator of a map's view, which fails when the map gets larger or smaller behind its back. */
export class MapIterator implements HostObject, Cursor {
  readonly methods = iteratorMethods;
  private readonly map: ValueMap;
  private readonly list: readonly Value[];
  private readonly keys: readonly Value[];
  private size: number;
  private at = 0;

  constructor(owner: ValueMap, items: readonly Value[]) {
    this.map = owner;
    this.list = items;
    this.keys = [...owner.keys()];
    this.size = owner.size;
  }

  iterator(): Cursor {
    return this;
  }

  hasNext(): boolean {
    return this.at < this.list.length;
  }

  next(): Value {
    if (this.map.size !== this.size) throw exception("util.ConcurrentModificationException");
    if (!this.hasNext()) throw exception("NoSuchElementException");
    return this.list[this.at++] ?? null;
  }

  remove(): Value {
    if (this.at === 0 || !this.map.delete(this.keys[this.at - 1] ?? null)) throw exception("IllegalStateException");
    this.size = this.map.size;
    return "";
  }

  print(): string {
    return "java.util.LinkedHashMap$LinkedKeyIterator@1b6d3586";
  }
}

function includes(values: readonly Value[], value: Value): boolean {
  return values.some((item) => javaEquals(item, value));
}

function unsupported(): never {
  throw exception("UnsupportedOperationException");
}

function clear(self: ValueMap): Value {
  self.clear();
  return "";
}

/** The key of a map that equals `key`: JavaScript's maps find an object by its identity alone. */
function keyIn(self: ValueMap, key: Value): Value {
  if (typeof key !== "object" || key === null || self.has(key)) return key;
  for (const own of self.keys()) if (typeof own === "object" && javaEquals(own, key)) return own;
  return key;
}

/** `Map.get`. */
export function get(self: ValueMap, key: Value): Value {
  return self.get(keyIn(self, key)) ?? null;
}

/** `Map.put`: gives the value that was there. */
export function put(self: ValueMap, key: Value, value: Value): Value {
  const own = keyIn(self, key);
  const old = self.get(own) ?? null;
  self.set(own, value);
  return old;
}

function putAll(self: ValueMap, other: ValueMap): Value {
  for (const [key, value] of [...other]) put(self, key, value);
  return "";
}

function remove(self: ValueMap, key: Value): Value {
  const old = get(self, key);
  self.delete(keyIn(self, key));
  return old;
}

function removePair(self: ValueMap, key: Value, value: Value): boolean {
  return self.has(keyIn(self, key)) && javaEquals(get(self, key), value) && self.delete(keyIn(self, key));
}

function replacePair(self: ValueMap, key: Value, old: Value, now: Value): boolean {
  const isThere = self.has(keyIn(self, key)) && javaEquals(get(self, key), old);
  if (isThere) put(self, key, now);
  return isThere;
}

/** The methods of `java.util.Map`, those of Java 8. */
export const mapMethods = methods<ValueMap>({
  get: on([any], get),
  put: on([any, any], put),
  putAll: on([map], putAll),
  putIfAbsent: on([any, any], (self, key, value) => get(self, key) ?? put(self, key, value)),
  getOrDefault: on([any, any], (self, key, other) => (self.has(keyIn(self, key)) ? get(self, key) : other)),
  containsKey: on([any], (self, key) => self.has(keyIn(self, key))),
  containsValue: on([any], (self, value) => [...self.values()].some((item) => javaEquals(item, value))),
  remove: [on([any], remove), on([any, any], removePair)],
  replace: [
    on([any, any], (self, key, value) => (self.has(keyIn(self, key)) ? put(self, key, value) : null)),
    on([any, any, any], replacePair),
  ],
  keySet: on([], (self) => new MapView(self, "keys")),
  values: on([], (self) => new MapView(self, "values")),
  entrySet: on([], (self) => new MapView(self, "entries")),
  size: on([], (self) => self.size),
  isEmpty: on([], (self) => self.size === 0),
  clear: on([], clear),
  clone: on([], (self) => new Map(self)),
  equals: on([any], (self, other) => javaEquals(self, other)),
  hashCode: on([], (self) => hashCode(self)),
  toString: on([], (self: ValueMap) => print(self)),
});
