import { Break, type Run } from "./compile-statement.ts";
import type { Frame } from "./frame.ts";
import type { HostObject } from "./values.ts";

/** How deep a definition may use itself (Velocity's `directive.define.maxdepth`); beyond, its name is printed. */
const maximumDepth = 2;

/** The value that `#define($name) … #end` gives `$name`: rendered anew wherever it is printed. */
export function definition(body: Run, frame: Frame): HostObject {
  let depth = 0;
  return {
    property: () => null,
    call: () => undefined,
    print: () => {
      if (depth >= maximumDepth) return null;
      depth++;
      const outer = frame.output;
      frame.output = "";
      try {
        body(frame);
        return frame.output;
      } catch (signal) {
        if (signal instanceof Break && !signal.scope) return frame.output;
        throw signal;
      } finally {
        depth--;
        frame.output = outer;
      }
    },
  };
}
