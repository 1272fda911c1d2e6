import assert from "node:assert/strict";
import { PrivateBucket, type PrivateBucketArgs } from "../../components/private-bucket.ts";
import { run } from "../../components/testing/run.ts";

const make = (args?: PrivateBucketArgs) => run(() => new PrivateBucket("files", args));

describe("PrivateBucket", () => {
  it("is encrypted, versioned, without ACLs and closed to the public", async () => {
    const { inputs } = await make();
    assert.deepEqual(inputs("aws:s3/bucket:Bucket", "files"), {});
    assert.deepEqual(
      inputs("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration").rules,
      [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    );
    assert.deepEqual(inputs("aws:s3/bucketVersioning:BucketVersioning").versioningConfiguration, { status: "Enabled" });
    assert.deepEqual(inputs("aws:s3/bucketOwnershipControls:BucketOwnershipControls").rule, {
      objectOwnership: "BucketOwnerEnforced",
    });
    assert.deepEqual(inputs("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"), {
      bucket: "files",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  });

  it("refuses every call without TLS, and allows nothing by its policy", async () => {
    const { inputs } = await make();
    assert.deepEqual(JSON.parse(inputs("aws:s3/bucketPolicy:BucketPolicy").policy).Statement, [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: ["arn:aws:s3:::files", "arn:aws:s3:::files/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  it("keeps objects for ever unless it is told how long, and earlier versions for 30 days", async () => {
    const type = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
    const [rule] = (await make()).inputs(type).rules;
    assert.equal(rule.expiration, undefined);
    assert.deepEqual(rule.noncurrentVersionExpiration, { noncurrentDays: 30 });
    const [expiring] = (await make({ expirationDays: 90, earlierVersionsDays: 7 })).inputs(type).rules;
    assert.deepEqual(expiring.expiration, { days: 90 });
    assert.deepEqual(expiring.noncurrentVersionExpiration, { noncurrentDays: 7 });
    assert.deepEqual(expiring.abortIncompleteMultipartUpload, { daysAfterInitiation: 1 });
  });

  it("takes changes of what is inside", async () => {
    const { inputs } = await make({ transform: { bucket: { forceDestroy: true } } });
    assert.deepEqual(inputs("aws:s3/bucket:Bucket"), { forceDestroy: true });
  });

  it("refuses zero days before it creates anything", async () => {
    const { resources } = await run(() => {
      assert.throws(() => new PrivateBucket("files", { expirationDays: 0 }), {
        message: 'PrivateBucket "files": expirationDays: expected a whole number from 1 to 2147483647, got 0',
      });
    });
    assert.deepEqual(resources, []);
  });
});
