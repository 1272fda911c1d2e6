import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { environment, tracer } from "./runtime.ts";
import type { Contact } from "./submission.ts";

// By default the client calls the host in the queue's URL and ignores its endpoint.
const sqs = tracer.captureAWSv3Client(new SQSClient({ useQueueUrlAsEndpoint: false }));

/**
 * Puts a contact on the queue whose URL is in `QUEUE_URL`.
 *
 * @returns The message's id, which becomes the submission's.
 * @throws The SDK's error when SQS does not take the message, and an Error when SQS answers without an id.
 */
export async function enqueue(contact: Contact): Promise<string> {
  const command = new SendMessageCommand({ QueueUrl: environment("QUEUE_URL"), MessageBody: JSON.stringify(contact) });
  const { MessageId } = await sqs.send(command);
  if (MessageId === undefined) throw new Error("SQS answered without a message id");
  return MessageId;
}
