import { availableParallelism } from "node:os";
import { type Ending, type Environment, startEnvironment } from "./environment.ts";
import type { FunctionSettings } from "./function.ts";

/**
 * Environments of a function at once; further invocations wait for a free one. More than there are processors would load
 * the same code again without running it sooner.
 */
const MAX_ENVIRONMENTS = Math.max(2, availableParallelism());

/** Milliseconds after which an environment that no invocation needed is ended: each takes 30 MB. The last one stays warm. */
const IDLE_MS = 30_000;

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
 * @param idleMs Milliseconds after which an environment that no invocation needed is ended.
 */
export function createPool(
  settings: FunctionSettings,
  runtime: string,
  onOutput: (requestId: string, text: string) => void,
  idleMs = IDLE_MS,
): Pool {
  /** Those that wait for an invocation and since when. The last one is taken next, so that the first may be needed no more. */
  const idle: { readonly environment: Environment; readonly since: number }[] = [];
  const all = new Set<Environment>();
  const looking = setInterval(endIdle, idleMs).unref();
  const waiting: ((environment: Environment) => void)[] = [];

  function start(): Environment {
    const environment = startEnvironment(settings, runtime, onOutput);
    all.add(environment);
    return environment;
  }
  function take(): Environment | Promise<Environment> {
    return (
      idle.pop()?.environment ??
      (all.size < MAX_ENVIRONMENTS ? start() : new Promise((resolve) => waiting.push(resolve)))
    );
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
      idle.push({ environment: next, since: Date.now() });
    }
  }
  function endIdle(): void {
    const [first] = idle;
    if (first && all.size > 1 && Date.now() - first.since >= idleMs) {
      idle.shift();
      all.delete(first.environment);
      void first.environment.stop();
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
      clearInterval(looking);
      await Promise.all([...all].map((environment) => environment.stop()));
    },
  };
}
