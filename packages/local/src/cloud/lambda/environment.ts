import { Worker } from "node:worker_threads";
import { YOUNG_GENERATION_MB } from "../service.ts";
import { exited, type LambdaError, lambdaError, timedOut } from "./errors.ts";
import type { FunctionSettings } from "./function.ts";
import type { Invocation, RuntimeData, RuntimeMessage } from "./runtime.ts";
import { callableOrigins, replyTo } from "./service-calls.ts";
import type { ServiceCall } from "./service-socket.ts";

/** How an invocation ended: the handler's result as JSON, or an error. */
export type Ending = { readonly result: string } | { readonly error: LambdaError };

/** An execution environment: one thread with a function loaded, which takes one invocation at a time. */
export interface Environment {
  /** Runs one invocation; never rejects. */
  invoke(requestId: string, payload: string): Promise<Ending>;
  /** Whether it can take another invocation; not after a timeout, a crash or a module that did not load. */
  isUsable(): boolean;
  stop(): Promise<unknown>;
}

/**
 * Starts an execution environment.
 *
 * @param runtime Path of the bundled runtime.ts.
 * @param onOutput Called with what an invocation writes to its console.
 */
export function startEnvironment(
  settings: FunctionSettings,
  runtime: string,
  onOutput: (requestId: string, text: string) => void,
): Environment {
  const workerData: RuntimeData = {
    module: settings.module,
    handler: settings.handler,
    functionArn: settings.arn,
    services: callableOrigins(settings.environment),
  };
  const worker = new Worker(runtime, {
    workerData,
    env: settings.environment,
    // Lambda has none of this process's hooks, such as the TypeScript loader.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: settings.memorySize, maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  let failure: LambdaError | undefined;
  let requestId = "";
  let markLoaded = () => {};
  const loaded = new Promise<void>((resolve) => {
    markLoaded = resolve;
  });
  let end: ((ending: Ending) => void) | undefined;

  function crash(error: LambdaError): void {
    failure ??= error;
    markLoaded();
    end?.({ error: failure });
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
    if ("call" in message) {
      void serve(message);
    } else if ("abandoned" in message) {
      abandoned.add(message.abandoned);
    } else if ("output" in message) {
      onOutput(requestId, message.output);
    } else if ("ready" in message) {
      markLoaded();
    } else if (end) {
      end(message);
    } else if ("error" in message) {
      crash(message.error);
    }
  });
  worker.on("error", (error: NodeJS.ErrnoException) => {
    const outOfMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
    crash(outOfMemory ? exited(requestId, "signal: killed") : lambdaError(error));
  });
  worker.on("exit", (code) => crash(exited(requestId, `exit status ${code}`)));

  return {
    isUsable: () => !failure,
    stop: () => worker.terminate(),
    async invoke(id, payload) {
      requestId = id;
      await loaded;
      if (failure) {
        return { error: failure };
      }
      const milliseconds = settings.timeout * 1000;
      const invocation: Invocation = { requestId, payload, deadline: Date.now() + milliseconds };
      const timer = setTimeout(() => {
        crash(timedOut(id, settings.timeout));
        worker.terminate();
      }, milliseconds);
      const ending = await new Promise<Ending>((resolve) => {
        end = resolve;
        worker.postMessage(invocation);
      });
      end = undefined;
      clearTimeout(timer);
      return ending;
    },
  };
}
