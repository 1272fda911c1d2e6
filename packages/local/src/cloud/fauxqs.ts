import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { buildApp } from "fauxqs";
import { REGION } from "../program/aws.ts";
import type { Json } from "../program/resources.ts";
import type { DataFolder, Queue, Stores } from "./data.ts";
import { batchEntries, batchFault } from "./sns-batch.ts";

/** SQS, SNS and S3 in this process. They listen on no port: the fronts call them. */
export interface Fauxqs {
  /**
   * An action of SQS.
   *
   * @param isAbandoned Whether nobody waits for the answer any more: messages are then left to others.
   */
  sqs(action: string, input: Json, isAbandoned?: () => boolean): Promise<SqsAnswer>;
  /** A call of the query protocol to SNS. */
  sns(form: Readonly<Record<string, string>>): Promise<SnsAnswer>;
  /** A request to S3; its path begins with the bucket. */
  s3(request: S3Request): Promise<S3Answer>;
  /** All messages of a queue, without receiving them; undefined when the queue does not exist. */
  inspect(queue: string): QueueContents | undefined;
  close(): Promise<void>;
}

/** What SQS answers: a result, or an error with its type and message. */
export interface SqsAnswer {
  readonly status: number;
  /** Value of the header `x-amzn-query-error`. */
  readonly queryError?: string;
  readonly result: Json;
}

/** What SNS answers: XML. */
export interface SnsAnswer {
  readonly status: number;
  readonly body: string;
}

