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
    return { source, expression: new RegExp(text), steps: stepsOf(text) };
  } catch {
    // Rhino knows no limit of nesting, JavaScript does.
    return undefined;
  }
}

/** Parts of a translated pattern: characters and classes, or the signs that structure it. */
const PART = /\\u[0-9a-f]{4}|\\[1-9]\d*|\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?[:=!])?|\{\d+\}|[\s\S]/g;

/**
 * Going back and forth takes a time that grows with the text's length to the power of the number of quantifiers, and exponentially
 * when a group that repeats has quantifiers or alternatives in it.
 * @param text a translated pattern
 */
function stepsOf(text: string): Pattern["steps"] {
  let quantifiers = 0;
  let choices = 0;
  let isNested = false;
  /** Whether each group that is open, and the whole, may match in more than one way. */
  const varies = [false];
  const parts = text.match(PART) ?? [];
  for (const [i, part] of parts.entries()) {
    if (part.startsWith("(")) varies.push(false);
    else if (part === ")") {
      const inner = varies.pop() ?? false;
      const next = parts[i + 1] ?? "";
      if (inner && /^[*+{]/.test(next)) isNested = true;
      if (inner) varies[varies.length - 1] = true;
    } else if (/^(?:[*+?|]|\{$|\\[1-9])/.test(part)) {
      if (part === "?" || part === "|") choices++;
      else quantifiers++;
      varies[varies.length - 1] = true;
    }
  }
  if (isNested) return (length) => 2 ** length;
  const isAnchored = text.startsWith("^") && !text.includes("|");
  const power = isAnchored ? Math.max(quantifiers, 1) : quantifiers + 1;
  const factor = 2 ** choices;
  return (length) => factor * powerOf(length, power);
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
const sandbox = vm.createContext({ work: undefined });
const script = new vm.Script("work()");

/**
 * Runs `work`, which must be synchronous, for `MAXIMUM_MILLISECONDS` at most. Costs about a tenth of a millisecond.
 * @returns undefined when the time is up
 */
export function withinTime<Result>(work: () => Result): Result | undefined {
  sandbox.work = work;
  try {
    return script.runInContext(sandbox, { timeout: MAXIMUM_MILLISECONDS });
  } catch (error) {
    // An error of the sandbox, which is not an instance of this side's Error.
    const isTimeout =
      typeof error === "object" && error !== null && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
    if (!isTimeout) throw error;
    return undefined;
  } finally {
    sandbox.work = undefined;
  }
}
