import type { Reference, Statement } from "./ast.ts";
import { compileTest, compileValue } from "./compile-expression.ts";
import { compileReference } from "./compile-reference.ts";
import { compileBlock } from "./compile-statement.ts";
import type { Compilation, Evaluate, Run } from "./frame.ts";

/** A template's code, and the slots of its variables by their names. */
export interface Code {
  readonly run: Run;
  readonly slots: ReadonlyMap<string, number>;
}

/** Makes closures of a template; `traced` code tells the frame which lines run, at the cost of some speed. */
export function compileTemplate(statements: readonly Statement[], traced: boolean): Code {
  const slots = new Map<string, number>();
  const compilation: Compilation = {
    traced,
    slot: (name) => {
      const given = slots.get(name) ?? slots.size;
      slots.set(name, given);
      return given;
    },
    value: (expression) => compileValue(expression, compilation),
    test: (expression) => compileTest(expression, compilation),
    reference: (reference) => {
      const read = compileReference(reference, compilation);
      return traced && !reference.bare ? watched(reference, read) : read;
    },
    block: (body) => compileBlock(body, compilation),
  };
  return { run: compilation.block(statements), slots };
}

/** Tells the frame's observer what a reference holds. */
function watched(reference: Reference, read: Evaluate): Evaluate {
  return (frame) => {
    const value = read(frame);
    frame.onValue?.(reference, value);
    return value;
  };
}
