import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkArguments, checkWholeNumber } from "./arguments.ts";
import { denyWithoutTls } from "./secure-transport.ts";
import { typeToken } from "./tokens.ts";
import { type Transform, transformed } from "./transform.ts";

/** Changes of a bucket and of its settings. */
export interface PrivateBucketTransform {
  readonly bucket?: Transform<aws.s3.BucketArgs>;
  readonly encryption?: Transform<aws.s3.BucketServerSideEncryptionConfigurationArgs>;
  readonly lifecycle?: Transform<aws.s3.BucketLifecycleConfigurationArgs>;
  readonly versioning?: Transform<aws.s3.BucketVersioningArgs>;
  readonly ownership?: Transform<aws.s3.BucketOwnershipControlsArgs>;
  readonly publicAccess?: Transform<aws.s3.BucketPublicAccessBlockArgs>;
  readonly bucketPolicy?: Transform<aws.s3.BucketPolicyArgs>;
}

/** Arguments of `PrivateBucket`. */
export interface PrivateBucketArgs {
  /** Days until an object is deleted. Default: never. */
  readonly expirationDays?: number;
  /** Days that a replaced or deleted object can still be restored. Default 30. */
  readonly earlierVersionsDays?: number;
  /** Changes of the resources inside. */
  readonly transform?: PrivateBucketTransform;
}

/**
 * A bucket that nobody reads but who IAM allows: encrypted by S3's key, versioned, without ACLs, closed to the public, and
 * over TLS alone. https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export class PrivateBucket extends pulumi.ComponentResource {
  readonly bucket: aws.s3.Bucket;
  /** The KMS key that a transform has the objects encrypted with. */
  readonly kmsKeyId: pulumi.Output<string | undefined>;

  /** @throws ArgumentError for a number of days below 1. */
  constructor(name: string, args: PrivateBucketArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const { expirationDays, earlierVersionsDays = 30, transform } = args;
    checkArguments(`PrivateBucket "${name}"`, () => {
      if (expirationDays !== undefined) checkWholeNumber("expirationDays", expirationDays, 1, MAX_DAYS);
      checkWholeNumber("earlierVersionsDays", earlierVersionsDays, 1, MAX_DAYS);
    });
    super(typeToken("PrivateBucket"), name, {}, opts);
    this.bucket = new aws.s3.Bucket(...transformed<aws.s3.BucketArgs>(transform?.bucket, name, {}, { parent: this }));
    const bucket = this.bucket.id;
    const encryption = new aws.s3.BucketServerSideEncryptionConfiguration(
      ...transformed<aws.s3.BucketServerSideEncryptionConfigurationArgs>(
        transform?.encryption,
        `${name}-encryption`,
        { bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
        { parent: this },
      ),
    );
    this.kmsKeyId = encryption.rules.apply(([rule]) => rule?.applyServerSideEncryptionByDefault?.kmsMasterKeyId);
    const versioning = new aws.s3.BucketVersioning(
      ...transformed<aws.s3.BucketVersioningArgs>(
        transform?.versioning,
        `${name}-versioning`,
        { bucket, versioningConfiguration: { status: "Enabled" } },
        { parent: this },
      ),
    );
    new aws.s3.BucketLifecycleConfiguration(
      ...transformed<aws.s3.BucketLifecycleConfigurationArgs>(
        transform?.lifecycle,
        `${name}-lifecycle`,
        { bucket, rules: [lifecycleRule(expirationDays, earlierVersionsDays)] },
        { parent: this, dependsOn: [versioning] },
      ),
    );
    this.#close(name, transform);
    this.registerOutputs({ bucket: this.bucket });
  }

  #close(name: string, transform: PrivateBucketTransform | undefined): void {
    const bucket = this.bucket.id;
    const ownership = new aws.s3.BucketOwnershipControls(
      ...transformed<aws.s3.BucketOwnershipControlsArgs>(
        transform?.ownership,
        `${name}-ownership`,
        { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
        { parent: this },
      ),
    );
    const closed = new aws.s3.BucketPublicAccessBlock(
      ...transformed<aws.s3.BucketPublicAccessBlockArgs>(
        transform?.publicAccess,
        `${name}-public-access`,
        { bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
        { parent: this, dependsOn: [ownership] },
      ),
    );
    new aws.s3.BucketPolicy(
      ...transformed<aws.s3.BucketPolicyArgs>(
        transform?.bucketPolicy,
        `${name}-policy`,
        { bucket, policy: tlsOnly(this.bucket.arn) },
        // S3 refuses two changes of a bucket's access at once.
        { parent: this, dependsOn: [closed] },
      ),
    );
  }
}

/** The most days of a lifecycle rule, a 32-bit number. https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleExpiration.html */
const MAX_DAYS = 2 ** 31 - 1;

function lifecycleRule(expirationDays: number | undefined, earlierVersionsDays: number) {
  return {
    id: "expiry",
    status: "Enabled",
    filter: { prefix: "" },
    ...(expirationDays !== undefined && { expiration: { days: expirationDays } }),
    noncurrentVersionExpiration: { noncurrentDays: earlierVersionsDays },
    abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
  };
}

function tlsOnly(bucketArn: pulumi.Output<string>): pulumi.Output<string> {
  const statement = denyWithoutTls("s3:*", [bucketArn, pulumi.interpolate`${bucketArn}/*`]);
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: [statement] });
}
