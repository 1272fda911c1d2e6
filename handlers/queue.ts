import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { environment, tracer } from "./runtime.ts";
import type { Contact } from "./submission.ts";

// By default the client calls the host in the queue's URL, whatever endpoint it is given.
const sqs = tracer.captureAWSv3Client(new SQSClient({ useQueueUrlAsEndpoint: false }));

/**
 * Puts a contact on the queue whose URL is in `QUEUE_URL`.
 *
 * @returns The message's id, by which the submission is known from then on.
 * @throws The SDK's error, when SQS does not take the message.
 */
export async function enqueue(contact: Contact): Promise<string> {
  const command = new SendMessageCommand({ QueueUrl: environment("QUEUE_URL"), MessageBody: JSON.stringify(contact) });
  const { MessageId } = await sqs.send(command);
  return MessageId as string;
}
