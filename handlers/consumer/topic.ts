import { PublishBatchCommand, SNSClient } from "@aws-sdk/client-sns";
import { CLIENT_OPTIONS, environment } from "../runtime.ts";
import type { Submission } from "./record.ts";

const sns = new SNSClient(CLIENT_OPTIONS);

/**
 * Publishes to the topic in `TOPIC_ARN` that submissions are stored: the id of each, its topic and when it came. One call for
 * all of them costs as much as one for a single message.
 * https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
 *
 * @param submissions At most ten.
 * @returns For each submission, in their order, why it was not announced: an error, or undefined for one that SNS says it took.
 */
export async function announce(submissions: readonly Submission[]): Promise<unknown[]> {
  // SNS refuses a batch of none.
  if (submissions.length === 0) return [];
  try {
    const { Successful = [], Failed = [] } = await sns.send(
      new PublishBatchCommand({
        TopicArn: environment("TOPIC_ARN"),
        PublishBatchRequestEntries: submissions.map(({ id, topic, receivedAt }, index) => ({
          // Not the submission's id: SNS refuses some of its characters here, such as `=`.
          Id: `${index}`,
          Subject: "New contact submission",
          // Without the person's text: an e-mail subscription would send it unencrypted.
          Message: JSON.stringify({ id, topic, receivedAt }),
        })),
      }),
    );
    return submissions.map((_, index) => {
      if (Successful.some(({ Id }) => Id === `${index}`)) return undefined;
      const code = Failed.find(({ Id }) => Id === `${index}`)?.Code;
      return Object.assign(new Error("SNS did not take the announcement"), { name: code ?? "NotPublished" });
    });
  } catch (error) {
    return submissions.map(() => error);
  }
}
