import { parentPort, workerData } from "node:worker_threads";
import { type LambdaError, lambdaError } from "./errors.ts";
import { connectByMessages, type ServiceCall, type ServiceReply } from "./service-socket.ts";

/** What a thread is started with. */
export interface RuntimeData {
  /** URL of the module. */
  readonly module: string;
  /** Name of the exported handler. */
  readonly handler: string;
  readonly functionArn: string;
  /** Origins of the services that are called by messages. */
  readonly services: readonly string[];
}

/** One invocation. */
export interface Invocation {
  readonly requestId: string;
  /** JSON. */
  readonly payload: string;
  /** When it times out, in milliseconds since 1970. */
  readonly deadline: number;
}

/** What a thread says: a piece of output, that it is ready, how its invocation ended, or what it asks a service for. */
export type RuntimeMessage =
  | ServiceCall
  | { readonly abandoned: number }
  | { readonly output: string }
  | { readonly ready: true }
  | { readonly result: string }
  | { readonly error: LambdaError };

// This file runs in a worker thread, one function per thread, as the Lambda runtime runs in an execution environment:
// the module is loaded once, then invocations come one at a time.
const { module, handler, functionArn, services } = workerData as RuntimeData;

function say(message: RuntimeMessage): void {
  parentPort?.postMessage(message);
}

// As messages, output keeps its place between the invocations; through the thread's own streams it would come late.
for (const stream of [process.stdout, process.stderr]) {
  stream.write = ((chunk: string | Uint8Array, encoding?: unknown, callback?: unknown) => {
    say({ output: typeof chunk === "string" ? chunk : Buffer.from(chunk).toString() });
    const done = typeof encoding === "function" ? encoding : callback;
    if (typeof done === "function") {
      done();
    }
    return true;
  }) as typeof stream.write;
}

const reply = connectByMessages(services, { send: say, abandon: (abandoned) => say({ abandoned }) });

type Handler = (event: unknown, context: object) => unknown;

async function load(): Promise<Handler> {
  const exported = (await import(module))[handler];
  if (typeof exported !== "function") {
    const error = new Error(`${handler} is undefined or not exported`);
    error.name = "Runtime.HandlerNotFound";
    throw error;
  }
  return exported;
}

function context({ requestId, deadline }: Invocation): object {
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: functionArn,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

async function invoke(run: Handler, invocation: Invocation): Promise<RuntimeMessage> {
  process.env._X_AMZN_TRACE_ID = `Root=1-${invocation.requestId};Sampled=0`;
  try {
    const result = await run(JSON.parse(invocation.payload), context(invocation));
    return { result: JSON.stringify(result) ?? "null" };
  } catch (error) {
    return { error: lambdaError(error) };
  }
}

try {
  const loading = load();
  // The module may call services while it is loaded.
  parentPort?.on("message", async (message: Invocation | ServiceReply) => {
    if ("reply" in message) {
      reply(message);
    } else {
      say(await invoke(await loading, message));
    }
  });
  await loading;
  say({ ready: true });
} catch (error) {
  say({ error: lambdaError(error) });
}
