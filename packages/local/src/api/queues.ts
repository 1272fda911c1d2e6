import { callService, type Endpoints } from "../cloud/call.ts";
import type { StoredMessage } from "../cloud/fauxqs.ts";
import type { Services } from "../cloud/services.ts";
import { decodeText } from "../cloud/sqs/text.ts";
import { type Json, ofType, type Program, type Resource } from "../program/resources.ts";
import type { QueueMessage } from "./wire.ts";

const MAX_MESSAGES = 100;
/** Visibility timeout of the messages that are received while one of them is looked for. */
const HELD_SECONDS = 5;

/**
 * The messages of a queue, in-flight ones included, without receiving them; the oldest 100.
 *
 * @returns undefined when the queue does not exist or SQS is elsewhere.
 */
export async function lookInto(services: Services, queue: string): Promise<QueueMessage[] | undefined> {
  const contents = await services.inspectQueue(queue);
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
  const call = (action: string, input: Json) => callService(endpoints, "sqs", action, input);
  const held: Json[] = [];
  let found: Json | undefined;
  let received: Json[];
  do {
    const input = {
      QueueUrl: dead.outputs.url,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: HELD_SECONDS,
      MessageAttributeNames: ["All"],
    };
    received = (await call("ReceiveMessage", input)).Messages ?? [];
    found = received.find((message) => message.MessageId === messageId);
    held.push(...received.filter((message) => message !== found));
  } while (!found && received.length > 0);
  for (const { ReceiptHandle } of held) {
    await call("ChangeMessageVisibility", { QueueUrl: dead.outputs.url, ReceiptHandle, VisibilityTimeout: 0 });
  }
  if (!found) {
    return { message: `There is no message ${messageId} in ${queue}, or another consumer has received it.` };
  }
  const { Body, MessageAttributes, ReceiptHandle } = found;
  // In this order a crash in between leaves the message in both queues, which the consumer tolerates, and loses nothing.
  const sent = await call("SendMessage", { QueueUrl: source.outputs.url, MessageBody: Body, MessageAttributes });
  await call("DeleteMessage", { QueueUrl: dead.outputs.url, ReceiptHandle });
  return { messageId: sent.MessageId };
}

function feeds(redrivePolicy: string | undefined, dead: Resource): boolean {
  return JSON.parse(redrivePolicy ?? "{}").deadLetterTargetArn === dead.outputs.arn;
}
