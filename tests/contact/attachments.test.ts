import assert from "node:assert/strict";
import { resolved, run } from "../../components/testing/run.ts";
import { createAttachments } from "../../contact/attachments.ts";

const make = (keepData?: boolean) => run(() => createAttachments("attachments", keepData));

describe("createAttachments", () => {
  it("keeps attachments for 90 days, and a deleted one for a week more", async () => {
    const { inputs } = await make();
    const [rule] = inputs("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").rules;
    assert.deepEqual(rule.expiration, { days: 90 });
    assert.deepEqual(rule.noncurrentVersionExpiration, { noncurrentDays: 7 });
  });

  it("may put attachments, and neither read nor list them", async () => {
    const { inputs } = await make();
    assert.deepEqual(JSON.parse(inputs("aws:iam/rolePolicy:RolePolicy").policy).Statement, [
      { Effect: "Allow", Action: ["s3:PutObject"], Resource: ["arn:aws:s3:::attachments-bucket/attachments/*"] },
    ]);
  });

  it("stores each once, as bytes and not as the page that the client may say it is", async () => {
    const { result } = await make();
    const { requestParameters } = (await resolved(result.operation))["x-amazon-apigateway-integration"];
    assert.equal(requestParameters?.["integration.request.header.Content-Type"], "'application/octet-stream'");
    assert.equal(requestParameters?.["integration.request.header.If-None-Match"], "'*'");
    assert.deepEqual(result.binaryMediaTypes, ["application/pdf", "image/jpeg", "image/png"]);
  });

  for (const keepData of [true, false]) {
    it(`is ${keepData ? "" : "not "}protected from being deleted while keepData is ${keepData}`, async () => {
      assert.equal((await make(keepData)).inputs("aws:s3/bucket:Bucket").forceDestroy, !keepData);
    });
  }
});
