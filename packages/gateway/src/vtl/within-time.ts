import vm from "node:vm";
import { TemplateError } from "./errors.ts";
import { limits } from "./limits.ts";

// JavaScript cannot stop a regular expression, but a script's time limit holds for all that the script calls.
const sandbox = vm.createContext({ work: undefined as unknown });
const script = new vm.Script("work()");

/**
 * Runs `work`, which must be synchronous, for limits.patternMilliseconds at most, or as long as `bound` says. Costs about a
 * tenth of a millisecond.
 * @throws TemplateError when the time is up
 */
export function withinTime<Result>(
  work: () => Result,
  bound = { milliseconds: limits.patternMilliseconds, what: "A regular expression" },
): Result {
  const outer = sandbox.work;
  sandbox.work = work;
  try {
    return script.runInContext(sandbox, { timeout: bound.milliseconds }) as Result;
  } catch (error) {
    if ((error as { code?: unknown }).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    throw new TemplateError("limit", `${bound.what} takes more than ${bound.milliseconds} ms`);
  } finally {
    sandbox.work = outer;
  }
}
