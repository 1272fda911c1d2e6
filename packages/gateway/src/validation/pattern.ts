import vm from "node:vm";
import { translatePattern } from "./ecma-pattern.ts";

/** A pattern of a model. */
export interface Pattern {
  readonly source: string;
  readonly expression: RegExp;
  /** How many steps a text of a length may take at most, or more. */
  readonly steps: (length: number) => number;
}

/** Compiles a pattern. @returns undefined when the Java validator refuses it */
export function compilePattern(source: string): Pattern | undefined {
  const text = translatePattern(source);
  if (text === undefined) return undefined;
  try {
    return { source, expression: new RegExp(text), steps: stepsOf(source) };
  } catch {
    // Rhino knows no limit of nesting, JavaScript does.
    return undefined;
  }
}

/**
 * Going back and forth takes a time that grows with the text's length to the power of the number of quantifiers, and
 * exponentially when a group that repeats has quantifiers or alternatives in it.
 */
function stepsOf(source: string): Pattern["steps"] {
  const quantifiers = source.match(/[*+]|\{\d+,/g)?.length ?? 0;
  const isAnchored = source.startsWith("^") && !source.includes("|");
  const isNested = /[*+{|][^()]*\)+[*+{]/.test(source);
  const power = isAnchored ? Math.max(quantifiers, 1) : quantifiers + 1;
  return isNested ? (length) => 2 ** length : (length) => powerOf(length, power);
}

/** Multiplied out, which is faster than `**`. */
function powerOf(base: number, exponent: number): number {
  let result = base;
  for (let i = 1; i < exponent; i++) result *= base;
  return result;
}

/** Milliseconds that validation may take once its patterns may take long. */
export const MAXIMUM_MILLISECONDS = 250;

// JavaScript cannot stop a regular expression, but a script's time limit holds for all that the script calls.
const sandbox = vm.createContext({ work: undefined as unknown });
const script = new vm.Script("work()");

/**
 * Runs `work`, which must be synchronous, for `MAXIMUM_MILLISECONDS` at most. Costs about a tenth of a millisecond.
 * @returns undefined when the time is up
 */
export function withinTime<Result>(work: () => Result): Result | undefined {
  sandbox.work = work;
  try {
    return script.runInContext(sandbox, { timeout: MAXIMUM_MILLISECONDS }) as Result;
  } catch (error) {
    if ((error as { code?: unknown }).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    return undefined;
  } finally {
    sandbox.work = undefined;
  }
}
