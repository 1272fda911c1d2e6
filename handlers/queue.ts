import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { CLIENT_OPTIONS, environment } from "./runtime.ts";
import type { Contact } from "./submission.ts";

// By default the client calls the host in the queue's URL and ignores its endpoint.
const sqs = new SQSClient({ ...CLIENT_OPTIONS, useQueueUrlAsEndpoint: false });

/**
 * Puts a contact on the queue whose URL is in `QUEUE_URL`.
 *
 * @param id The submission's id, in the message's attribute `SubmissionId`. Unlike the message's own id it stays the same when
 *   SQS moves the message back from the dead-letter queue, and when the SDK sends it again after a timeout.
 * @returns The message's id.
 * @throws The SDK's error when SQS does not take the message.
 */
export async function enqueue(contact: Contact, id: string): Promise<string | undefined> {
  const { MessageId } = await sqs.send(
    new SendMessageCommand({
      QueueUrl: environment("QUEUE_URL"),
      MessageBody: JSON.stringify(contact),
      MessageAttributes: { SubmissionId: { DataType: "String", StringValue: id } },
    }),
  );
  return MessageId;
}
