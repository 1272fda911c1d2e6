import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { errorFields, logger } from "../runtime.ts";
import { readSubmission, submissionId } from "./record.ts";
import { store } from "./table.ts";
import { announce } from "./topic.ts";

/**
 * Takes submissions from the queue: stores each exactly once, then announces all that are stored. Only the records that fail
 * are reported, so SQS brings back only those, and moves a record that keeps failing to the dead-letter queue.
 *
 * A record that comes again is not stored again, because the put is conditional, but it is announced again. So no announcement
 * is lost: a record comes again until it was announced. An announcement can come twice: after a crash between it and the end of
 * the batch, or when SQS delivers a message twice. It carries the submission's id, so that a receiver can tell.
 *
 * Neither a put that finds the item nor `ApproximateReceiveCount` says that a submission was announced: the SDK repeats a put
 * whose answer is lost, and a redrive makes a new message.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
 *
 * Environment: `TABLE_NAME` and `TOPIC_ARN`.
 */
export async function handler({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  logger.addContext(context);
  const failed: SQSRecord[] = [];
  function fail(record: SQSRecord, error: unknown): void {
    failed.push(record);
    logger.error("not processed", { id: submissionId(record), ...errorFields(error) });
  }

  const puts = await Promise.all(
    Records.map(async (record) => {
      try {
        const submission = readSubmission(record);
        await store(submission);
        return [{ record, submission }];
      } catch (error) {
        fail(record, error);
        return [];
      }
    }),
  );
  const stored = puts.flat();

  const announced: string[] = [];
  const errors = await announce(stored.map(({ submission }) => submission));
  stored.forEach(({ record, submission }, index) => {
    if (errors[index] === undefined) announced.push(submission.id);
    else fail(record, errors[index]);
  });
  if (announced.length > 0) logger.info("stored and announced", { ids: announced });
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}
