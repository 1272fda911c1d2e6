import { exception } from "../errors.ts";
import { type Cursor, type HostObject, isHostObject, type Value } from "../values.ts";
import { MapView } from "./map.ts";
import { any, methods, on } from "./method.ts";

const iteratorMethods = methods<ListIterator>({
  hasNext: on([], (self) => self.hasNext()),
  equals: on([any], (self, other) => (self as Value) === other),
  toString: on([], (self: ListIterator) => self.print()),
  next: on([], (self) => self.next()),
  remove: on([], (self) => self.remove()),
  hasPrevious: on([], (self) => self.at > 0),
  previous: on([], (self) => self.previous()),
  nextIndex: on([], (self) => self.at),
  previousIndex: on([], (self) => self.at - 1),
  set: on([any], (self, value) => self.set(value)),
  add: on([any], (self, value) => self.add(value)),
});

/** A `java.util.Iterator` or `ListIterator`, which fails when its list gets longer or shorter behind its back. */
export class ListIterator implements HostObject, Cursor {
  readonly methods = iteratorMethods;
  at: number;
  private readonly list: Value[];
  private length: number;
  private last = -1;

  constructor(list: Value[], at = 0) {
    this.list = list;
    this.length = list.length;
    this.at = at;
  }

  iterator(): Cursor {
    return this;
  }

  hasNext(): boolean {
    return this.at !== this.list.length;
  }

  next(): Value {
    this.check();
    if (this.at >= this.list.length) throw exception("NoSuchElementException");
    this.last = this.at++;
    return this.list[this.last] ?? null;
  }

  previous(): Value {
    this.check();
    if (this.at <= 0) throw exception("NoSuchElementException");
    this.last = --this.at;
    return this.list[this.last] ?? null;
  }

  remove(): Value {
    if (this.last < 0) throw exception("IllegalStateException");
    this.check();
    this.list.splice(this.last, 1);
    this.at = this.last;
    this.settle();
    return "";
  }

  set(value: Value): Value {
    if (this.last < 0) throw exception("IllegalStateException");
    this.check();
    this.list[this.last] = value;
    return "";
  }

  add(value: Value): Value {
    this.check();
    this.list.splice(this.at++, 0, value);
    this.settle();
    return "";
  }

  print(): string {
    return "java.util.ArrayList$Itr@1b6d3586";
  }

  private settle(): void {
    this.last = -1;
    this.length = this.list.length;
  }

  private check(): void {
    if (this.list.length !== this.length) throw exception("util.ConcurrentModificationException");
  }
}

/** What `#foreach` goes over: a list's items, a map's values; null for what it cannot go over. */
export function cursorOf(value: Value): Cursor | null {
  if (Array.isArray(value)) return new ListIterator(value);
  if (value instanceof Map) return new MapView(value, "values").iterator();
  return isHostObject(value) ? (value.iterator?.() ?? null) : null;
}
