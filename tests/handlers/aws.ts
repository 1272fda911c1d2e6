import { createHash } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import type { Context } from "aws-lambda";

/** A call that a handler made of an AWS service. */
export interface Call {
  /** For example `SendMessage`. */
  readonly action: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the action's own
  readonly input: any;
}

/** What a service answers to a call: its result, or an error by its code. */
export type Answer = (call: Call) => object | { readonly error: string };

/** The calls since `answerWith`. */
export const calls: Call[] = [];

/** Says what all services answer from now on, and forgets the calls so far. */
export function answerWith(next: Answer): void {
  answer = next;
  calls.length = 0;
}

/** What SQS answers to each SendMessage: the id `m-1`, and the checksum by which the client sees what arrived. */
export const takeMessages: Answer = ({ input }) => ({
  MessageId: "m-1",
  MD5OfMessageBody: createHash("md5").update(input.MessageBody).digest("hex"),
});

/** Runs a handler and takes what it logs, which would otherwise be among the test's own output. */
export async function logged<T>(invoke: () => Promise<T>): Promise<{ result: T; log: string }> {
  const { write } = process.stdout;
  const { write: writeError } = process.stderr;
  let log = "";
  const take = (text: string | Uint8Array) => {
    log += text;
    return true;
  };
  process.stdout.write = take;
  process.stderr.write = take;
  try {
    return { result: await invoke(), log };
  } finally {
    process.stdout.write = write;
    process.stderr.write = writeError;
  }
}

/** What Lambda tells a handler about itself. */
export const context = { functionName: "test", awsRequestId: "r-1" } as Context;

let answer: Answer = () => ({});

// One server for all services: SQS and DynamoDB speak JSON, SNS takes a form and answers in XML.
const server = http.createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString();
  const target = request.headers["x-amz-target"] as string | undefined;
  const call =
    target === undefined ? publishBatch(body) : { action: target.split(".")[1] ?? "", input: JSON.parse(body) };
  calls.push(call);
  const result = answer(call);
  const error = "error" in result ? (result.error as string) : undefined;
  response.statusCode = error === undefined ? 200 : 400;
  if (target === undefined) {
    response.setHeader("Content-Type", "text/xml");
    response.end(
      error === undefined
        ? `<PublishBatchResponse><PublishBatchResult>${xml(result)}</PublishBatchResult></PublishBatchResponse>`
        : `<ErrorResponse><Error><Code>${error}</Code></Error></ErrorResponse>`,
    );
  } else {
    response.setHeader("Content-Type", "application/x-amz-json-1.0");
    response.end(JSON.stringify(error === undefined ? result : { __type: error, message: "internal detail" }));
  }
});

/** The one call of SNS that the handlers make, with its entries as a list. */
function publishBatch(body: string): Call {
  const { Action = "", ...input } = Object.fromEntries(new URLSearchParams(body));
  const entry = (number: number) => {
    const field = (name: string) => input[`PublishBatchRequestEntries.member.${number}.${name}`];
    return { Id: field("Id"), Subject: field("Subject"), Message: field("Message") };
  };
  const numbers = Array.from({ length: 10 }, (_, index) => index + 1);
  const entries = numbers.map(entry).filter(({ Id }) => Id !== undefined);
  return { action: Action, input: { TopicArn: input.TopicArn, entries } };
}

/** A result of SNS's query protocol: lists of objects are elements with `member`s. */
function xml(value: object): string {
  const inner = (one: unknown) => (typeof one === "object" && one !== null ? xml(one) : String(one));
  return Object.entries(value)
    .map(([name, one]) =>
      Array.isArray(one)
        ? `<${name}>${one.map((member) => `<member>${inner(member)}</member>`).join("")}</${name}>`
        : `<${name}>${inner(one)}</${name}>`,
    )
    .join("");
}

await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
// The handlers' clients outlive every test, and so must the server; it does not keep mocha from ending.
server.unref();

const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

// Read when a client is made, as the handlers are loaded.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/**
 * Has the handlers of a `describe` call the services here, with these environment variables besides.
 * To be called before a handler is.
 */
export function useServices(environment: Readonly<Record<string, string>>): void {
  const values: Record<string, string> = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    ...environment,
  };
  const previous = Object.keys(values).map((name) => [name, process.env[name]] as const);
  beforeEach(() => {
    Object.assign(process.env, values);
  });
  after(() => {
    for (const [name, value] of previous) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
}
