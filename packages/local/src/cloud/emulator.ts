import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { type ServiceAnswer, type ServiceHandler, type ServiceRequest, YOUNG_GENERATION_MB } from "./service.ts";

const RESTART_MS = 200;
/** Requests that an emulator works on at once; the others wait here, where those whose clients leave are dropped. */
const MAX_REQUESTS = 16;

/**
 * The thread's code, as CommonJS: it loads only the emulator, and no TypeScript. The emulator's server never listens: requests come as
 * messages and are handed to its listener with the few members of Node's request and response that the packages use.
 */
const THREAD = `
const { EventEmitter } = require("node:events");
const { parentPort, workerData } = require("node:worker_threads");
const requireBeside = require("node:module").createRequire(workerData.module);
new Function("require", workerData.setup)(requireBeside);
const server = requireBeside(workerData.module)(workerData.options);
let answers = [];
function post() {
  parentPort.postMessage(answers);
  answers = [];
}
function answer(one) {
  if (answers.push(one) === 1) setImmediate(post);
}
function take({ id, method, url, headers, body }) {
  const request = Object.assign(new EventEmitter(), { method, url, headers });
  const answered = {};
  const response = {
    statusCode: 200,
    setHeader(name, value) { if (name !== "Transfer-Encoding") answered[name] = String(value); },
    end(content = "") {
      const body = typeof content === "string" ? content : new Uint8Array(content);
      answer({ id, status: response.statusCode, headers: answered, body });
    },
  };
  server.emit("request", request, response);
  if (body.length > 0) request.emit("data", Buffer.from(body));
  request.emit("end");
}
parentPort.on("message", (requests) => requests.forEach(take));
parentPort.postMessage("ready");
`;

/** An AWS service that an npm package emulates. */
export interface EmulatorOptions {
  /** Name of the package, or path of the CommonJS module, whose export makes an http.Server of its options. */
  readonly module: string;
  readonly options: object;
  /** Code that runs before the module is loaded; its `require` finds what the module's own finds. */
  readonly setup?: string;
  /** What is reported when it died and was restarted; `%s` stands for the reason. */
  readonly loss: string;
}

/** A running emulator. */
export interface Emulator {
  readonly handler: ServiceHandler;
  close(): Promise<void>;
}

/** What the thread sends back. */
type Answered = { readonly id: number } & Omit<ServiceAnswer, "body"> & { readonly body: string | Uint8Array };

/**
 * Starts an emulator in a thread of its own, which is restarted, empty, when it dies. It gets complete requests only, as messages:
 * dynalite and kinesalite throw the error of a client that disconnects in the middle of a request, which ends their process.
 *
 * @param onSuccess Called after each request that got a 200, with its action (`PutItem`).
 * @param onLoss Called with a sentence after each restart.
 */
export async function startEmulator(
  { module, options, setup = "", loss }: EmulatorOptions,
  onSuccess: (action: string, request: ServiceRequest) => void,
  onLoss: (message: string) => void,
): Promise<Emulator> {
  const resolved = createRequire(import.meta.url).resolve(module);
  /** What waits for the answer to each request that the thread works on; undefined is the answer of a thread that died. */
  const working = new Map<number, (answer: Answered | undefined) => void>();
  /** Requests that wait for one of those to end, which hands its place on. */
  const waiting: (() => void)[] = [];
  let places = MAX_REQUESTS;
  let closing = false;
  let last = 0;
  let thread: Worker;
  let ready = run();

  function run(): Promise<void> {
    thread = new Worker(THREAD, {
      eval: true,
      execArgv: [],
      workerData: { module: resolved, options, setup },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    let reason = "";
    thread.once("error", (error) => {
      reason = ` (${error.message})`;
    });
    thread.once("exit", () => {
      if (!closing) {
        ready = sleep(RESTART_MS).then(run);
        void ready.then(() => onLoss(loss.replace("%s", reason)));
      }
      for (const id of [...working.keys()]) {
        settle(id, undefined);
      }
    });
    return new Promise((resolve) => {
      thread.on("message", (message: readonly Answered[] | "ready") => {
        if (message === "ready") {
          resolve();
        } else {
          for (const answer of message) {
            settle(answer.id, answer);
          }
        }
      });
    });
  }
  function settle(id: number, answer: Answered | undefined): void {
    const done = working.get(id);
    working.delete(id);
    done?.(answer);
  }
  /** Requests that came together, which go to the thread with one message: a message costs as much as many a request. */
  let sending: object[] = [];
  function send(): void {
    thread.postMessage(sending);
    sending = [];
  }
  function work({ method, url, headers, body }: ServiceRequest): Promise<Answered | undefined> {
    const id = ++last;
    return new Promise((resolve) => {
      working.set(id, resolve);
      // As text, which the packages make of it anyway: a piece of a larger buffer would be sent with all of that.
      if (sending.push({ id, method, url, headers, body: body.toString() }) === 1) {
        queueMicrotask(send);
      }
    });
  }
  /** @returns undefined when the thread died, or nobody waits for the answer any more. */
  async function call(request: ServiceRequest): Promise<Answered | undefined> {
    if (places > 0) {
      places--;
    } else {
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    try {
      await ready;
      return request.isAbandoned?.() ? undefined : await work(request);
    } finally {
      const next = waiting.shift();
      if (next) {
        next();
      } else {
        places++;
      }
    }
  }

  await ready;
  return {
    async handler(request) {
      const answer = await call(request);
      if (!answer) {
        // It died of this request or of another one. The SDKs retry after a 500.
        const body = JSON.stringify({ __type: "InternalServerError", message: "The emulator ended" });
        return { status: 500, headers: { "content-type": "application/x-amz-json-1.0" }, body };
      }
      const { status, headers, body } = answer;
      if (status === 200 && request.method === "POST") {
        onSuccess(String(request.headers["x-amz-target"]).replace(/^.*\./, ""), request);
      }
      return { status, headers, body: typeof body === "string" ? body : Buffer.from(body) };
    },
    async close() {
      closing = true;
      await thread.terminate();
    },
  };
}
