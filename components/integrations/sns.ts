import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Operation } from "../rest-api/openapi.ts";
import { readTemplate, template } from "../templates/templates.ts";
import { allow } from "./allow.ts";
import { awsServiceOperation, serviceUri } from "./aws-service.ts";
import { type BodyIntegrationArgs, Integration, jsonBody } from "./integration.ts";

/** Arguments of `SnsIntegration`. Its model must require the strings `subject` and `message`. */
export type SnsIntegrationArgs = BodyIntegrationArgs;

/** API Gateway to SNS `Publish`, and the topic. Answers 202 with the message's id. */
export class SnsIntegration extends Integration {
  readonly operation: pulumi.Output<Operation>;
  /** The topic that is published to. */
  readonly topic: aws.sns.Topic;

  constructor(name: string, args: SnsIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("contact-us:integrations:SnsIntegration", name, {}, opts);
    this.topic = new aws.sns.Topic(`${name}-topic`, { kmsMasterKeyId: "alias/aws/sns" }, { parent: this });
    this.operation = awsServiceOperation({
      summary: args.summary,
      requestBody: jsonBody(args.model),
      uri: serviceUri(this.topic.arn, "path//"),
      credentials: allow(this, name, "sns:Publish", this.topic.arn),
      contentType: "application/x-www-form-urlencoded",
      requestTemplate: template("publish.vtl", { topicArn: this.topic.arn }),
      success: { statusCode: "202", description: "Published", template: readTemplate("publish-response.vtl") },
    });
    this.registerOutputs({ operation: this.operation, topic: this.topic });
  }
}
