import vm from "node:vm";
import { TemplateError } from "./errors.ts";

/** Milliseconds that a regular expression may take on one text. */
const maximumMilliseconds = 1000;

// JavaScript cannot stop a regular expression, but a script's time limit holds for all that the script calls.
const sandbox = vm.createContext({ work: undefined as unknown });
const script = new vm.Script("work()");

/**
 * Runs `work`, which must be synchronous, for a second at most. Costs about a tenth of a millisecond.
 * @throws TemplateError when the time is up
 */
export function withinTime<Result>(work: () => Result): Result {
  sandbox.work = work;
  try {
    return script.runInContext(sandbox, { timeout: maximumMilliseconds }) as Result;
  } catch (error) {
    if ((error as { code?: unknown }).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    throw new TemplateError("limit", `A regular expression takes more than ${maximumMilliseconds} ms`);
  } finally {
    sandbox.work = undefined;
  }
}
