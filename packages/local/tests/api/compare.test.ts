import assert from "node:assert/strict";
import { checkCompare, resultOf } from "../../src/api/compare.ts";

describe("a comparison's figures", () => {
  it("are percentiles by nearest rank, the mean and the rate", () => {
    const latencies = Array.from({ length: 100 }, (_, index) => 100 - index);
    const { latencies: kept, ...figures } = resultOf({ latencies, errors: 2, elapsed: 500 });
    assert.deepEqual(figures, { p50: 50, p99: 99, mean: 50.5, errors: 2, perSecond: 200 });
    assert.equal(kept[0], 100);
  });

  it("are zero when nothing came back", () => {
    const figures = { p50: 0, p99: 0, mean: 0, errors: 3, perSecond: 0, latencies: [] };
    assert.deepEqual(resultOf({ latencies: [], errors: 3, elapsed: 0 }), figures);
  });
});

describe("a comparison's request", () => {
  it("is taken within its limits", () => {
    assert.deepEqual(checkCompare({ requests: 5000, concurrency: 100 }), { requests: 5000, concurrency: 100 });
  });

  it("is refused beyond them, with the reason", () => {
    for (const requests of [0, 5001, 1.5, "10", undefined]) {
      assert.equal(checkCompare({ requests, concurrency: 1 }), "requests must be a whole number from 1 to 5000");
    }
    assert.equal(checkCompare({ requests: 1, concurrency: 101 }), "concurrency must be a whole number from 1 to 100");
    assert.equal(checkCompare(undefined), "requests must be a whole number from 1 to 5000");
  });
});
