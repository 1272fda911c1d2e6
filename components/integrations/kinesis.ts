import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkArguments } from "../arguments.ts";
import type { Operation } from "../openapi.ts";
import type { RoleTransform } from "../service-role.ts";
import {
  checkTemplates,
  libraryTemplate,
  readTemplate,
  type TemplateSource,
  template,
} from "../templates/templates.ts";
import { typeToken, withFormerType } from "../tokens.ts";
import { type Transform, transformed } from "../transform.ts";
import { createAwsServiceOperation, resourceName, serviceUri } from "./aws-service.ts";
import { keyStatements } from "./encryption-key.ts";
import { type BodyIntegrationArgs, Integration } from "./integration.ts";
import { jsonBody } from "./responses.ts";

/** What `KinesisIntegration` uses of a stream: an `aws.kinesis.Stream`, one that was looked up or another stack's ARN fits. */
export interface StreamReference {
  readonly arn: pulumi.Input<string>;
  /** The KMS key that encrypts the stream, if one does. */
  readonly kmsKeyId?: pulumi.Input<string | undefined>;
}

/** Arguments of `KinesisIntegration`. */
export interface KinesisIntegrationArgs extends BodyIntegrationArgs {
  /** The stream that gets the records. Default: a new one, on demand and encrypted by AWS's key; it has an hourly price. */
  readonly stream?: StreamReference;
  /** Makes the `PutRecord` request from the body; `$streamName` is set in it. */
  readonly requestTemplate: TemplateSource;
  /** Makes the 202's body from what Kinesis answers. Default: `{"sequenceNumber": …}`. */
  readonly responseTemplate?: TemplateSource;
  /** Changes of the resources inside. */
  readonly transform?: RoleTransform & { readonly stream?: Transform<aws.kinesis.StreamArgs> };
}

/** API Gateway to Kinesis `PutRecord` without a Lambda function. Answers 202 with the record's sequence number. */
export class KinesisIntegration extends Integration {
  readonly kind = "kinesis";
  readonly operation: pulumi.Output<Operation>;
  override readonly model: string;
  readonly streamArn: pulumi.Output<string>;
  readonly streamName: pulumi.Output<string>;
  /** The stream, if this integration created it. */
  readonly stream?: aws.kinesis.Stream;
  readonly role: aws.iam.Role;

  /** @throws ArgumentError that names a template whose file does not exist. */
  constructor(name: string, args: KinesisIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    const { requestTemplate, responseTemplate = libraryTemplate("put-record-response.vtl") } = args;
    checkArguments(`KinesisIntegration "${name}"`, () => checkTemplates({ requestTemplate, responseTemplate }));
    super(
      typeToken("KinesisIntegration"),
      name,
      {},
      withFormerType(opts, "contact-us:integrations:KinesisIntegration"),
    );
    this.model = args.model;
    if (!args.stream) this.stream = createStream(this, name, args.transform?.stream);
    const stream = this.stream ?? args.stream ?? { arn: "" };
    this.streamArn = pulumi.output(stream.arn);
    this.streamName = resourceName(this.streamArn);
    const { operation, role } = createAwsServiceOperation(this, name, {
      summary: args.summary,
      requestBody: jsonBody(args.model),
      uri: serviceUri(this.streamArn, "action/PutRecord"),
      statements: [{ actions: ["kinesis:PutRecord"], resources: [stream.arn] }],
      // https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
      keyStatements: keyStatements(["kms:GenerateDataKey"], stream.kmsKeyId, stream.arn),
      contentType: "application/x-amz-json-1.1",
      requestTemplate: template(args.requestTemplate, { streamName: this.streamName }),
      success: {
        statusCode: "202",
        description: "Recorded",
        template: readTemplate(responseTemplate),
      },
      transform: args.transform,
    });
    this.operation = operation;
    this.role = role;
    this.registerOutputs({ streamArn: this.streamArn, role });
  }
}

function createStream(
  parent: KinesisIntegration,
  name: string,
  transform: Transform<aws.kinesis.StreamArgs> | undefined,
): aws.kinesis.Stream {
  return new aws.kinesis.Stream(
    ...transformed<aws.kinesis.StreamArgs>(
      transform,
      `${name}-stream`,
      {
        streamModeDetails: { streamMode: "ON_DEMAND" },
        encryptionType: "KMS",
        kmsKeyId: "alias/aws/kinesis",
      },
      { parent },
    ),
  );
}
