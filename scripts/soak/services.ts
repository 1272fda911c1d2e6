import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { callService, type Endpoints } from "../../packages/local/src/cloud/call.ts";
import { startEmulator } from "../../packages/local/src/cloud/emulator.ts";
import { startFauxqs } from "../../packages/local/src/cloud/fauxqs.ts";
import { withInserts } from "../../packages/local/src/cloud/partiql.ts";
import { type Listener, type Reserved, reserve } from "../../packages/local/src/cloud/serve.ts";
import { overHttp } from "../../packages/local/src/cloud/service.ts";
import { createSnsFront } from "../../packages/local/src/cloud/sns-front.ts";
import { createSqsFront } from "../../packages/local/src/cloud/sqs/front.ts";

/** The services that hold what was accepted. */
export type Faulty = "sqs" | "sns" | "dynamodb";

/**
 * What a service does with each call: answers, answers 503, answers late, closes the connection before or after it has done its
 * work, or answers what is not HTTP.
 */
export type Fault = "none" | "refuse" | "slow" | "reset" | "lose" | "garbage";

/** Queue, topic and table in this process: they outlive the stack that is tested. */
export interface Services {
  /** Variables that lead a stack to them. */
  readonly environment: Readonly<Record<string, string>>;
  /** What each service does with the stack's calls; calls by `call` meet no fault. */
  readonly faults: Record<Faulty, Fault>;
  /** IDs in the announcements so far, in their order. */
  readonly announced: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: the result of each action
  call(service: "sqs" | "dynamodb", action: string, input: object): Promise<any>;
  /** Ends the thread of the tables, which are in a folder and so survive; a new one is started. */
  killTables(): Promise<void>;
  close(): Promise<void>;
}

const SLOW_MS = 300;

/** Starts the services, empty and without a fault. */
export async function startServices(): Promise<Services> {
  const faults: Record<Faulty, Fault> = { sqs: "none", sns: "none", dynamodb: "none" };
  const announced: string[] = [];
  const folder = mkdtempSync(path.join(tmpdir(), "faulty-tables-"));
  const tables = {
    module: fileURLToPath(new URL("mortal-tables.cjs", import.meta.url)),
    options: { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, path: folder },
    loss: "",
  };
  const [fauxqs, dynamodb] = await Promise.all([startFauxqs(), startEmulator(tables, ignore, ignore)]);
  const listeners: Record<Faulty, Listener> = {
    sqs: overHttp(createSqsFront(fauxqs, ignore)),
    sns: overHttp(
      createSnsFront(fauxqs, ({ topicArn, message }) => {
        if (topicArn.endsWith(":submissions-topic")) announced.push(JSON.parse(message).id);
      }),
    ),
    dynamodb: overHttp(withInserts(dynamodb.handler)),
  };
  const ports: Reserved[] = [];
  async function serve(service: Faulty, fault: () => Fault): Promise<string> {
    const port = await reserve();
    ports.push(port);
    port.serve(withFault(listeners[service], fault));
    return port.url;
  }
  const stack = await Promise.all(
    Object.keys(faults).map(async (name): Promise<[string, string]> => {
      const service = name as Faulty;
      return [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, await serve(service, () => faults[service])];
    }),
  );
  const direct: Endpoints = {
    sqs: await serve("sqs", () => "none"),
    dynamodb: await serve("dynamodb", () => "none"),
    sns: "",
    kinesis: "",
    lambda: "",
    s3: "",
  };
  return {
    environment: Object.fromEntries(stack),
    faults,
    announced,
    call: (service, action, input) => callService(direct, service, action, input),
    async killTables() {
      const headers = { "x-die": "now" };
      await dynamodb.handler({ method: "POST", url: "/", headers, body: Buffer.alloc(0) });
    },
    async close() {
      await Promise.all(ports.map((port) => port.close()));
      await Promise.all([fauxqs.close(), dynamodb.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ignore(): void {}

function withFault(listener: Listener, fault: () => Fault): Listener {
  return async (request, response) => {
    switch (fault()) {
      case "refuse":
        request.resume();
        response.writeHead(503, { "content-type": "application/x-amz-json-1.0" });
        response.end('{"__type":"ServiceUnavailable","message":"Refused"}');
        return;
      case "reset":
        request.socket.destroy();
        return;
      case "garbage":
        request.socket.end("\0\u0001 this is not HTTP\r\n\r\n");
        return;
      case "slow":
        await sleep(SLOW_MS);
        break;
      case "lose":
        // The work is done, and its answer gets lost.
        response.end = () => {
          request.socket.destroy();
          return response;
        };
        break;
    }
    await listener(request, response);
  };
}
