import assert from "node:assert/strict";
import { usagePlan } from "../../src/steps/usage-plan.ts";

describe("usage plan", () => {
  it("knows its own keys only", () => {
    const plan = usagePlan(["a"]);
    assert.match(plan.find("a")?.id ?? "", /^[a-z0-9]{10}$/);
    assert.equal(plan.find("b"), undefined);
  });

  it("lets each key make a burst of requests, then so many a second", () => {
    const plan = usagePlan(["a", "b"], { throttle: { rateLimit: 2, burstLimit: 3 } });
    const take = (key: string, now: number) => plan.find(key)?.take(now);
    assert.deepEqual(
      [0, 0, 0, 0].map((now) => take("a", now)),
      [undefined, undefined, undefined, "THROTTLED"],
    );
    assert.equal(take("b", 0), undefined);
    assert.deepEqual(
      [500, 500, 1000].map((now) => take("a", now)),
      [undefined, "THROTTLED", undefined],
    );
  });

  it("does not fill the bucket beyond the burst", () => {
    const usage = usagePlan(["a"], { throttle: { rateLimit: 100, burstLimit: 1 } }).find("a");
    assert.deepEqual(
      [0, 60_000, 60_000].map((now) => usage?.take(now)),
      [undefined, undefined, "THROTTLED"],
    );
  });

  it("counts requests of a period", () => {
    const usage = usagePlan(["a"], { quota: { limit: 2, period: "DAY" } }).find("a");
    const at = (time: string) => usage?.take(Date.parse(time));
    assert.equal(at("2026-01-01T00:00:00Z"), undefined);
    assert.equal(at("2026-01-01T12:00:00Z"), undefined);
    assert.equal(at("2026-01-01T23:59:59Z"), "QUOTA_EXCEEDED");
    assert.equal(at("2026-01-02T00:00:00Z"), undefined);
  });

  it("begins weeks on Sunday and months on the first", () => {
    const week = usagePlan(["a"], { quota: { limit: 1, period: "WEEK" } }).find("a");
    // 3 January 2026 is a Saturday.
    const weekly = ["2026-01-02", "2026-01-03", "2026-01-04", "2026-01-10"].map((day) => week?.take(Date.parse(day)));
    assert.deepEqual(weekly, [undefined, "QUOTA_EXCEEDED", undefined, "QUOTA_EXCEEDED"]);
    const month = usagePlan(["a"], { quota: { limit: 1, period: "MONTH" } }).find("a");
    const monthly = ["2026-01-02", "2026-01-31", "2026-02-01"].map((day) => month?.take(Date.parse(day)));
    assert.deepEqual(monthly, [undefined, "QUOTA_EXCEEDED", undefined]);
  });

  it("limits the stage as a whole", () => {
    const plan = usagePlan([], {}, { rateLimit: 1, burstLimit: 1 });
    assert.deepEqual([0, 0, 1000].map(plan.takeFromStage), [true, false, true]);
    assert.equal(usagePlan([]).takeFromStage(0), true);
  });
});
