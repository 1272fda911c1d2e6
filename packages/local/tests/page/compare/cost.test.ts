import assert from "node:assert/strict";
import { costPerMillion, monthlyCost, priceOf } from "../../../page/compare/cost.ts";
import * as prices from "../../../page/compare/prices.ts";

const near = (actual: number, expected: number, within = 0.005) =>
  assert.ok(Math.abs(actual - expected) < within, `${actual}`);

describe("what a month costs", () => {
  it("is API Gateway and SQS the better way", () => {
    near(monthlyCost("sqs", { requests: 10_000_000, durationMs: 20, memoryMb: 256 }), 35 + 4);
  });

  it("is the requests, the GB-seconds and the log of the function more the old way", () => {
    // 10 million × 20 ms × 0.25 GB = 50,000 GB-seconds; 10 million × 1 KB = 9.5367 GB.
    near(monthlyCost("lambda", { requests: 10_000_000, durationMs: 20, memoryMb: 256 }), 39 + 2 + 0.6667 + 4.7684);
  });

  it("falls per million in the higher tiers", () => {
    near(priceOf(prices.REST_API, 333_000_000), 1165.5);
    near(priceOf(prices.REST_API, 1_000_000_000), 1165.5 + 667 * 2.8);
    near(costPerMillion("sqs", { requests: 1_000_000_000, durationMs: 0, memoryMb: 128 }), 3.0331 + 0.4);
    assert.equal(costPerMillion("sqs", { requests: 0, durationMs: 0, memoryMb: 128 }), 0);
  });
});

describe("the table of prices", () => {
  it("says for each where and when it was read", () => {
    for (const [name, price] of Object.entries(prices)) {
      assert.match(price.source, /^https:\/\/aws\.amazon\.com\/[a-z0-9-]+\/([a-z-]+\/)?pricing\/([a-z-]+\/)?$/, name);
      assert.match(price.date, /^20\d\d(-[01]\d)?$/, name);
      const steps = price.tiers.map(({ above }) => above);
      assert.deepEqual(
        steps,
        steps.toSorted((a, b) => a - b),
        name,
      );
      assert.equal(steps[0], 0, name);
    }
  });
});
