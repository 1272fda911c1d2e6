import { availableParallelism } from "node:os";
import { type Ending, type Environment, startEnvironment } from "./environment.ts";
import type { FunctionSettings } from "./function.ts";

/**
 * How many environments a function may have at once; further invocations wait for one to be free. More than there are
 * processors would only load the same code once more each.
 */
const MOST = Math.max(2, availableParallelism());

/** The execution environments of one function: kept warm and used again, as Lambda does. */
export interface Pool {
  /** Runs one invocation; never rejects. */
  invoke(requestId: string, payload: string): Promise<Ending>;
  close(): Promise<void>;
}

/**
 * @param onOutput Called with what an invocation writes to its console.
 */
export function createPool(
  settings: FunctionSettings,
  runtime: string,
  onOutput: (requestId: string, text: string) => void,
): Pool {
  const idle: Slot[] = [];
  const all = new Set<Slot>();
  const waiting: ((slot: Slot) => void)[] = [];

  function start(): Slot {
    const slot: Slot = { requestId: "", environment: undefined as unknown as Environment };
    slot.environment = startEnvironment(settings, runtime, (text) => onOutput(slot.requestId, text));
    all.add(slot);
    return slot;
  }
  function take(): Slot | Promise<Slot> {
    return idle.pop() ?? (all.size < MOST ? start() : new Promise((resolve) => waiting.push(resolve)));
  }
  function give(slot: Slot): void {
    let next = slot;
    if (!slot.environment.isUsable()) {
      all.delete(slot);
      slot.environment.stop();
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
      const slot = await take();
      slot.requestId = requestId;
      const ending = await slot.environment.invoke(requestId, payload);
      give(slot);
      return ending;
    },
    async close() {
      await Promise.all([...all].map((slot) => slot.environment.stop()));
    },
  };
}

interface Slot {
  requestId: string;
  environment: Environment;
}
