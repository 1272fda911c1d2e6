import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { allow } from "../allow.ts";
import type { Operation } from "../openapi.ts";
import { template } from "../templates.ts";
import { awsServiceOperation, serviceUri } from "./aws-service.ts";
import { type BodyIntegrationArgs, Integration, jsonBody } from "./integration.ts";

/** Arguments of `KinesisIntegration`. */
export interface KinesisIntegrationArgs extends BodyIntegrationArgs {
  /** File in `components/templates/` that makes the `PutRecord` request from the body and `$streamName`. */
  readonly requestTemplate: string;
}

/** API Gateway to Kinesis `PutRecord`, and the stream. Answers 202 with the record's sequence number. */
export class KinesisIntegration extends Integration {
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
    const credentials = allow(this, name, "kinesis:PutRecord", this.stream.arn);
    this.operation = pulumi
      .output({
        arn: this.stream.arn,
        credentials,
        requestTemplate: template(args.requestTemplate, { streamName: this.stream.name }),
        responseTemplate: template("put-record-response.vtl"),
      })
      .apply((known) =>
        awsServiceOperation({
          summary: args.summary,
          requestBody: jsonBody(args.model),
          uri: serviceUri(known.arn, "action/PutRecord"),
          credentials: known.credentials,
          contentType: "application/x-amz-json-1.1",
          requestTemplate: known.requestTemplate,
          success: { statusCode: "202", description: "Recorded", template: known.responseTemplate },
        }),
      );
    this.registerOutputs({ operation: this.operation, stream: this.stream });
  }
}
