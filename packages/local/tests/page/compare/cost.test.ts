import assert from "node:assert/strict";
import { costPerMillion, monthlyCost, priceOf } from "../../../page/compare/cost.ts";
import { PRICES, type Price } from "../../../page/compare/prices.ts";

const near = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 0.005, `${actual}`);

describe("what a month costs", () => {
  it("is API Gateway and SQS the better way", () => {
    near(monthlyCost("sqs", { requests: 10_000_000, durationMs: 30, memoryMb: 256 }), 35 + 4);
  });

  it("is the function's requests and GB-seconds more the old way", () => {
    // 10 million × 30 ms × 0.25 GB = 75,000 GB-seconds.
    near(monthlyCost("lambda", { requests: 10_000_000, durationMs: 30, memoryMb: 256 }), 39 + 2 + 1.0);
  });

  it("falls per million in the higher tiers", () => {
    near(priceOf(PRICES.restApi, 333_000_000), 1165.5);
    near(priceOf(PRICES.restApi, 1_000_000_000), 1165.5 + 667 * 2.8);
    near(costPerMillion("sqs", { requests: 1_000_000_000, durationMs: 0, memoryMb: 128 }), 3.0331 + 0.4);
    assert.equal(costPerMillion("sqs", { requests: 0, durationMs: 0, memoryMb: 128 }), 0);
  });
});

describe("the table of prices", () => {
  it("says for each where and when it was read", () => {
    for (const price of Object.values(PRICES) as Price[]) {
      assert.match(price.source, /^https:\/\/aws\.amazon\.com\/[a-z-]+\/pricing\/$/);
      assert.match(price.date, /^20\d\d-[01]\d$/);
      assert.equal(price.tiers[0]?.above, 0);
    }
  });
});
