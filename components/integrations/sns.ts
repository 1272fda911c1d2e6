import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Operation } from "../openapi.ts";
import { readTemplate, template } from "../templates/templates.ts";
import { createAwsServiceOperation, serviceUri } from "./aws-service.ts";
import { type BodyIntegrationArgs, Integration } from "./integration.ts";
import { jsonBody } from "./responses.ts";

/** Arguments of `SnsIntegration`. Its model must require the strings `subject` and `message`. */
export type SnsIntegrationArgs = BodyIntegrationArgs;

/** API Gateway to SNS `Publish`, and the topic. Answers 202 with the message's id. */
export class SnsIntegration extends Integration {
  readonly kind = "sns";
  readonly operation: pulumi.Output<Operation>;
  /** The topic that is published to. */
  readonly topic: aws.sns.Topic;

  constructor(name: string, args: SnsIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("contact-us:integrations:SnsIntegration", name, {}, opts);
    this.topic = new aws.sns.Topic(`${name}-topic`, { kmsMasterKeyId: "alias/aws/sns" }, { parent: this });
    this.operation = createAwsServiceOperation(this, name, {
      summary: args.summary,
      requestBody: jsonBody(args.model),
      uri: serviceUri(this.topic.arn, "path//"),
      statements: [{ actions: ["sns:Publish"], resources: [this.topic.arn] }],
      contentType: "application/x-www-form-urlencoded",
      requestTemplate: template("publish.vtl", { topicArn: this.topic.arn }),
      success: { statusCode: "202", description: "Published", template: readTemplate("publish-response.vtl") },
    });
    this.registerOutputs({ operation: this.operation, topic: this.topic });
  }
}
