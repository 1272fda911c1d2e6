import { setTimeout as sleep } from "node:timers/promises";
import { REGION } from "../program/aws.ts";
import type { Json, Resource } from "../program/resources.ts";
import { callService, type Endpoints } from "./call.ts";
import type { Functions, Outcome } from "./lambda/functions.ts";

/** Lambda starts with five pollers for a standard queue. */
const POLLERS = 5;
/** Milliseconds until a call to a queue that did not answer is retried. */
const OUTAGE_MS = 1_000;
const LONG_POLL_SECONDS = 20;
const DRAIN_LOOK_MS = 50;

/** A queue that feeds a function. */
export interface EventSource {
  /**
   * Resolves when the queue is empty, in-flight and delayed messages included, or at `until`, in milliseconds since 1970.
   *
   * @returns How many messages are left.
   */
  drain(until: number): Promise<number>;
  stop(): Promise<void>;
}

/** A queue, and the function that it feeds. */
export interface EventSourceOptions {
  readonly endpoints: Endpoints;
  readonly functions: Pick<Functions, "invoke">;
  readonly queueUrl: string;
  readonly mapping: Resource;
  /**
   * Seconds until a failed message is retried. AWS waits for the queue's visibility timeout, which is minutes as a rule;
   * on localhost somebody is watching.
   */
  readonly retrySeconds: number;
  /** Called with the messages on which the function failed. */
  readonly onFailed?: (messages: readonly Json[]) => void;
}

interface Polling extends EventSourceOptions {
  readonly signal: AbortSignal;
}

