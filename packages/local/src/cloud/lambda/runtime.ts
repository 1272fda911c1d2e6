import { parentPort, workerData } from "node:worker_threads";
import { collectWhenIdle } from "../idle-memory.ts";
import { type LambdaError, lambdaError } from "./errors.ts";
import { connectByMessages, type ServiceCall, type ServiceReply } from "./service-socket.ts";

/** What a thread is started with. */
export interface RuntimeData {
  /** URL of the module. */
  readonly module: string;
  /** Name of the exported handler. */
  readonly handler: string;
  readonly functionArn: string;
  /** Milliseconds that an invocation may take. */
  readonly timeoutMs: number;
  /** Origins of the services that are called by messages. */
  readonly services: readonly string[];
}

/** Invocations to run one after the other: request IDs and payloads (JSON) in turn, as a list of texts is copied faster than objects. */
export type Invocations = readonly string[];

interface Invocation {
  readonly requestId: string;
  readonly payload: string;
}

/**
 * What a thread says: a piece of output, that it is ready or its module broken, how the first of its invocations ended, which of the
 * others it gives back, or what it asks a service for. A text is the result of an invocation that was over at once.
 */
export type RuntimeMessage =
  | string
  | ServiceCall
  | { readonly abandoned: number }
  | { readonly output: string }
  | { readonly ready: true }
  | { readonly broken: LambdaError }
  | { readonly result: string }
  | { readonly error: LambdaError }
  /** IDs of the requests. */
  | { readonly returned: readonly string[] };

/** Milliseconds of an invocation that costs less than the way to this thread. */
const QUICK_MS = 0.25;

// This file runs in a worker thread, one function per thread, as the Lambda runtime runs in an execution environment: the module is loaded
// once, then it runs one invocation at a time.
const { module, handler, functionArn, timeoutMs, services } = workerData as RuntimeData;

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

// It is slow to read the environment.
const {
  AWS_LAMBDA_FUNCTION_NAME: functionName,
  AWS_LAMBDA_FUNCTION_VERSION: functionVersion,
  AWS_LAMBDA_LOG_GROUP_NAME: logGroupName,
  AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: memoryLimitInMB,
} = process.env;

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function context(awsRequestId: string): object {
  const deadline = Date.now() + timeoutMs;
  // Member by member: a spread of what all contexts share takes V8 on Node 20 a microsecond.
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion,
    invokedFunctionArn: functionArn,
    logGroupName,
    logStreamName,
    memoryLimitInMB,
    awsRequestId,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

async function invoke(run: Handler, { requestId, payload }: Invocation): Promise<RuntimeMessage> {
  const began = performance.now();
  process.env._X_AMZN_TRACE_ID = `Root=1-${requestId};Sampled=0`;
  try {
    const result = JSON.stringify(await run(JSON.parse(payload), context(requestId))) ?? "null";
    return performance.now() - began < QUICK_MS ? result : { result };
  } catch (error) {
    return { error: lambdaError(error) };
  }
}

/** Runs invocations one after the other while each is over in this turn of the event loop, and gives back those that have not begun then. */
async function invokeAll(run: Handler, invocations: Invocation[]): Promise<void> {
  const ending = setImmediate(giveBack, invocations);
  isRunning = true;
  for (let next = invocations.shift(); next; next = invocations.shift()) {
    say(await invoke(run, next));
  }
  isRunning = false;
  clearImmediate(ending);
}
let isRunning = false;

function invocationsOf(message: Invocations): Invocation[] {
  const invocations: Invocation[] = [];
  for (let i = 0; i < message.length; i += 2) {
    invocations.push({ requestId: message[i] ?? "", payload: message[i + 1] ?? "" });
  }
  return invocations;
}

/** Another environment may be free. */
function giveBack(invocations: Invocation[]): void {
  if (invocations.length > 0) {
    say({ returned: invocations.splice(0).map(({ requestId }) => requestId) });
  }
}

collectWhenIdle();
try {
  const loading = load();
  // The module may call services while it is loaded.
  parentPort?.on("message", async (message: Invocations | ServiceReply) => {
    if ("reply" in message) {
      reply(message);
    } else if (isRunning) {
      giveBack(invocationsOf(message));
    } else {
      void invokeAll(await loading, invocationsOf(message));
    }
  });
  await loading;
  say({ ready: true });
} catch (error) {
  say({ broken: lambdaError(error) });
}
