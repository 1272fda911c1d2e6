import { setTimeout as sleep } from "node:timers/promises";
import type { Info } from "./servers.ts";

const PREFIXES = { sqs: "AmazonSQS", dynamodb: "DynamoDB_20120810" } as const;
/** Milliseconds that a consumer may take for what waits. */
const DRAIN_MS = 120_000;
/** Milliseconds in which a consumer stores what it holds. */
const SETTLE_MS = 300;

/** Calls a service of `npm start`, which wants a signature of calls from outside and checks none. */
export async function callService<Answer>(
  info: Info,
  service: keyof typeof PREFIXES,
  action: string,
  input: object,
): Promise<Answer> {
  const scope = `local/20260101/us-east-1/${service}/aws4_request`;
  const response = await fetch(info.endpoints[service] ?? "", {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `${PREFIXES[service]}.${action}`,
      "x-amz-date": "20260101T000000Z",
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=${"0".repeat(64)}`,
    },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${service} ${action} answered ${response.status}: ${text.slice(0, 200)}`);
  return JSON.parse(text || "{}");
}

/** Throws away what waits in a queue. */
export async function purgeQueue(info: Info, queueUrl: string): Promise<void> {
  await callService(info, "sqs", "PurgeQueue", { QueueUrl: queueUrl });
}

/**
 * Waits until no message of a queue waits or is being worked on.
 *
 * @throws Error when some still do after two minutes.
 */
export async function untilEmpty(info: Info, queueUrl: string): Promise<void> {
  const until = performance.now() + DRAIN_MS;
  const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"];
  for (;;) {
    const input = { QueueUrl: queueUrl, AttributeNames: names };
    const { Attributes } = await callService<Attributes>(info, "sqs", "GetQueueAttributes", input);
    const waiting = names.reduce((total, name) => total + Number(Attributes[name]), 0);
    if (waiting === 0) return;
    if (performance.now() > until) throw new Error(`${waiting} messages still wait after ${DRAIN_MS / 1000} s`);
    await sleep(50);
  }
}

interface Attributes {
  readonly Attributes: Readonly<Record<string, string>>;
}

/** Counts the items of a table, one by one, again and again until nothing more comes: a consumer may still hold what a purge missed. */
export async function countSettled(info: Info, table: string): Promise<number> {
  let before = -1;
  let total = await countItems(info, table);
  while (total !== before) {
    await sleep(SETTLE_MS);
    before = total;
    total = await countItems(info, table);
  }
  return total;
}

/** Counts the items of a table, one by one. */
export async function countItems(info: Info, table: string): Promise<number> {
  let total = 0;
  let from: object | undefined;
  do {
    const input = { TableName: table, Select: "COUNT", ExclusiveStartKey: from };
    const page = await callService<{ Count: number; LastEvaluatedKey?: object }>(info, "dynamodb", "Scan", input);
    total += page.Count;
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return total;
}