/**
 * Polls a queue and invokes a function with the messages, as Lambda's event source mappings do: batches, a batching window,
 * and deletion of the messages that did not fail. Failed messages become visible again until the queue's redrive policy
 * moves them to the dead-letter queue.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function startEventSource(options: EventSourceOptions): EventSource {
  const stopping = new AbortController();
  const polling: Polling = { ...options, signal: stopping.signal };
  const pollers = options.mapping.inputs.scalingConfig?.maximumConcurrency ?? POLLERS;
  const loops = Array.from({ length: pollers }, () => poll(polling));
  return {
    async drain(until) {
      let left = await count(options, until);
      while (left > 0 && Date.now() < until) {
        await sleep(DRAIN_LOOK_MS);
        left = await count(options, until);
      }
      return left;
    },
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

/** The messages of the queue; infinitely many where it does not answer. */
async function count({ endpoints, queueUrl }: EventSourceOptions, until: number): Promise<number> {
  const input = { QueueUrl: queueUrl, AttributeNames: ["All"] };
  const signal = AbortSignal.timeout(Math.max(0, until - Date.now()));
  try {
    const { Attributes } = await callService(endpoints, "sqs", "GetQueueAttributes", input, signal);
    return (
      Number(Attributes.ApproximateNumberOfMessages) +
      Number(Attributes.ApproximateNumberOfMessagesNotVisible) +
      Number(Attributes.ApproximateNumberOfMessagesDelayed)
    );
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

async function poll(polling: Polling): Promise<void> {
  while (!polling.signal.aborted) {
    try {
      const messages = await gather(polling);
      if (messages.length > 0) {
        await deliver(polling, messages);
      }
    } catch {
      // The queue does not answer or does not exist; both may change.
      await outage(polling);
    }
  }
}

async function gather(polling: Polling): Promise<Json[]> {
  const size: number = polling.mapping.inputs.batchSize ?? 10;
  const window = (polling.mapping.inputs.maximumBatchingWindowInSeconds ?? 0) * 1000;
  const messages = await receive(polling, Math.min(size, 10), LONG_POLL_SECONDS);
  const until = Date.now() + window;
  while (messages.length > 0 && messages.length < size && Date.now() < until) {
    const seconds = Math.min(LONG_POLL_SECONDS, Math.ceil((until - Date.now()) / 1000));
    messages.push(...(await receive(polling, Math.min(size - messages.length, 10), seconds)));
  }
  return messages;
}

async function receive({ endpoints, queueUrl, signal }: Polling, most: number, seconds: number): Promise<Json[]> {
  const input = {
    QueueUrl: queueUrl,
    MaxNumberOfMessages: most,
    WaitTimeSeconds: seconds,
    MessageSystemAttributeNames: ["All"],
    MessageAttributeNames: ["All"],
  };
  // A signal of its own for each call: fetch leaves its listeners on a signal until the garbage collector comes.
  const ending = new AbortController();
  const end = () => ending.abort();
  signal.addEventListener("abort", end);
  try {
    signal.throwIfAborted();
    return (await callService(endpoints, "sqs", "ReceiveMessage", input, ending.signal)).Messages ?? [];
  } finally {
    signal.removeEventListener("abort", end);
  }
}

async function deliver(polling: Polling, messages: Json[]): Promise<void> {
  const { functions, mapping, retrySeconds } = polling;
  const event = { Records: messages.map((message) => toRecord(message, mapping.inputs.eventSourceArn)) };
  const outcome = await functions.invoke(mapping.inputs.functionName, JSON.stringify(event));
  const reports = mapping.inputs.functionResponseTypes?.includes("ReportBatchItemFailures") ?? false;
  const failed = failedIds(outcome, messages, reports);
  const again = messages.filter((message) => failed.has(message.MessageId));
  const done = messages.filter((message) => !failed.has(message.MessageId));
  polling.onFailed?.(again);
  await inTens(polling, "DeleteMessageBatch", done, {});
  await inTens(polling, "ChangeMessageVisibilityBatch", again, { VisibilityTimeout: retrySeconds });
}

/** Retries while the queue does not answer: a message that is not deleted would be delivered again. */
async function inTens(polling: Polling, action: string, messages: Json[], fields: Json): Promise<void> {
  for (let start = 0; start < messages.length; start += 10) {
    const Entries = messages
      .slice(start, start + 10)
      .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle, ...fields }));
    for (let isDone = false; !isDone; ) {
      try {
        await callService(polling.endpoints, "sqs", action, { QueueUrl: polling.queueUrl, Entries });
        isDone = true;
      } catch (error) {
        if (polling.signal.aborted) {
          throw error;
        }
        await outage(polling);
      }
    }
  }
}

function outage({ signal }: Polling): Promise<void> {
  return sleep(OUTAGE_MS, undefined, { signal }).catch(() => undefined);
}

/** A message as Lambda's SQS events have it. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export function toRecord(message: Json, eventSourceArn: string): Json {
  const attributes = Object.entries<Json>(message.MessageAttributes ?? {}).map(([name, value]) => [
    name,
    {
      stringValue: value.StringValue,
      binaryValue: value.BinaryValue,
      stringListValues: [],
      binaryListValues: [],
      dataType: value.DataType,
    },
  ]);
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: message.MD5OfBody,
    ...(message.MD5OfMessageAttributes && { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
    eventSource: "aws:sqs",
    eventSourceARN: eventSourceArn,
    awsRegion: REGION,
  };
}

/**
 * IDs of the failed messages: all when the function threw, or reported an ID outside the batch or something other than a
 * list of IDs; none when its result has no `batchItemFailures`.
 *
 * @param reports Whether the mapping asks for partial failures.
 */
export function failedIds(outcome: Outcome, messages: readonly Json[], reports: boolean): Set<string> {
  const all = new Set<string>(messages.map((message) => message.MessageId));
  if (outcome.functionError) {
    return all;
  }
  const failures: unknown = reports ? (JSON.parse(outcome.payload)?.batchItemFailures ?? []) : [];
  const ids = Array.isArray(failures) ? failures.map((failure) => failure?.itemIdentifier) : [undefined];
  return ids.every((id) => all.has(id)) ? new Set(ids) : all;
}
