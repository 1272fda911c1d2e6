import assert from "node:assert/strict";
import { createUsagePlans, type UsagePlanOptions } from "../../src/steps/usage-plan.ts";

/** The types of limit, if any, that a key of a plan reaches at each time. */
function reached(plan: Omit<UsagePlanOptions, "apiKeys">, times: readonly (number | string)[], method = "/GET") {
  const usage = createUsagePlans({ usagePlans: [{ ...plan, apiKeys: ["a"] }] }).find("a");
  return times.map((time) => usage?.take(typeof time === "string" ? Date.parse(time) : time, method)?.type);
}

describe("usage plans", () => {
  it("know their own keys only", () => {
    const plans = createUsagePlans({ usagePlans: [{ apiKeys: ["a"] }, { apiKeys: ["c"] }] });
    assert.match(plans.find("a")?.id ?? "", /^[a-z0-9]{10}$/);
    assert.equal(plans.find("b"), undefined);
    assert.match(plans.find("a")?.usagePlanId ?? "", /^[a-z0-9]{6}$/);
    assert.notEqual(plans.find("a")?.usagePlanId, plans.find("c")?.usagePlanId);
  });

  it("let each key make a burst of requests, then so many a second", () => {
    const throttle = { rateLimit: 2, burstLimit: 3 };
    const plans = createUsagePlans({ usagePlans: [{ apiKeys: ["a", "b"], throttle }] });
    const take = (key: string, now: number) => plans.find(key)?.take(now, "/GET");
    assert.deepEqual(
      [0, 0, 0, 0].map((now) => take("a", now)),
      [undefined, undefined, undefined, { type: "THROTTLED", throttle }],
    );
    assert.equal(take("b", 0), undefined);
    assert.deepEqual(
      [500, 500, 1000].map((now) => take("a", now)?.type),
      [undefined, "THROTTLED", undefined],
    );
  });

  it("do not fill the bucket beyond the burst", () => {
    const throttle = { rateLimit: 100, burstLimit: 1 };
    assert.deepEqual(reached({ throttle }, [0, 60_000, 60_000]), [undefined, undefined, "THROTTLED"]);
  });

  it("limit single methods in the place of all together", () => {
    const plan = {
      throttle: { rateLimit: 0.001, burstLimit: 1 },
      methodThrottles: { "/pets/{id}/GET": { rateLimit: 0.001, burstLimit: 2 } },
    };
    assert.deepEqual(reached(plan, [0, 0, 0], "/pets/{id}/GET"), [undefined, undefined, "THROTTLED"]);
    assert.deepEqual(reached(plan, [0, 0], "/pets/{id}/PUT"), [undefined, "THROTTLED"]);
  });

  it("count requests of a period", () => {
    const times = ["2026-01-01T00:00:00Z", "2026-01-01T12:00:00Z", "2026-01-01T23:59:59Z", "2026-01-02T00:00:00Z"];
    const quota = { limit: 2, period: "DAY" } as const;
    assert.deepEqual(reached({ quota }, times), [undefined, undefined, "QUOTA_EXCEEDED", undefined]);
  });

  it("begin weeks on Sunday and months on the first", () => {
    // 3 January 2026 is a Saturday.
    const days = ["2026-01-02", "2026-01-03", "2026-01-04", "2026-01-10"];
    const weekly = reached({ quota: { limit: 1, period: "WEEK" } }, days);
    assert.deepEqual(weekly, [undefined, "QUOTA_EXCEEDED", undefined, "QUOTA_EXCEEDED"]);
    const monthly = reached({ quota: { limit: 1, period: "MONTH" } }, ["2026-01-02", "2026-01-31", "2026-02-01"]);
    assert.deepEqual(monthly, [undefined, "QUOTA_EXCEEDED", undefined]);
  });
});

describe("a stage's throttle", () => {
  it("limits all clients together", () => {
    const throttle = { rateLimit: 1, burstLimit: 1 };
    const { takeFromStage } = createUsagePlans({ throttle });
    assert.deepEqual(
      [0, 0, 1000].map((now) => takeFromStage(now, "/GET")),
      [undefined, throttle, undefined],
    );
    assert.equal(createUsagePlans({}).takeFromStage(0, "/GET"), undefined);
  });

  it("leaves a method with its own limit to that one", () => {
    const own = { rateLimit: 0.001, burstLimit: 2 };
    const { takeFromStage } = createUsagePlans({
      throttle: { rateLimit: 0.001, burstLimit: 1 },
      methodThrottles: { "pets/GET": own },
    });
    assert.deepEqual(
      ["/pets/GET", "/pets/GET", "/pets/GET"].map((method) => takeFromStage(0, method)),
      [undefined, undefined, own],
    );
    assert.equal(takeFromStage(0, "/GET"), undefined);
  });
});
