import assert from "node:assert/strict";
import { run } from "../../components/testing/run.ts";
import { createVisitorsTable } from "../../contact/visitors.ts";

describe("the table of visitors", () => {
  it("is on demand, encrypted and recoverable, with user_id as its key", async () => {
    const { inputs } = await run(() => createVisitorsTable("visitors"));
    const { ttl, deletionProtectionEnabled, ...others } = inputs("aws:dynamodb/table:Table");
    assert.deepEqual(others, {
      billingMode: "PAY_PER_REQUEST",
      hashKey: "user_id",
      attributes: [{ name: "user_id", type: "S" }],
      serverSideEncryption: { enabled: true },
      pointInTimeRecovery: { enabled: true },
    });
  });

  it("loses each item when its time is over", async () => {
    const { inputs } = await run(() => createVisitorsTable("visitors"));
    assert.deepEqual(inputs("aws:dynamodb/table:Table").ttl, { attributeName: "expires_at", enabled: true });
  });

  for (const keepData of [true, false]) {
    it(`is ${keepData ? "" : "not "}protected from being deleted, by Pulumi and by AWS, when keepData is ${keepData}`, async () => {
      const { inputs, result } = await run(() => createVisitorsTable("visitors", keepData));
      assert.equal(inputs("aws:dynamodb/table:Table").deletionProtectionEnabled, keepData);
      assert.equal(Reflect.get(result, "__protect"), keepData);
    });
  }
});