/** A request to S3. */
export interface S3Request {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** What S3 answers. */
export interface S3Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** The contents of a queue: visible, delayed and in-flight messages. */
export interface QueueContents {
  readonly url: string;
  readonly messages: {
    readonly ready: StoredMessage[];
    readonly delayed: StoredMessage[];
    readonly inflight: { readonly message: StoredMessage }[];
  };
}

/** A message as fauxqs keeps it. */
export interface StoredMessage {
  readonly messageId: string;
  readonly body: string;
  readonly messageAttributes: Readonly<Record<string, { readonly StringValue?: string }>>;
  /** Milliseconds since 1970. */
  readonly sentTimestamp: number;
  readonly approximateReceiveCount: number;
}

/**
 * Starts SQS, SNS and S3. Actions of SQS and SNS call the package's own functions: its HTTP server would cost each of them ten
 * times what they do themselves. S3 needs that server, which is loaded with the first request to it.
 *
 * @param data What keeps their contents from one start to the next; without it they are empty.
 */
export async function startFauxqs(data?: DataFolder): Promise<Fauxqs> {
  const stores = await createStores();
  const { sqsStore, snsStore } = stores;
  sqsStore.region = REGION;
  snsStore.region = REGION;
  data?.keep(stores);
  const createQueue = sqsStore.createQueue.bind(sqsStore);
  sqsStore.createQueue = (...queue) => wakeFew(createQueue(...queue));
  const [sqsActions, snsActions] = await Promise.all([readActions("sqs"), readActions("sns")]);
  const { SqsError, SnsError } = await load("common/errors.js");
  const { snsErrorResponse } = await load("common/xml.js");
  let server: Promise<ReturnType<typeof buildApp>> | undefined;
  let isClosed = false;

  async function startServer(): Promise<ReturnType<typeof buildApp>> {
    const app = (await load("app.js")).buildApp({ logger: false, defaultRegion: REGION, stores });
    await app.ready();
    return app;
  }

  /** Waits for messages here, since the package's own wait takes a message even for a client that has left. */
  async function receive(input: Json, isAbandoned: () => boolean): Promise<unknown> {
    const run = sqsActions.get("ReceiveMessage") as Action;
    const queue = sqsStore.getQueue(input.QueueUrl);
    const seconds = Number(input.WaitTimeSeconds ?? queue?.attributes.ReceiveMessageWaitTimeSeconds);
    if (!queue || !(seconds > 0 && seconds <= 20)) {
      return run(input, sqsStore, REQUEST);
    }
    const now = { ...input, WaitTimeSeconds: 0 };
    const found = (await run(now, sqsStore, REQUEST)) as Json;
    if (found.Messages !== undefined) {
      return found;
    }
    await queue.waitForMessages(seconds);
    return isAbandoned() ? found : run(now, sqsStore, REQUEST);
  }
  return {
    async sqs(action, input, isAbandoned = () => false) {
      const run = sqsActions.get(action);
      if (isClosed) {
        // Parts that are stopping may still call.
        return { status: 503, result: {} };
      }
      if (!run) {
        const result = { __type: "com.amazonaws.sqs#InvalidAction", message: `Unknown action: ${action}` };
        return { status: 400, result };
      }
      try {
        const result = await (action === "ReceiveMessage"
          ? receive(input, isAbandoned)
          : run(input, sqsStore, REQUEST));
        return { status: 200, result: result ?? {} };
      } catch (error) {
        if (!(error instanceof SqsError)) {
          return { status: 500, result: { message: (error as Error).message } };
        }
        const { statusCode, queryErrorHeader } = error as Json;
        return { status: statusCode, queryError: queryErrorHeader, result: (error as Json).toJSON() };
      }
    },
    async sns(form) {
      const { Action: action } = form;
      const run = action === undefined ? undefined : snsActions.get(action);
      const fail = (status: number, ...error: string[]) => ({ status, body: snsErrorResponse(...error) });
      if (!run) {
        return action
          ? fail(400, "InvalidAction", `Unknown action: ${action}`)
          : fail(400, "MissingAction", "Missing Action parameter");
      }
      // The package takes every batch.
      const fault = action === "PublishBatch" ? batchFault(batchEntries(form)) : undefined;
      if (fault) {
        return fail(400, ...fault);
      }
      try {
        return { status: 200, body: String(await run(form, snsStore, sqsStore, REQUEST)) };
      } catch (error) {
        if (!(error instanceof SnsError)) {
          throw error;
        }
        const { statusCode, code, message, senderFault } = error as Json;
        return fail(statusCode, code, message, senderFault ? "Sender" : "Receiver");
      }
    },
    async s3({ method, url, headers, body }) {
      server ??= startServer();
      const answer = await (await server).inject({
        method: method as "GET",
        url,
        headers: { host: "localhost", ...headers },
        payload: body,
      });
      return { status: answer.statusCode, headers: answer.headers as Record<string, string>, body: answer.rawPayload };
    },
    inspect: (queue) => sqsStore.inspectQueue(queue),
    async close() {
      data?.flush();
      isClosed = true;
      sqsStore.shutdown();
      await (await server)?.close();
    },
  };
}

/** An action of the package; it takes its input, the stores and the request. */
type Action = (input: Json, ...others: unknown[]) => unknown;

/** What the package's actions read of a request. */
const REQUEST = { headers: { host: "localhost" } };

/** Folder of the package's modules. It exports its server alone, and for `import` alone. */
function packageFolder(): string {
  const places = createRequire(import.meta.url).resolve.paths("fauxqs") ?? [];
  const folder = places.map((place) => path.join(place, "fauxqs/dist")).find((place) => existsSync(place));
  if (folder === undefined) {
    throw new Error("The package fauxqs is not installed: run npm ci.");
  }
  return folder;
}

const load = (file: string) => import(pathToFileURL(path.join(packageFolder(), file)).href);

/** A service's actions by name: each of the package's modules exports functions such as `sendMessage`. */
async function readActions(service: "sqs" | "sns"): Promise<Map<string, Action>> {
  const files = readdirSync(path.join(packageFolder(), service, "actions")).filter((file) => file.endsWith(".js"));
  const modules = await Promise.all(files.map((file) => load(`${service}/actions/${file}`)));
  const named = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return new Map(
    modules.flatMap((module) => Object.entries<Action>(module).map(([name, run]) => [named(name), run] as const)),
  );
}

/** The stores that the package would make for itself. */
async function createStores(): Promise<Stores> {
  const [{ SqsStore }, { SnsStore }, { S3Store }] = await Promise.all([
    load("sqs/sqsStore.js"),
    load("sns/snsStore.js"),
    load("s3/s3Store.js"),
  ]);
  return { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
}

/** The package wakes all that wait for a message of a queue; all but one would find it empty. */
function wakeFew(queue: Queue): Queue {
  /** Those that were woken and have not taken their messages yet, which they do before the next turn of the event loop. */
  let woken = 0;
  const wake: Record<"notifyWaiters", () => void> = {
    notifyWaiters() {
      const most = queue.isFifo() ? queue.pollWaiters.length : Math.max(0, queue.messages.length - woken);
      for (const { timer, resolve } of queue.pollWaiters.splice(0, most)) {
        if (woken++ === 0) {
          setImmediate(() => {
            woken = 0;
          });
        }
        clearTimeout(timer);
        resolve();
      }
    },
  };
  return Object.assign(queue, wake);
}
