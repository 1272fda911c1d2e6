import assert from "node:assert/strict";
import { run } from "../../components/testing/run.ts";
import { createAttachments } from "../../contact/attachments.ts";

describe("the bucket of attachments", () => {
  for (const keepData of [true, false]) {
    it(`is ${keepData ? "" : "not "}protected from being deleted while keepData is ${keepData}`, async () => {
      const resources = await run(() => createAttachments("attachments", keepData));
      assert.equal(resources.inputs("aws:s3/bucket:Bucket").forceDestroy, !keepData);
    });
  }

  it("loses an attachment after 90 days, and what was deleted or replaced after 7 more", async () => {
    const { inputs } = await run(() => createAttachments("attachments"));
    const [rule] = inputs("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").rules;
    assert.deepEqual(rule.expiration, { days: 90 });
    assert.deepEqual(rule.noncurrentVersionExpiration, { noncurrentDays: 7 });
  });
});
