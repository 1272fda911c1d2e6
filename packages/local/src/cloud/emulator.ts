import { rmSync } from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { type Listener, readBody } from "./serve.ts";
import { createTemporaryFolder } from "./temporary.ts";

const RESTART_MS = 200;
/** Requests that an emulator works on at once; the others wait here, where those whose clients leave are dropped. */
const MAX_REQUESTS = 16;
/** More than DynamoDB's BatchWriteItem (16 MB) or Kinesis's PutRecords (5 MB, 7 in base64) take. */
const MAX_BODY_BYTES = 17 * 1024 * 1024;

/**
 * The thread's code, as CommonJS: it loads only the emulator, and no TypeScript. The server ends no idle connection: a request
 * that it had just sent on one would be lost.
 */
const THREAD = `
const { parentPort, workerData } = require("node:worker_threads");
const server = require(workerData.module)(workerData.options);
server.keepAliveTimeout = 0;
server.listen(workerData.socket, () => parentPort.postMessage("listening"));
`;

/** An AWS service that an npm package emulates. */
export interface EmulatorOptions {
  /** Name of the package, or path of the CommonJS module, whose export makes an http.Server of its options. */
  readonly module: string;
  readonly options: object;
  /** What is reported when it died and was restarted; `%s` stands for the reason. */
  readonly loss: string;
}

/** A running emulator. */
export interface Emulator {
  readonly listener: Listener;
  close(): Promise<void>;
}

/**
 * Starts an emulator in a thread of its own, which is restarted, empty, when it dies. It gets complete requests only, over a
 * socket that no other user and no web page reaches: dynalite and kinesalite throw the error of a client that disconnects
 * in the middle of a request, which ends their process.
 *
 * @param onSuccess Called after each request that got a 200, with its action (`PutItem`) and its body.
 * @param onLoss Called with a sentence after each restart.
 */
export async function startEmulator(
  { module, options, loss }: EmulatorOptions,
  onSuccess: (action: string, body: string) => void,
  onLoss: (message: string) => void,
): Promise<Emulator> {
  const folder = createTemporaryFolder();
  const resolved = createRequire(import.meta.url).resolve(module);
  const agent = new http.Agent({ keepAlive: true, maxSockets: MAX_REQUESTS });
  let closing = false;
  let starts = 0;
  let thread: Worker;
  let socket = socketPath();
  let ready = run();

  function socketPath(): string {
    const name = `${starts++}.sock`;
    return process.platform === "win32" ? `\\\\.\\pipe\\${path.basename(folder)}-${name}` : path.join(folder, name);
  }
  function run(): Promise<void> {
    thread = new Worker(THREAD, { eval: true, execArgv: [], workerData: { module: resolved, options, socket } });
    let reason = "";
    thread.once("error", (error) => {
      reason = ` (${error.message})`;
    });
    thread.once("exit", () => {
      if (!closing) {
        socket = socketPath();
        ready = sleep(RESTART_MS).then(run);
        void ready.then(() => onLoss(loss.replace("%s", reason)));
      }
    });
    return new Promise((resolve) => {
      thread.once("message", () => resolve());
    });
  }

  async function call(
    request: http.IncomingMessage,
    body: Buffer,
    client: http.ServerResponse,
  ): Promise<http.IncomingMessage> {
    const { connection, "transfer-encoding": encoding, ...headers } = request.headers;
    return new Promise((resolve, reject) => {
      const forwarded = http.request({
        socketPath: socket,
        agent,
        method: request.method,
        path: request.url,
        headers: { ...headers, "content-length": body.length },
      });
      forwarded.once("response", resolve).on("error", reject).end(body);
      client.once("close", () => {
        // What the emulator has begun to read it must get whole.
        if (!forwarded.socket) {
          forwarded.destroy();
        }
      });
    });
  }

  await ready;
  return {
    async listener(request, response) {
      const body = await readBody(request, MAX_BODY_BYTES);
      await ready;
      if (response.destroyed) {
        return;
      }
      try {
        const answer = await call(request, body, response);
        const content = await readBody(answer, Number.POSITIVE_INFINITY);
        const { connection, "keep-alive": keepAlive, "transfer-encoding": encoding, ...headers } = answer.headers;
        const status = answer.statusCode ?? 500;
        response.writeHead(status, { ...headers, "content-length": content.length }).end(content);
        if (status === 200 && request.method === "POST") {
          onSuccess(String(request.headers["x-amz-target"]).replace(/^.*\./, ""), body.toString());
        }
      } catch {
        // It died of this request or of another one. The SDKs retry after a 500.
        response.writeHead(500, { "content-type": "application/x-amz-json-1.0" });
        response.end(JSON.stringify({ __type: "InternalServerError", message: "The emulator ended" }));
      }
    },
    async close() {
      closing = true;
      agent.destroy();
      await thread.terminate();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
