import { createHash } from "node:crypto";
import { type Reserved, readBody, reserve } from "../../packages/local/src/cloud/serve.ts";

const md5 = (text: string) => createHash("md5").update(text).digest("hex");

const ID = "5fea7756-0ea4-451a-a703-a558b933e274";

/** What a backend got. */
export interface Call {
  readonly backend: Backend;
  readonly method: string;
  readonly url: string;
  /** Names in lower case and values in turn. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

export type Backend = "sqs" | "sns" | "dynamodb" | "kinesis" | "s3" | "postal" | "desk";

/** What each backend answers: what the service answers to such a call. */
const ANSWERS: Readonly<Record<Backend, (call: Call) => { readonly status?: number; readonly body: string }>> = {
  // The SDK compares the digest.
  sqs: ({ headers, body }) => ({
    body: headers.includes("x-amz-target")
      ? `{"MessageId":"${ID}","MD5OfMessageBody":"${md5(JSON.parse(body.toString()).MessageBody)}"}`
      : `<SendMessageResponse><SendMessageResult><MessageId>${ID}</MessageId></SendMessageResult></SendMessageResponse>`,
  }),
  sns: () => ({
    body: `<PublishResponse><PublishResult><MessageId>${ID}</MessageId></PublishResult></PublishResponse>`,
  }),
  dynamodb({ headers, body }) {
    const { Key, Item } = JSON.parse(body.toString());
    const id = (Key ?? Item).user_id;
    if (id.S === "") return { status: 400, body: '{"__type":"com.amazon.coral.validate#ValidationException"}' };
    // What is asked for is given back, and a text that was stored before with it.
    const isRead = headers.includes("DynamoDB_20120810.GetItem");
    return { body: JSON.stringify(isRead ? { Item: { user_id: id, page: id } } : {}) };
  },
  kinesis: () => ({ body: '{"SequenceNumber":"49590338271490256608559692538361571095","ShardId":"shardId-0"}' }),
  s3: () => ({ body: "" }),
  postal: () => ({ body: '{"places":[]}' }),
  desk: () => ({ body: '{"status":"ok"}' }),
};

/** Backends in this process that note what they get. */
export interface Recorder {
  readonly urls: Readonly<Record<Backend, string>>;
  /** The calls since the last time. */
  take(): Call[];
  close(): Promise<void>;
}

/** Starts the backends. */
export async function startRecorder(): Promise<Recorder> {
  let calls: Call[] = [];
  const ports = new Map<Backend, Reserved>();
  for (const name of Object.keys(ANSWERS)) {
    const backend = name as Backend;
    const port = await reserve();
    ports.set(backend, port);
    port.serve(async (request, response) => {
      const body = await readBody(request, Number.POSITIVE_INFINITY);
      const headers = request.rawHeaders.map((one, at) => (at % 2 === 0 ? one.toLowerCase() : one));
      const { method = "", url = "" } = request;
      const call: Call = { backend, method, url, headers, body };
      calls.push(call);
      const answer = ANSWERS[backend](call);
      const type = answer.body.startsWith("<") ? "text/xml" : "application/json";
      response.writeHead(answer.status ?? 200, { "content-type": type }).end(answer.body);
    });
  }
  return {
    urls: Object.fromEntries([...ports].map(([name, { url }]) => [name, url])) as Record<Backend, string>,
    take() {
      const taken = calls;
      calls = [];
      return taken;
    },
    close: async () => {
      await Promise.all([...ports.values()].map((port) => port.close()));
    },
  };
}
