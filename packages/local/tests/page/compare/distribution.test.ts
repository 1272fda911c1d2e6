import assert from "node:assert/strict";
import fc from "fast-check";
import { histogram, logEdges, logTicks } from "../../../page/compare/distribution.ts";

describe("a histogram over a logarithmic scale", () => {
  it("has edges in equal factors", () => {
    const edges = logEdges([1, 1000], 3).map((edge) => Math.round(edge));
    assert.deepEqual(edges, [1, 10, 100, 1000]);
    assert.deepEqual(logEdges([], 3), []);
  });

  it("puts each latency in its bin, the largest in the last", () => {
    assert.deepEqual(
      histogram([1, 5, 10, 1000], [1, 10, 100, 1000]).map(({ count }) => count),
      [2, 1, 1],
    );
  });

  it("counts every latency once", () => {
    const latency = fc.double({ min: 0.01, max: 60_000, noNaN: true });
    fc.assert(
      fc.property(fc.array(latency, { minLength: 1 }), fc.integer({ min: 1, max: 60 }), (latencies, bins) => {
        const counts = histogram(latencies, logEdges(latencies, bins)).map(({ count }) => count);
        assert.equal(
          counts.reduce((sum, count) => sum + count, 0),
          latencies.length,
        );
      }),
    );
  });

  it("is labelled with round numbers", () => {
    assert.deepEqual(logTicks(3, 120), [5, 10, 20, 50, 100]);
    assert.deepEqual(logTicks(0.2, 1), [0.2, 0.5, 1]);
  });
});
