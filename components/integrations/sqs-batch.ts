import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkArguments, refuse } from "../arguments.ts";
import type { Operation } from "../openapi.ts";
import { libraryTemplate, readTemplate, template } from "../templates/templates.ts";
import { typeToken } from "../tokens.ts";
import { createAwsServiceOperation, serviceUri } from "./aws-service.ts";
import { keyStatements } from "./encryption-key.ts";
import { type BodyIntegrationArgs, Integration } from "./integration.ts";
import { jsonBody } from "./responses.ts";
import { createQueue, type QueueReference, type SqsIntegrationArgs } from "./sqs.ts";

/** Arguments of `SqsBatchIntegration`. Its model must be of an array of 1 to 10 items (`minItems`, `maxItems`). */
export interface SqsBatchIntegrationArgs extends BodyIntegrationArgs {
  /** The standard queue that gets each item of the body as one message. Default: a new one, encrypted by SQS. */
  readonly queue?: Omit<QueueReference, "contentBasedDeduplication">;
  /** Changes of the resources inside. */
  readonly transform?: SqsIntegrationArgs["transform"];
}

/**
 * API Gateway to SQS `SendMessageBatch` without a Lambda function, for clients that send several messages at once. Answers
 * 202 when SQS has all of them; else 400 or 502, with the places in the array of those that failed and of those accepted.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
export class SqsBatchIntegration extends Integration {
  readonly kind = "sqs-batch";
  readonly operation: pulumi.Output<Operation>;
  override readonly model: string;
  readonly queueArn: pulumi.Output<string>;
  /** The queue, if this integration created it. */
  readonly queue?: aws.sqs.Queue;
  readonly role: aws.iam.Role;

  /** The operation fails for a FIFO queue, whose messages need a group. */
  constructor(name: string, args: SqsBatchIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeToken("SqsBatchIntegration"), name, {}, opts);
    this.model = args.model;
    if (!args.queue) this.queue = createQueue(this, name, { transform: args.transform });
    const queue: QueueReference = this.queue ?? args.queue ?? { arn: "" };
    const queueArn = pulumi.all([queue.arn, queue.fifoQueue]).apply(([arn, fifo]) =>
      checkArguments(`SqsBatchIntegration "${name}"`, () => {
        if (fifo || arn.endsWith(".fifo")) refuse("queue", `expected a standard queue, got "${arn}"`);
        return arn;
      }),
    );
    const { operation, role } = createAwsServiceOperation(this, name, {
      summary: args.summary,
      requestBody: jsonBody(args.model),
      uri: serviceUri(queueArn, "path//"),
      // IAM has no action of its own for batches.
      statements: [{ actions: ["sqs:SendMessage"], resources: [queueArn] }],
      keyStatements: keyStatements(["kms:GenerateDataKey", "kms:Decrypt"], queue.kmsMasterKeyId, queueArn),
      contentType: "application/x-amz-json-1.0",
      target: "AmazonSQS.SendMessageBatch",
      requestTemplate: template(libraryTemplate("send-message-batch.vtl"), { queueUrl: queueArn.apply(queueUrl) }),
      success: {
        statusCode: "202",
        description: "Accepted: all in the queue",
        template: readTemplate(libraryTemplate("send-message-batch-response.vtl")),
      },
      transform: args.transform,
    });
    this.operation = operation;
    this.queueArn = queueArn;
    this.role = role;
    this.registerOutputs({ queueArn, role });
  }
}

function queueUrl(arn: string): string {
  const [, partition, , region, account, name] = arn.split(":");
  return `https://sqs.${region}.amazonaws.com${partition === "aws-cn" ? ".cn" : ""}/${account}/${name}`;
}
