import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { errorFields, logger } from "../runtime.ts";
import { readSubmission, type Submission, submissionId } from "./record.ts";
import { store } from "./table.ts";
import { announce } from "./topic.ts";

/**
 * Takes submissions from the queue: stores each exactly once, then announces all that are stored. Only the records that fail
 * are reported, so SQS brings back only those, and moves a record that keeps failing to the dead-letter queue.
 *
 * A record that comes again is not stored again, but it is announced again. So no announcement
 * is lost: a record comes again until it was announced. An announcement can come twice: after a crash between it and the end of
 * the batch, or when SQS delivers a message twice. It carries the submission's id, so that a receiver can tell.
 *
 * Neither an item that is there already nor `ApproximateReceiveCount` says that a submission was announced: the SDK repeats a call
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
  /** Those whose step succeeded; the others fail. `errors` has an error or undefined for each. */
  function without(errors: readonly unknown[], entries: readonly Entry[]): Entry[] {
    entries.forEach(({ record }, index) => {
      if (errors[index] !== undefined) fail(record, errors[index]);
    });
    return entries.filter((_, index) => errors[index] === undefined);
  }

  const read = Records.flatMap((record): Entry[] => {
    try {
      return [{ record, submission: readSubmission(record) }];
    } catch (error) {
      fail(record, error);
      return [];
    }
  });
  const stored = without(await store(read.map(({ submission }) => submission)), read);
  const announced = without(await announce(stored.map(({ submission }) => submission)), stored);

  const ids = announced.map(({ submission }) => submission.id);
  if (ids.length > 0) logger.info("stored and announced", { ids });
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/** A record that could be read. */
interface Entry {
  readonly record: SQSRecord;
  readonly submission: Submission;
}
