import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { environment, errorFields, logger } from "../runtime.ts";
import { readSubmission, type Submission, submissionId } from "./record.ts";
import { markAnnounced, store } from "./table.ts";

const sns = new SNSClient({});

/**
 * Takes submissions from the queue: stores each exactly once and announces it. Only the records that fail are reported, so
 * SQS brings back only those, and moves a record that keeps failing to the dead-letter queue.
 *
 * Environment: `TABLE_NAME` and `TOPIC_ARN`.
 */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  logger.addContext(context);
  const processor = new BatchProcessor(EventType.SQS);
  // If all records failed and the error were thrown, the runtime would log it with whatever it quotes.
  return processPartialResponse(event, process, processor, { context, throwOnFullBatchFailure: false });
}

/**
 * Stores, then announces, then notes in the item that it was announced. After a crash between two of the three the message
 * comes back. It is never stored twice, because the put is conditional, and its announcement is never lost, because it is
 * repeated until it is noted. An announcement can come twice: after a crash just before the note, or when SQS delivers a
 * message twice at once. It carries the submission's id, so that a receiver can tell.
 */
async function process(record: SQSRecord): Promise<void> {
  try {
    const submission = readSubmission(record);
    const { announced } = await store(submission);
    if (announced) return logger.info("a repeated message, already stored and announced", { id: submission.id });
    await announce(submission);
    await markAnnounced(submission.id);
    logger.info("stored and announced", { id: submission.id });
  } catch (error) {
    logger.error("not processed", { id: submissionId(record), ...errorFields(error) });
    throw error;
  }
}

/** Publishes to the topic in `TOPIC_ARN` that a submission is stored: its id, its topic and when it came. */
async function announce({ id, topic, receivedAt }: Submission): Promise<void> {
  await sns.send(
    new PublishCommand({
      TopicArn: environment("TOPIC_ARN"),
      Subject: "New contact submission",
      // Without the person's text: an e-mail subscription would send it unencrypted.
      Message: JSON.stringify({ id, topic, receivedAt }),
    }),
  );
}
