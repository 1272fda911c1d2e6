import { availableParallelism } from "node:os";
import { type Ending, type Environment, startEnvironment } from "./environment.ts";
import type { FunctionSettings } from "./function.ts";

/**
 * Environments of a function at once; further invocations wait for a free one. More than there are processors would load
 * the same code again without running it sooner.
 */
const MAX_ENVIRONMENTS = Math.max(2, availableParallelism());

/** The execution environments of one function: kept warm and used again, as Lambda does. */
export interface Pool {
  /** Runs one invocation; never rejects. */
  invoke(requestId: string, payload: string): Promise<Ending>;
  close(): Promise<void>;
}

/**
 * Creates a pool without environments; they start with the invocations that need them.
 *
 * @param onOutput Called with what an invocation writes to its console.
 */
export function createPool(
  settings: FunctionSettings,
  runtime: string,
  onOutput: (requestId: string, text: string) => void,
): Pool {
  const idle: Environment[] = [];
  const all = new Set<Environment>();
  const waiting: ((environment: Environment) => void)[] = [];

  function start(): Environment {
    const environment = startEnvironment(settings, runtime, onOutput);
    all.add(environment);
    return environment;
  }
  function take(): Environment | Promise<Environment> {
    return idle.pop() ?? (all.size < MAX_ENVIRONMENTS ? start() : new Promise((resolve) => waiting.push(resolve)));
  }
  function give(environment: Environment): void {
    let next = environment;
    if (!environment.isUsable()) {
      all.delete(environment);
      environment.stop();
      if (waiting.length === 0) {
        return;
      }
      next = start();
    }
    const waiter = waiting.shift();
    if (waiter) {
      waiter(next);
    } else {
      idle.push(next);
    }
  }

  return {
    async invoke(requestId, payload) {
      const environment = await take();
      const ending = await environment.invoke(requestId, payload);
      give(environment);
      return ending;
    },
    async close() {
      await Promise.all([...all].map((environment) => environment.stop()));
    },
  };
}
