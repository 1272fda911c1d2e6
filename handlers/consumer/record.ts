import type { SQSRecord } from "aws-lambda";
import { type Contact, pickContact } from "../submission.ts";

/** A submission as it is stored. */
export interface Submission extends Contact {
  /** The id that the client was given. */
  readonly id: string;
  /** When SQS took it, ISO 8601. */
  readonly receivedAt: string;
  /** When DynamoDB may delete it, in seconds since 1970: a year after it was received. */
  readonly expiresAt: number;
}

const SECONDS_PER_YEAR = 365 * 24 * 60 * 60;
/** Characters. An announcement names the topic, and SNS refuses a batch above 256 KB: one long topic would fail nine others. */
const MAX_TOPIC = 256;

/**
 * Reads a submission from a record of the queue.
 *
 * @throws Error when the body is not a contact: anyone with access to the queue can send anything to it.
 */
export function readSubmission(record: SQSRecord): Submission {
  const sent = Number(record.attributes.SentTimestamp);
  const contact = pickContact(parse(record.body));
  if (contact.topic.length > MAX_TOPIC) throw new Error("the topic is too long");
  return {
    ...contact,
    id: submissionId(record),
    receivedAt: new Date(sent).toISOString(),
    expiresAt: Math.floor(sent / 1000) + SECONDS_PER_YEAR,
  };
}

/**
 * The submission's id: the message's attribute `SubmissionId`, or else the message's own id, which changes when SQS moves the
 * message back from the dead-letter queue.
 */
export function submissionId({ messageId, messageAttributes }: SQSRecord): string {
  return messageAttributes.SubmissionId?.stringValue || messageId;
}

function parse(body: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(body));
  } catch {
    // JSON.parse's own error quotes the body.
    throw new Error("the message is not JSON");
  }
}
