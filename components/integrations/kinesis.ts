import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Operation } from "../openapi.ts";
import { readTemplate, type TemplateFile, template } from "../templates/templates.ts";
import { createAwsServiceOperation, serviceUri } from "./aws-service.ts";
import { type BodyIntegrationArgs, Integration } from "./integration.ts";
import { jsonBody } from "./responses.ts";

/** Arguments of `KinesisIntegration`. */
export interface KinesisIntegrationArgs extends BodyIntegrationArgs {
  /** File that makes the `PutRecord` request from the body and `$streamName`. */
  readonly requestTemplate: TemplateFile;
}

/** API Gateway to Kinesis `PutRecord`, and the stream. Answers 202 with the record's sequence number. */
export class KinesisIntegration extends Integration {
  readonly kind = "kinesis";
  readonly operation: pulumi.Output<Operation>;
  /** The stream; it scales with the traffic and has an hourly price. */
  readonly stream: aws.kinesis.Stream;

  constructor(name: string, args: KinesisIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("contact-us:integrations:KinesisIntegration", name, {}, opts);
    this.stream = new aws.kinesis.Stream(
      `${name}-stream`,
      {
        streamModeDetails: { streamMode: "ON_DEMAND" },
        encryptionType: "KMS",
        kmsKeyId: "alias/aws/kinesis",
      },
      { parent: this },
    );
    this.operation = createAwsServiceOperation(this, name, {
      summary: args.summary,
      requestBody: jsonBody(args.model),
      uri: serviceUri(this.stream.arn, "action/PutRecord"),
      statements: [{ actions: ["kinesis:PutRecord"], resources: [this.stream.arn] }],
      contentType: "application/x-amz-json-1.1",
      requestTemplate: template(args.requestTemplate, { streamName: this.stream.name }),
      success: { statusCode: "202", description: "Recorded", template: readTemplate("put-record-response.vtl") },
    });
    this.registerOutputs({ operation: this.operation, stream: this.stream });
  }
}
