import assert from "node:assert/strict";
import { plotGrowth } from "../../bench/plots.ts";
import { describeGrowth, exponent } from "../../bench/report.ts";

const series = (...costs: number[]) => ({
  name: "mock",
  points: costs.map((cpu, index) => ({ size: 10 ** (index + 1), cpu })),
});

describe("growth", () => {
  it("has an exponent: 0 for a cost that stays, 1 for one that grows as its cause, 2 for its square", () => {
    assert.equal(exponent(series(20, 20)), 0);
    assert.equal(exponent(series(20, 200)), 1);
    assert.equal(exponent(series(20, 2000)), 2);
    assert.equal(exponent(series(100, 100, 1000)), 1);
    assert.equal(exponent(series(20)), 0);
  });

  it("is said in one sentence for each series", () => {
    const growth = { by: "routes", unit: "routes", series: [series(20, 2000)] };
    assert.equal(
      describeGrowth(growth),
      "By routes:\n- mock: grows WORSE than linearly (exponent 2.00), 20 µs at 10 routes, 2,000 µs at 100.",
    );
  });

  it("is drawn as a panel with a line for each series", () => {
    const svg = plotGrowth([{ by: "a<b", unit: "", series: [series(1, 10), series(2, 2)] }]);
    assert.match(svg, /CPU µs a request by a&lt;b/);
    assert.equal(svg.match(/<polyline /g)?.length, 2);
    assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
  });
});
