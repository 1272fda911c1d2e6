import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { environment } from "../environment.ts";
import { tracer } from "../telemetry.ts";
import type { Submission } from "./record.ts";

const sns = tracer.captureAWSv3Client(new SNSClient({}));

/** Tells the topic whose ARN is in `TOPIC_ARN` that a submission is stored: which, about what and since when. */
export async function announce({ id, topic, receivedAt }: Submission): Promise<void> {
  await sns.send(
    new PublishCommand({
      TopicArn: environment("TOPIC_ARN"),
      Subject: "New contact submission",
      // Without what the person wrote: an e-mail subscription would send it unencrypted.
      Message: JSON.stringify({ id, topic, receivedAt }),
    }),
  );
}
