import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkArguments } from "../arguments.ts";
import type { Operation } from "../openapi.ts";
import { PrivateBucket, type PrivateBucketTransform } from "../private-bucket.ts";
import type { RoleTransform } from "../service-role.ts";
import { typeToken } from "../tokens.ts";
import { createCallerRole } from "./aws-service.ts";
import { keyStatements } from "./encryption-key.ts";
import { Integration, type IntegrationArgs } from "./integration.ts";
import { checkObject, type ObjectArgs } from "./s3-object.ts";
import { getOperation, putOperation } from "./s3-operations.ts";
import { pathVariables } from "./upstream.ts";

/** What `S3Integration` uses of a bucket: an `aws.s3.Bucket`, one that was looked up or another stack's ARN fits. */
export interface BucketReference {
  readonly arn: pulumi.Input<string>;
  /** Default: the provider's region. */
  readonly bucketRegion?: pulumi.Input<string | undefined>;
  /** ARN of the customer's KMS key that encrypts the objects, if one does. */
  readonly kmsKeyArn?: pulumi.Input<string | undefined>;
}

/** Arguments of `S3Integration`. */
export interface S3IntegrationArgs extends IntegrationArgs, ObjectArgs {
  /** The bucket of the objects. Default: a new one, encrypted, versioned and closed to the public. */
  readonly bucket?: BucketReference;
  /** Changes of the resources inside. */
  readonly transform?: RoleTransform & PrivateBucketTransform;
}

/**
 * API Gateway to one object of S3, without a Lambda function. `GET` answers 200 with the object, or 404; `PUT` answers 201.
 * A body has at most 10 MB, API Gateway's limit.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/integrating-api-with-aws-services-s3.html
 */
export class S3Integration extends Integration {
  readonly kind = "s3";
  readonly operation: pulumi.Output<Operation>;
  override readonly pathParameters: readonly string[];
  override readonly binaryMediaTypes: readonly string[];
  readonly bucketArn: pulumi.Output<string>;
  /** The bucket, if this integration created it. */
  readonly bucket?: aws.s3.Bucket;
  readonly role: aws.iam.Role;

  /** @throws ArgumentError for an invalid key or media type, and for an argument of `PUT` in a `GET`. */
  constructor(name: string, args: S3IntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArguments(`S3Integration "${name}"`, () => checkObject(args));
    super(typeToken("S3Integration"), name, {}, opts);
    this.pathParameters = pathVariables(args.key);
    this.binaryMediaTypes = args.contentTypes ?? [];
    let { bucket } = args;
    if (bucket === undefined) {
      const made = new PrivateBucket(`${name}-bucket`, { transform: args.transform }, { parent: this });
      this.bucket = made.bucket;
      bucket = { arn: made.bucket.arn, bucketRegion: made.bucket.bucketRegion, kmsKeyArn: made.kmsKeyId };
    }
    this.bucketArn = pulumi.output(bucket.arn);
    const isGet = args.method === "GET";
    const keys = args.key.replace(/\{[^{}]+\}/g, "*");
    const { role, policy } = createCallerRole(this, name, {
      statements: [
        { actions: [isGet ? "s3:GetObject" : "s3:PutObject"], resources: [pulumi.interpolate`${bucket.arn}/${keys}`] },
      ],
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
      keyStatements: keyStatements(
        [isGet ? "kms:Decrypt" : "kms:GenerateDataKey"],
        bucket.kmsKeyArn,
        pulumi.output(bucket.kmsKeyArn).apply((arn) => arn ?? ""),
      ),
      transform: args.transform,
    });
    this.operation = pulumi
      .output({ uri: objectUri(this, bucket, args.key), credentials: role.arn, policy: policy.id })
      .apply(({ policy: _, ...known }) => (isGet ? getOperation(args, known) : putOperation(args, known)));
    this.role = role;
    this.registerOutputs({ bucketArn: this.bucketArn, role });
  }
}

function objectUri(parent: S3Integration, { arn, bucketRegion }: BucketReference, key: string): pulumi.Output<string> {
  const provided = aws.getRegionOutput({}, { parent }).region;
  return pulumi.all([arn, bucketRegion, provided]).apply(([bucketArn, own, region]) => {
    const [, partition, , , , bucket] = bucketArn.split(":");
    return `arn:${partition}:apigateway:${own ?? region}:s3:path/${bucket}/${key}`;
  });
}
