import { buildApp } from "fauxqs";
import { REGION } from "../program/aws.ts";
import type { DataFolder, Stores } from "./data.ts";

/** SQS, SNS and S3 in this process. They listen on no port: the fronts call them. */
export interface Fauxqs {
  /** A call of the JSON protocol to SQS. */
  sqs(action: string, input: unknown): Promise<FauxqsAnswer>;
  /** A call of the query protocol to SNS. */
  sns(form: URLSearchParams): Promise<FauxqsAnswer>;
  /** A request to S3; its path begins with the bucket. */
  s3(request: S3Request): Promise<Omit<FauxqsAnswer, "body"> & { readonly body: Buffer }>;
  /** All messages of a queue, without receiving them; undefined when the queue does not exist. */
  inspect(queue: string): Promise<QueueContents | undefined>;
  close(): Promise<void>;
}

/** A request to S3. */
export interface S3Request {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** Status, headers and body of an answer. */
export interface FauxqsAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
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
 * Starts SQS, SNS and S3.
 *
 * @param data What keeps their contents from one start to the next; without it they are empty.
 */
export async function startFauxqs(data?: DataFolder): Promise<Fauxqs> {
  const stores = data && (await createStores());
  if (stores) {
    data.keep(stores);
  }
  const app = buildApp({ logger: false, defaultRegion: REGION, stores });
  await app.ready();
  let isClosed = false;

  async function inject(headers: Record<string, string>, payload: string): Promise<FauxqsAnswer> {
    try {
      const request = { method: "POST", url: "/", headers: { host: "localhost", ...headers }, payload } as const;
      const answer = await app.inject(request);
      return { status: answer.statusCode, headers: answer.headers as Record<string, string>, body: answer.payload };
    } catch (error) {
      if (!isClosed) {
        throw error;
      }
      // Parts that are stopping may still call.
      return { status: 503, headers: {}, body: "{}" };
    }
  }
  return {
    sqs: (action, input) =>
      inject(
        { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${action}` },
        JSON.stringify(input),
      ),
    sns: (form) => inject({ "content-type": "application/x-www-form-urlencoded" }, form.toString()),
    async s3({ method, url, headers, body }) {
      const answer = await app.inject({
        method: method as "GET",
        url,
        headers: { host: "localhost", ...headers },
        payload: body,
      });
      return { status: answer.statusCode, headers: answer.headers as Record<string, string>, body: answer.rawPayload };
    },
    async inspect(queue) {
      const answer = await app.inject({ url: `/_fauxqs/queues/${encodeURIComponent(queue)}` });
      return answer.statusCode === 200 ? JSON.parse(answer.payload) : undefined;
    },
    close() {
      data?.flush();
      isClosed = true;
      return app.close();
    },
  };
}

/** The stores that the package makes for itself; it takes others' too, but exports only their types. */
async function createStores(): Promise<Stores> {
  const load = (file: string) => import(new URL(file, import.meta.resolve("fauxqs")).href);
  const [{ SqsStore }, { SnsStore }, { S3Store }] = await Promise.all([
    load("sqs/sqsStore.js"),
    load("sns/snsStore.js"),
    load("s3/s3Store.js"),
  ]);
  return { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
}
