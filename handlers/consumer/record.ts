import type { SQSRecord } from "aws-lambda";
import { type Contact, contactFields, pickContact } from "../submission.ts";

/** A submission as it is stored. */
export interface Submission extends Contact {
  /** The id of the SQS message, which the client was given. */
  readonly id: string;
  /** When SQS took it, ISO 8601. */
  readonly receivedAt: string;
  /** When DynamoDB may delete it, in seconds since 1970: a year after it was received. */
  readonly expiresAt: number;
}

const yearInSeconds = 365 * 24 * 60 * 60;

/**
 * Reads a submission out of a record of the queue.
 *
 * @throws Error when the body is not a contact: anybody with access to the queue can send to it.
 */
export function toSubmission({ messageId, body, attributes }: SQSRecord): Submission {
  const contact = parse(body);
  const expected = contactFields.filter((field) => field !== "phone" || contact.phone !== undefined);
  const wrong = expected.filter((field) => typeof contact[field] !== "string");
  if (wrong.length > 0) throw new Error(`the message has no text for ${wrong.join(", ")}`);
  const sent = Number(attributes.SentTimestamp);
  return {
    ...pickContact(contact),
    id: messageId,
    receivedAt: new Date(sent).toISOString(),
    expiresAt: Math.floor(sent / 1000) + yearInSeconds,
  };
}

function parse(body: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(body));
  } catch {
    throw new Error("the message is not JSON");
  }
}
