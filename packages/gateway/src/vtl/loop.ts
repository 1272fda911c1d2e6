import { mapMethods } from "./methods/map.ts";
import { any, methods, on } from "./methods/method.ts";
import { textOf } from "./print.ts";
import type { Cursor, HostObject, Method, Methods, Value, ValueMap } from "./values.ts";

/** `$foreach`: where a loop is, and a map for what a template keeps in it. */
export class Loop implements HostObject {
  readonly methods = loopMethods;
  readonly parent: Loop | null;
  index = -1;
  hasNext = false;
  private readonly outer: Value;
  private own: ValueMap | undefined;

  /** `outer` is the value of `$foreach` outside of the loop. */
  constructor(outer: Value) {
    this.outer = outer;
    this.parent = outer instanceof Loop ? outer : null;
  }

  /** What a template keeps in it. */
  kept(): ValueMap {
    this.own ??= new Map();
    return this.own;
  }

  /** What is kept here or in a loop around this one. */
  get(key: Value): Value {
    return this.own?.has(key) ? (this.own.get(key) ?? null) : (this.parent?.get(key) ?? null);
  }

  topmost(): Loop {
    return this.parent?.topmost() ?? this;
  }

  replaced(): Value {
    return this.parent ? this.parent.replaced() : this.outer;
  }

  iterator(): Cursor {
    return { hasNext: () => false, next: () => null };
  }

  print(): string {
    return textOf(this.kept());
  }
}

function ofKept(method: Method): Method {
  return (self, args) => (self instanceof Loop ? method(self.kept(), args) : undefined);
}

const loopMethods: Methods = new Map([
  ...[...mapMethods].map(([name, method]) => [name, ofKept(method)] as const),
  ...methods<Loop>({
    get: on([any], (self, key) => self.get(key)),
    getIndex: on([], (self) => self.index),
    getCount: on([], (self) => self.index + 1),
    getHasNext: on([], (self) => self.hasNext),
    hasNext: on([], (self) => self.hasNext),
    getFirst: on([], (self) => self.index < 1),
    isFirst: on([], (self) => self.index < 1),
    getLast: on([], (self) => !self.hasNext),
    isLast: on([], (self) => !self.hasNext),
    getParent: on([], (self) => self.parent),
    getTopmost: on([], (self) => self.topmost()),
    getReplaced: on([], (self) => self.replaced()),
  }),
]);
