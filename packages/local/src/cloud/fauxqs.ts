import { buildApp } from "fauxqs";
import { REGION } from "../program/aws.ts";

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

/** Starts an empty SQS, SNS and S3. */
export async function startFauxqs(): Promise<Fauxqs> {
  const app = buildApp({ logger: false, defaultRegion: REGION });
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
      isClosed = true;
      return app.close();
    },
  };
}
