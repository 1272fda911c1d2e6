import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Arguments of `StateBackend`. */
export interface StateBackendArgs {
  /** Whether Pulumi refuses to delete the bucket and the key. */
  readonly protect: boolean;
}

/** Days that an earlier version of a state file is kept. */
const EARLIER_VERSIONS_DAYS = 90;

/** Days between asking for the deletion of the key and its end, the longest that KMS allows. */
const KEY_DELETION_DAYS = 30;

/**
 * A bucket for Pulumi's state and the key that encrypts it and the secrets in it: versioned, so that a broken state has one
 * before it, closed to the public and to connections without TLS.
 */
export class StateBackend extends pulumi.ComponentResource {
  readonly bucket: aws.s3.Bucket;
  readonly key: aws.kms.Key;
  /** The backend's URL, for `pulumi login`. */
  readonly url: pulumi.Output<string>;
  /** The key as a secrets provider, for `pulumi stack init --secrets-provider`. */
  readonly secretsProvider: pulumi.Output<string>;

  constructor(name: string, args: StateBackendArgs, opts?: pulumi.ComponentResourceOptions) {
    super("contact-us:bootstrap:StateBackend", name, {}, opts);
    const { protect } = args;
    this.key = new aws.kms.Key(
      `${name}-key`,
      {
        description: "Pulumi's state and the secrets in it",
        enableKeyRotation: true,
        deletionWindowInDays: KEY_DELETION_DAYS,
      },
      { parent: this, protect },
    );
    const alias = new aws.kms.Alias(
      `${name}-alias`,
      { namePrefix: `alias/${name}-`, targetKeyId: this.key.keyId },
      { parent: this },
    );
    this.bucket = new aws.s3.Bucket(name, {}, { parent: this, protect });
    secureBucket(this, name, this.bucket, this.key);
    const { region } = aws.getRegionOutput({}, { parent: this });
    this.url = pulumi.interpolate`s3://${this.bucket.bucket}?region=${region}`;
    this.secretsProvider = pulumi.interpolate`awskms://${alias.name}?region=${region}`;
    this.registerOutputs({ url: this.url, secretsProvider: this.secretsProvider });
  }
}

function secureBucket(parent: StateBackend, name: string, bucket: aws.s3.Bucket, key: aws.kms.Key): void {
  const opts = { parent };
  new aws.s3.BucketVersioning(
    `${name}-versioning`,
    { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } },
    opts,
  );
  new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    {
      bucket: bucket.id,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
          bucketKeyEnabled: true, // one call to KMS for many objects
        },
      ],
    },
    opts,
  );
  new aws.s3.BucketOwnershipControls(
    `${name}-ownership`,
    { bucket: bucket.id, rule: { objectOwnership: "BucketOwnerEnforced" } },
    opts,
  );
  new aws.s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    {
      bucket: bucket.id,
      rules: [
        {
          id: "earlier-versions",
          status: "Enabled",
          filter: { prefix: "" },
          noncurrentVersionExpiration: { noncurrentDays: EARLIER_VERSIONS_DAYS },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    },
    opts,
  );
  const closed = new aws.s3.BucketPublicAccessBlock(
    `${name}-public-access`,
    {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    opts,
  );
  // S3 refuses two changes of a bucket's access at once.
  new aws.s3.BucketPolicy(
    `${name}-policy`,
    { bucket: bucket.id, policy: tlsOnly(bucket) },
    { parent, dependsOn: [closed] },
  );
}

function tlsOnly(bucket: aws.s3.Bucket): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
}
