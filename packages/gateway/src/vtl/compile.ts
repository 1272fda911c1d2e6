import type { Reference, Statement } from "./ast.ts";
import { compileTest, compileValue } from "./compile-expression.ts";
import { compileReference } from "./compile-reference.ts";
import { compileBlock } from "./compile-statement.ts";
import type { Compilation, Evaluate, Run } from "./frame.ts";

/** A template's code, and its variables before anything is assigned to them. */
export interface Code {
  readonly run: Run;
  readonly unassigned: readonly undefined[];
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
  const run = compilation.block(statements);
  return { run, unassigned: new Array<undefined>(slots.size).fill(undefined) };
}

/** Tells the frame's observer what a reference holds. */
function watched(reference: Reference, read: Evaluate): Evaluate {
  return (frame) => {
    const value = read(frame);
    frame.onValue?.(reference, value);
    return value;
  };
}
