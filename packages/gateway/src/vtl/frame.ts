import type { Value } from "./values.ts";

/** One rendering under way. */
export interface Frame {
  /** The variables' values, by slot; null when unset. */
  readonly variables: Value[];
  output: string;
  /** Statements that may still run in loops. */
  budget: number;
  /** When loops must end, in milliseconds of `Date.now()`. */
  readonly deadline: number;
  /** Told the lines that run; only code compiled for tracing calls it. */
  readonly onLine: ((line: number) => void) | undefined;
}

/** A template being compiled: its variables have places in the frame, not names. */
export interface Compilation {
  /** The slot of a variable, which is its own throughout the template. */
  slot(name: string): number;
  /** The slots given out so far, by the variables' names. */
  readonly slots: ReadonlyMap<string, number>;
  /** Whether the code tells the frame which lines run, at the cost of some speed. */
  readonly traced: boolean;
}

/** Begins a compilation. */
export function newCompilation(traced: boolean): Compilation {
  const slots = new Map<string, number>();
  const slot = (name: string) => {
    const given = slots.get(name) ?? slots.size;
    slots.set(name, given);
    return given;
  };
  return { slot, slots, traced };
}
