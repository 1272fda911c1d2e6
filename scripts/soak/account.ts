import { setTimeout as sleep } from "node:timers/promises";
import type { Services } from "./services.ts";
import { isUnique, type Ledger } from "./traffic.ts";

const QUEUE = "submissions-queue";
const DEAD_LETTERS = "submissions-dead-letters";
const TABLE = "submissions-table";
const LOOK_MS = 50;

/** What became of the accepted submissions. */
export interface Account {
  readonly accepted: number;
  readonly stored: number;
  /** Among the dead letters and not in the table. */
  readonly dead: number;
  /** Sentences on what is not as promised; empty when nothing accepted was lost or stored twice. */
  readonly wrong: readonly string[];
}

/** Sets the seconds after which a message comes back whose receiver ended or never got it. */
export async function setVisibility(services: Services, VisibilityTimeout = "2"): Promise<void> {
  await services.call("sqs", "SetQueueAttributes", { QueueUrl: QUEUE, Attributes: { VisibilityTimeout } });
}

/** Waits until the queue is empty, in-flight and delayed messages included. */
export async function untilEmpty(services: Services, withinMs = 60_000): Promise<void> {
  const until = Date.now() + withinMs;
  for (;;) {
    const { Attributes } = await services.call("sqs", "GetQueueAttributes", {
      QueueUrl: QUEUE,
      AttributeNames: ["All"],
    });
    const { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: inFlight } = Attributes;
    if (Number(visible) + Number(inFlight) === 0) return;
    if (Date.now() > until)
      throw new Error(`${visible} messages are visible and ${inFlight} in flight after ${withinMs} ms`);
    await sleep(LOOK_MS);
  }
}

/** Accounts for every accepted submission: in the table once, with its text, or among the dead letters. */
export async function account(services: Services, ledger: Ledger): Promise<Account> {
  const [items, dead] = await Promise.all([readTable(services), readDeadLetters(services)]);
  const stored = new Map(items.map(({ id, message }) => [id, message]));
  const wrong = [...ledger.wrong];
  let inTable = 0;
  let onlyDead = 0;
  for (const [id, message] of ledger.accepted) {
    const text = stored.get(id);
    if (text === message) inTable++;
    else if (text !== undefined) wrong.push(`${id} is stored with another text: ${text}`);
    else if (dead.get(id) === message) onlyDead++;
    else wrong.push(`${id} is lost: ${message}`);
  }
  const counts = new Map<string, number>();
  for (const { message } of items) counts.set(message, (counts.get(message) ?? 0) + 1);
  for (const [message, count] of counts)
    if (count > 1 && isUnique(message)) wrong.push(`stored ${count} times: ${message}`);
  const known = new Set([...ledger.accepted.values(), ...ledger.inDoubt]);
  for (const message of counts.keys()) if (!known.has(message)) wrong.push(`nobody sent: ${message}`);
  return { accepted: ledger.accepted.size, stored: inTable, dead: onlyDead, wrong };
}

async function readTable(services: Services): Promise<{ id: string; message: string }[]> {
  const items: { id: string; message: string }[] = [];
  let ExclusiveStartKey: unknown;
  do {
    const page = await services.call("dynamodb", "Scan", { TableName: TABLE, ExclusiveStartKey });
    // biome-ignore lint/suspicious/noExplicitAny: an item as DynamoDB has it
    items.push(...page.Items.map(({ id, message }: any) => ({ id: id.S, message: message.S })));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items;
}

/** The texts of the dead letters by their submission's ID. They stay where they are. */
async function readDeadLetters(services: Services): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  await eachDeadLetter(services, async ({ Body, MessageAttributes }) => {
    const id = MessageAttributes?.SubmissionId?.StringValue;
    // What did not come through the API may be anything.
    if (id !== undefined) found.set(id, JSON.parse(Body).message);
  });
  return found;
}

/** Moves all dead letters back to the queue, with their attributes, as SQS's own redrive does. */
export async function redriveAll(services: Services): Promise<void> {
  await eachDeadLetter(services, async ({ Body, MessageAttributes, ReceiptHandle }) => {
    await services.call("sqs", "SendMessage", { QueueUrl: QUEUE, MessageBody: Body, MessageAttributes });
    await services.call("sqs", "DeleteMessage", { QueueUrl: DEAD_LETTERS, ReceiptHandle });
  });
}

// biome-ignore lint/suspicious/noExplicitAny: a message as SQS has it
async function eachDeadLetter(services: Services, use: (message: any) => Promise<void>): Promise<void> {
  const { QueueUrls = [] } = await services.call("sqs", "ListQueues", { QueueNamePrefix: DEAD_LETTERS });
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const all: any[] = [];
  let received: typeof all;
  do {
    // A stack with an embedded SQS takes its queues along when it ends.
    if (QueueUrls.length === 0) return;
    const input = {
      QueueUrl: DEAD_LETTERS,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 600,
      MessageAttributeNames: ["All"],
    };
    received = (await services.call("sqs", "ReceiveMessage", input)).Messages ?? [];
    all.push(...received);
  } while (received.length > 0);
  // Not before all were received: what is sent back may return at once.
  for (const message of all) await use(message);
  for (const { ReceiptHandle } of all) {
    const input = { QueueUrl: DEAD_LETTERS, ReceiptHandle, VisibilityTimeout: 0 };
    // Those that were moved are not there any more.
    await services.call("sqs", "ChangeMessageVisibility", input).catch(() => undefined);
  }
}
