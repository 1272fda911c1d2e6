import type { Scope } from "./scope.ts";
import type { Value } from "./values.ts";

/** One rendering under way. */
export interface Frame {
  readonly scope: Scope;
  /** The variables' values, by slot; null when unset. */
  readonly variables: Value[];
  output: string;
  /** Statements that may still run in loops. */
  budget: number;
  readonly onLine: ((line: number) => void) | undefined;
}

/** Gives each variable of a template its slot. */
export interface Slots {
  of(name: string): number;
  readonly names: ReadonlyMap<string, number>;
}

/** An empty table of variables. */
export function newSlots(): Slots {
  const names = new Map<string, number>();
  const of = (name: string) => {
    const slot = names.get(name) ?? names.size;
    names.set(name, slot);
    return slot;
  };
  return { of, names };
}
