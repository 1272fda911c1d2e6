import { Break, type Frame, type Run } from "./frame.ts";
import { any, methods, on } from "./methods/method.ts";
import type { HostObject, Value } from "./values.ts";

/** How deep a definition may use itself (Velocity's `directive.define.maxdepth`); beyond, its name is printed. */
const MAX_DEPTH = 2;

const definitionMethods = methods<Definition>({
  toString: on([], (self: Definition) => self.print()),
  equals: on([any], (self, other) => (self as Value) === other),
});

/** The value that `#define($name) … #end` gives `$name`: rendered anew wherever it is printed. */
export class Definition implements HostObject {
  readonly methods = definitionMethods;
  private readonly body: Run;
  private readonly frame: Frame;
  private depth = 0;

  constructor(body: Run, frame: Frame) {
    this.body = body;
    this.frame = frame;
  }

  /** Prints to the frame's output, so that what is printed before a `#stop` stays; false when it is too deep in itself. */
  render(): boolean {
    if (this.depth >= MAX_DEPTH) return false;
    this.depth++;
    try {
      this.body(this.frame);
    } catch (signal) {
      if (!(signal instanceof Break) || signal.scope) throw signal;
    } finally {
      this.depth--;
    }
    return true;
  }

  print(): string | null {
    const { frame } = this;
    const outer = frame.output;
    frame.output = "";
    frame.nested++;
    try {
      return this.render() ? frame.output : null;
    } finally {
      frame.nested--;
      frame.output = outer;
    }
  }
}
