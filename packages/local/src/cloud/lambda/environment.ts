import { Worker } from "node:worker_threads";
import { exited, type LambdaError, lambdaError, timedOut } from "./errors.ts";
import type { FunctionSettings } from "./function.ts";
import type { Invocations, RuntimeData, RuntimeMessage } from "./runtime.ts";
import { callableOrigins, replyTo } from "./service-calls.ts";
import type { ServiceCall } from "./service-socket.ts";

/**
 * Invocations that an environment is sent at once when they are quick. The way to a thread and back costs more than such an invocation,
 * and one message with many of them little more than one with one.
 */
const MAX_AT_ONCE = 16;

/**
 * Megabytes of a function's young objects, of which V8 would take up to 48 and keep them. With 4, as the services' threads have, the
 * contact function takes a tenth more processor time; with 8 localhost holds no more memory once it is idle.
 */
const YOUNG_GENERATION_MB = 8;

/** How an invocation ended: the handler's result as JSON, or an error. */
export type Ending = { readonly result: string } | { readonly error: LambdaError };

/** An invocation that waits, or is under way. */
export interface Job {
  readonly requestId: string;
  /** JSON. */
  readonly payload: string;
  /** Takes how it ended; calls after the first one do nothing. */
  readonly end: (ending: Ending) => void;
}

/**
 * An execution environment: one thread with a function loaded, which runs one invocation at a time. Those that it was sent together it
 * runs one after the other, and gives back what it has not begun when one of them is not over at once.
 */
export interface Environment {
  /** How many invocations it takes now; 0 after a timeout, a crash or a module that did not load. */
  room(): number;
  send(jobs: readonly Job[]): void;
  /** Number of invocations that it was sent and has not answered. */
  underWay(): number;
  /** When it last answered or began to load, in milliseconds of `performance.now()`. */
  lastUsed(): number;
  stop(): Promise<unknown>;
}

/** Who is told what an environment does. */
export interface EnvironmentOwner {
  /** What an invocation writes to its console. */
  onOutput(requestId: string, text: string): void;
  /** It has room again. */
  onRoom(): void;
  /** It gives back invocations that it has not begun. */
  onReturned(jobs: readonly Job[]): void;
  /** Its thread has ended. */
  onEnd(): void;
}

/**
 * Starts an execution environment.
 *
 * @param runtime Path of the bundled runtime.ts.
 */
export function startEnvironment(settings: FunctionSettings, runtime: string, owner: EnvironmentOwner): Environment {
  const workerData: RuntimeData = {
    module: settings.module,
    handler: settings.handler,
    functionArn: settings.arn,
    timeoutMs: settings.timeout * 1000,
    services: callableOrigins(settings.environment),
  };
  const worker = new Worker(runtime, {
    workerData,
    env: settings.environment,
    // Lambda has none of this process's hooks, such as the TypeScript loader.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: settings.memorySize, maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  /** What was sent, in order: the first one is what the thread runs. */
  const jobs: Job[] = [];
  let isLoaded = false;
  /** Whether the last invocation was over at once. */
  let isQuick = false;
  let lastId = "";
  let lastUsed = performance.now();
  /** What an invocation gets that the thread does not end any more. */
  let failure: ((requestId: string) => LambdaError) | undefined;
  let timer: NodeJS.Timeout | undefined;

  function post(sent: readonly Job[]): void {
    const message: Invocations = sent.flatMap(({ requestId, payload }) => [requestId, payload]);
    worker.postMessage(message);
    watchTime();
  }
  /** One timer for all invocations, each of which has its time from the end of the one before. */
  function watchTime(): void {
    timer ??= setTimeout(
      () => {
        timer = undefined;
        const [job] = jobs;
        if (job && performance.now() < lastUsed + workerData.timeoutMs) {
          watchTime();
        } else if (job) {
          end((requestId) => timedOut(requestId, settings.timeout));
          // The thread may be in a call that nothing interrupts.
          job.end({ error: timedOut(job.requestId, settings.timeout) });
        }
      },
      Math.ceil(lastUsed + workerData.timeoutMs - performance.now()),
    ).unref();
  }
  function answered(ending: Ending, quick = false): void {
    const job = jobs.shift();
    isQuick = quick;
    lastUsed = performance.now();
    lastId = job?.requestId ?? lastId;
    job?.end(ending);
    owner.onRoom();
  }
  function end(reason: (requestId: string) => LambdaError): void {
    failure ??= reason;
    void worker.terminate();
  }
  /** Calls to services whose replies the function does not wait for any more. */
  const abandoned = new Set<number>();
  async function serve(call: ServiceCall): Promise<void> {
    const reply = await replyTo(call, () => failure !== undefined || abandoned.has(call.call));
    if (!abandoned.delete(call.call)) {
      worker.postMessage(reply);
    }
  }
  worker.on("message", (message: RuntimeMessage) => {
    if (typeof message === "string") {
      answered({ result: message }, true);
    } else if ("result" in message) {
      answered(message);
    } else if ("call" in message) {
      void serve(message);
    } else if ("output" in message) {
      owner.onOutput(jobs[0]?.requestId ?? lastId, message.output);
    } else if ("error" in message) {
      answered(message);
    } else if ("abandoned" in message) {
      abandoned.add(message.abandoned);
    } else if ("returned" in message) {
      isQuick = false;
      const returned = jobs.filter(({ requestId }) => message.returned.includes(requestId));
      jobs.splice(0, Infinity, ...jobs.filter((job) => !returned.includes(job)));
      owner.onReturned(returned);
    } else if ("ready" in message) {
      isLoaded = true;
      lastUsed = performance.now();
      if (jobs.length > 0) {
        post(jobs);
      }
    } else {
      end(() => message.broken);
    }
  });
  worker.on("error", (error: NodeJS.ErrnoException) => {
    const isOutOfMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
    failure ??= (requestId) => (isOutOfMemory ? exited(requestId, "signal: killed") : lambdaError(error));
  });
  // All that the thread said before comes before this.
  worker.on("exit", (code) => {
    clearTimeout(timer);
    failure ??= (requestId) => exited(requestId, `exit status ${code}`);
    const [job, ...rest] = jobs.splice(0);
    job?.end({ error: failure(job.requestId) });
    owner.onEnd();
    owner.onReturned(rest);
  });

  return {
    room: () => (failure ? 0 : isQuick ? MAX_AT_ONCE - jobs.length : jobs.length === 0 ? 1 : 0),
    underWay: () => jobs.length,
    lastUsed: () => lastUsed,
    stop: () => worker.terminate(),
    send(sent) {
      if (jobs.length === 0) {
        lastUsed = performance.now();
      }
      jobs.push(...sent);
      if (isLoaded) {
        post(sent);
      }
    },
  };
}
