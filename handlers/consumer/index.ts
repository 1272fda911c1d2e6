import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { environment, errorName, logger, tracer } from "../runtime.ts";
import { type Submission, toSubmission } from "./record.ts";
import { markAnnounced, store } from "./table.ts";

const sns = tracer.captureAWSv3Client(new SNSClient({}));

/**
 * Takes submissions off the queue: stores each exactly once and announces it. A record that fails is reported alone,
 * so that SQS brings back only that one, and moves it to the dead-letter queue when it keeps failing.
 *
 * Environment: `TABLE_NAME` and `TOPIC_ARN`.
 */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  logger.addContext(context);
  const processor = new BatchProcessor(EventType.SQS);
  // Were the error of an all-failed batch thrown, the runtime would log it, and with it whatever it quotes.
  return processPartialResponse(event, process, processor, { context, throwOnFullBatchFailure: false });
}

/**
 * Stores, then announces, then notes in the item that it was announced. Whatever crashes between two of the three, the
 * message comes back: it is never stored twice, as the put is conditional, and its announcement is never lost, as it
 * is repeated until it is noted. It can therefore come twice, when the note was not yet there: after a crash at just
 * that moment, or when SQS delivers a message twice at once. It carries the submission's id, by which one can tell.
 */
async function process(record: SQSRecord): Promise<void> {
  try {
    const submission = toSubmission(record);
    const { announced } = await store(submission);
    if (announced) return logger.info("a repeated message, already stored and announced", { id: submission.id });
    await announce(submission);
    await markAnnounced(submission.id);
    logger.info("stored and announced", { id: submission.id });
  } catch (error) {
    logger.error("not processed", { id: record.messageId, errorName: errorName(error) });
    throw error;
  }
}

/** Tells the topic whose ARN is in `TOPIC_ARN` that a submission is stored: which, about what and since when. */
async function announce({ id, topic, receivedAt }: Submission): Promise<void> {
  await sns.send(
    new PublishCommand({
      TopicArn: environment("TOPIC_ARN"),
      Subject: "New contact submission",
      // Without what the person wrote: an e-mail subscription would send it unencrypted.
      Message: JSON.stringify({ id, topic, receivedAt }),
    }),
  );
}
