import { mapMethods } from "./methods/map.ts";
import { methods, on } from "./methods/method.ts";
import type { HostObject, Value } from "./values.ts";

const loopMethods = new Map([
  ...mapMethods,
  ...methods<Loop>({
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

/** `$foreach`: where a loop is, and a map for what a template keeps in it. */
export class Loop extends Map<Value, Value> implements HostObject {
  readonly methods = loopMethods;
  readonly parent: Loop | null;
  index = -1;
  hasNext = false;
  private readonly outer: Value;

  /** `outer` is the value of `$foreach` outside of the loop. */
  constructor(outer: Value) {
    super();
    this.outer = outer;
    this.parent = outer instanceof Loop ? outer : null;
  }

  override get(key: Value): Value | undefined {
    return this.has(key) ? super.get(key) : this.parent?.get(key);
  }

  topmost(): Loop {
    return this.parent?.topmost() ?? this;
  }

  replaced(): Value {
    return this.parent ? this.parent.replaced() : this.outer;
  }

  print(): string {
    return "{}";
  }
}
