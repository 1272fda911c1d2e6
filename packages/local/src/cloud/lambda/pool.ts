import { availableParallelism } from "node:os";
import { type Ending, type Environment, type Job, startEnvironment } from "./environment.ts";
import type { FunctionSettings } from "./function.ts";

/**
 * Environments of a function at once; further invocations wait for a free one. More than there are processors would load
 * the same code again without running it sooner.
 */
const MAX_ENVIRONMENTS = Math.max(2, availableParallelism());

/** Milliseconds after which an environment that no invocation needed is ended: each takes 12 MB and more. The last one stays warm. */
const IDLE_MS = 5_000;

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
  const environments = new Set<Environment>();
  /** Invocations that no environment has been sent. */
  const line: Job[] = [];
  const looking = setInterval(endIdle, idleMs).unref();
  let isHandingOut = false;
  let isClosed = false;

  function start(): Environment {
    const environment = startEnvironment(settings, runtime, {
      onOutput,
      onRoom: handOutSoon,
      onReturned(jobs) {
        line.unshift(...jobs);
        handOutSoon();
      },
      onEnd: () => environments.delete(environment),
    });
    environments.add(environment);
    return environment;
  }
  /** At the end of this turn of the event loop, so that an environment is sent what came in it with one message. */
  function handOutSoon(): void {
    if (line.length > 0 && !isHandingOut) {
      isHandingOut = true;
      setImmediate(handOut);
    }
  }
  function handOut(): void {
    isHandingOut = false;
    while (line.length > 0 && !isClosed) {
      const environment = withRoom() ?? (environments.size < MAX_ENVIRONMENTS ? start() : undefined);
      if (environment === undefined) {
        return;
      }
      environment.send(line.splice(0, environment.room()));
    }
  }
  /** The busiest that has room, so that it gets many at once, or else the one that was used last, so that others may be needed no more. */
  function withRoom(): Environment | undefined {
    const [best] = [...environments]
      .filter((environment) => environment.room() > 0)
      .sort((a, b) => b.underWay() - a.underWay() || b.lastUsed() - a.lastUsed());
    return best;
  }
  function endIdle(): void {
    const [first] = [...environments]
      .filter((environment) => environment.underWay() === 0)
      .sort((a, b) => a.lastUsed() - b.lastUsed());
    if (first && environments.size > 1 && performance.now() - first.lastUsed() >= idleMs) {
      environments.delete(first);
      void first.stop();
    }
  }

  return {
    invoke: (requestId, payload) =>
      new Promise((end) => {
        line.push({ requestId, payload, end });
        handOutSoon();
      }),
    async close() {
      isClosed = true;
      clearInterval(looking);
      await Promise.all([...environments].map((environment) => environment.stop()));
    },
  };
}
