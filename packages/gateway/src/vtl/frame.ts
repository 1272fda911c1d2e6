import type { Expression, Reference, Statement } from "./ast.ts";
import type { ContextMap } from "./context.ts";
import type { Scope } from "./scope.ts";
import type { Value } from "./values.ts";

/** One rendering under way. */
export interface Frame {
  readonly scope: Scope;
  /**
   * The variables' values, by slot. Until something is assigned to them they are undefined: those of API Gateway, such as
   * `$context`, are made when they are asked for.
   */
  readonly variables: (Value | undefined)[];
  /** `$context`, once it is made. */
  context: ContextMap | undefined;
  output: string;
  /** Statements that may still run in loops. */
  budget: number;
  /** When loops must end, in milliseconds of `Date.now()`; 0 before the first loop. */
  deadline: number;
  /** Told the lines that run; only code compiled for tracing calls it. */
  readonly onLine: ((line: number) => void) | undefined;
  /** Told the value of each reference that is read. Only code compiled for tracing calls it. */
  readonly onValue: ((reference: Reference, value: Value) => void) | undefined;
  /** Told what a statement wrote to the output, as the characters' indexes. Only code compiled for tracing calls it. */
  readonly onWrite: ((statement: Statement, from: number, to: number) => void) | undefined;
  /** How many strings with references in them are being put together: what they print is not the output yet. */
  nested: number;
}

/** Gives an expression's value; null where Java's is, such as after a division by zero. */
export type Evaluate = (frame: Frame) => Value;

/** From a value to a part of it; null when it has no such part. */
export type Access = (frame: Frame, self: Exclude<Value, null>) => Value;

/** Decides an `#if`. */
export type Test = (frame: Frame) => boolean;

/** Runs a statement: prints to the frame's output, assigns its variables. */
export type Run = (frame: Frame) => void;

/** A template being compiled: its variables have places in the frame, not names. */
export interface Compilation {
  /** The slot of a variable, which is its own throughout the template. */
  slot(name: string): number;
  /** Whether the code tells the frame which lines run, at the cost of some speed. */
  readonly traced: boolean;
  /** Compiles a part of what is being compiled: the parts of a template hold each other. */
  value(expression: Expression): Evaluate;
  test(expression: Expression): Test;
  reference(reference: Reference): Evaluate;
  block(statements: readonly Statement[]): Run;
}

/** Thrown by `#stop`: ends the rendering. */
export const stop = Symbol("#stop");

/** Thrown by `#break`: ends the innermost loop or definition, or the one it names. */
export class Break {
  readonly scope: object | undefined;
  constructor(scope?: object) {
    this.scope = scope;
  }
}
