import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Operation } from "../openapi.ts";
import { readTemplate } from "../templates/templates.ts";
import { createAwsServiceOperation, serviceUri } from "./aws-service.ts";
import { type BodyIntegrationArgs, Integration } from "./integration.ts";
import { jsonBody } from "./responses.ts";

/** Arguments of `SqsIntegration`. */
export interface SqsIntegrationArgs extends BodyIntegrationArgs {
  /** The queue that gets each accepted body, word for word, as one message. */
  readonly queue: aws.sqs.Queue;
}

/** API Gateway to SQS `SendMessage` with no Lambda function in between. Answers 202 with the message's id. */
export class SqsIntegration extends Integration {
  readonly kind = "sqs";
  readonly operation: pulumi.Output<Operation>;

  constructor(name: string, args: SqsIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("contact-us:integrations:SqsIntegration", name, {}, opts);
    this.operation = createAwsServiceOperation(this, name, {
      summary: args.summary,
      requestBody: jsonBody(args.model),
      uri: serviceUri(args.queue.arn, pulumi.interpolate`path/${args.queue.arn.apply(queuePath)}`),
      statements: [{ actions: ["sqs:SendMessage"], resources: [args.queue.arn] }],
      contentType: "application/x-www-form-urlencoded",
      requestTemplate: readTemplate("send-message.vtl"),
      success: {
        statusCode: "202",
        description: "Accepted: in the queue",
        template: readTemplate("send-message-response.vtl"),
      },
    });
    this.registerOutputs({ operation: this.operation });
  }
}

// The path of a queue's URL is its account and its name, the last two parts of its ARN.
function queuePath(arn: string): string {
  return arn.split(":").slice(-2).join("/");
}
