import { callService, type Endpoints } from "../cloud/call.ts";
import type { StoredMessage } from "../cloud/fauxqs.ts";
import type { Services } from "../cloud/services.ts";
import { decodeText } from "../cloud/sqs/text.ts";
import { type Json, ofType, type Program, type Resource } from "../program/resources.ts";
import type { QueueMessage } from "./wire.ts";

const MAX_MESSAGES = 100;
/** Messages that SQS takes or gives in one call. */
const MAX_BATCH = 10;
/** Seconds for which a message is looked for: among tens of thousands. */
const SEARCH_SECONDS = 20;
/** Visibility timeout of the messages that are received meanwhile; none may come back before the search ends. */
const HELD_SECONDS = 2 * SEARCH_SECONDS;

/**
 * The messages of a queue, in-flight ones included, without receiving them; the oldest 100.
 *
 * @returns undefined when the queue does not exist or SQS is elsewhere.
 */
export function lookInto(services: Services, queue: string): QueueMessage[] | undefined {
  const contents = services.inspectQueue(queue);
  if (!contents) {
    return undefined;
  }
  const { ready, delayed, inflight } = contents.messages;
  const all: StoredMessage[] = [...ready, ...delayed, ...inflight.map(({ message }) => message)];
  return all
    .sort((one, other) => one.sentTimestamp - other.sentTimestamp)
    .slice(0, MAX_MESSAGES)
    .map(({ messageId, body, messageAttributes, approximateReceiveCount, sentTimestamp }) => ({
      messageId,
      body: decodeText(body),
      attributes: Object.fromEntries(
        Object.entries(messageAttributes).flatMap(([name, { StringValue }]) =>
          StringValue === undefined ? [] : [[name, StringValue]],
        ),
      ),
      receiveCount: approximateReceiveCount,
      sentAt: new Date(sentTimestamp).toISOString(),
    }));
}

/** The end of the last search in each queue: searches at once would hide messages from each other. */
const searches = new Map<string, Promise<unknown>>();

/**
 * Sends one dead letter back to its source queue, where it gets a new ID and keeps its attributes, as with SQS's own redrive.
 *
 * @returns The new message ID, or why the redrive failed.
 */
export async function redrive(
  program: Program,
  endpoints: Endpoints,
  queue: string,
  messageId: string,
): Promise<{ messageId: string } | { message: string }> {
  const queues = ofType(program, "aws:sqs/queue:Queue");
  const dead = queues.find(({ outputs }) => outputs.name === queue);
  const source = queues.find(({ inputs }) => dead && feeds(inputs.redrivePolicy, dead));
  if (!dead || !source) {
    return { message: `${queue} is not a dead-letter queue of this stack.` };
  }
  const search = (searches.get(queue) ?? Promise.resolve()).then(() => take(endpoints, dead.outputs.url, messageId));
  searches.set(
    queue,
    search.catch(() => undefined),
  );
  const found = await search;
  if (typeof found === "number") {
    return {
      message: `There is no message ${messageId} among ${found} of ${queue}, or another consumer has received it.`,
    };
  }
  const call = (action: string, input: Json) => callService(endpoints, "sqs", action, input);
  const { Body, MessageAttributes, ReceiptHandle } = found;
  // In this order a crash in between leaves the message in both queues, which the consumer tolerates, and loses nothing.
  const sent = await call("SendMessage", { QueueUrl: source.outputs.url, MessageBody: Body, MessageAttributes });
  await call("DeleteMessage", { QueueUrl: dead.outputs.url, ReceiptHandle });
  return { messageId: sent.MessageId };
}

/**
 * Receives messages until one is the message that is looked for, and gives the others back.
 *
 * @returns The message, or how many others there are or were looked at in time.
 */
async function take(endpoints: Endpoints, QueueUrl: string, messageId: string): Promise<Json | number> {
  const call = (action: string, input: Json) => callService(endpoints, "sqs", action, input);
  const until = Date.now() + SEARCH_SECONDS * 1000;
  const others: Json[] = [];
  let found: Json | undefined;
  let received: Json[];
  do {
    const input = {
      QueueUrl,
      MaxNumberOfMessages: MAX_BATCH,
      VisibilityTimeout: HELD_SECONDS,
      MessageAttributeNames: ["All"],
    };
    received = (await call("ReceiveMessage", input)).Messages ?? [];
    found = received.find((message) => message.MessageId === messageId);
    others.push(...received.filter((message) => message !== found));
  } while (!found && received.length > 0 && Date.now() < until);
  for (let start = 0; start < others.length; start += MAX_BATCH) {
    const Entries = others
      .slice(start, start + MAX_BATCH)
      .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }));
    await call("ChangeMessageVisibilityBatch", { QueueUrl, Entries });
  }
  return found ?? others.length;
}

function feeds(redrivePolicy: string | undefined, dead: Resource): boolean {
  return JSON.parse(redrivePolicy ?? "{}").deadLetterTargetArn === dead.outputs.arn;
}
