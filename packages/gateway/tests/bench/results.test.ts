import assert from "node:assert/strict";
import type { Load } from "../../bench/load.ts";
import { doubts } from "../../bench/report.ts";
import { checksOf, figureOf, isMet, resultOf } from "../../bench/results.ts";
import type { Run } from "../../bench/run.ts";
import { type Target, targets } from "../../bench/targets.ts";

const [BARE, MOCK] = targets as readonly [Target, Target];

function load(rate: number, changes: Partial<Load> = {}): Load {
  const cpu = { serverCpu: 99, generatorCpu: 40, otherCpu: 1 };
  return { requests: rate * 4, rate, cpu: 10, p50: 1, p99: 2, ...cpu, ...changes };
}

const starved = { serverCpu: 60, generatorCpu: 97 };

describe("the benchmark's results", () => {
  it("are medians with their spread, and ratios taken within each round", () => {
    const bare = [load(1000), load(500), load(2000)];
    const result = resultOf(MOCK, [load(400), load(300), load(900)], bare, undefined);
    assert.deepEqual(result.rate, { median: 400, least: 300, most: 900 });
    assert.deepEqual(result.ratio, { median: 0.45, least: 0.4, most: 0.6 });
    assert.equal(result.limited, false);
  });

  it("have no ratio of a target whose load generator was the limit in most rounds", () => {
    const bare = [load(1000), load(1000), load(1000)];
    const result = resultOf(MOCK, [load(500, starved), load(500, starved), load(500)], bare, undefined);
    assert.equal(result.ratio, undefined);
    assert.equal(result.limited, true);
    const once = resultOf(MOCK, [load(500, starved), load(500), load(500)], bare, undefined);
    assert.equal(once.ratio?.median, 0.5);
  });

  it("have no ratio at all when the load generator was the limit of the bare server, and say so", () => {
    const bare = [load(1000, starved)];
    const results = [BARE, MOCK].map((target) =>
      resultOf(target, target === BARE ? bare : [load(500)], bare, undefined),
    );
    assert.deepEqual(
      results.map(({ ratio }) => ratio),
      [undefined, undefined],
    );
    assert.match(
      doubts({ targets: results } as unknown as Run)[0] ?? "",
      /^No ratios: the load generator was the limit/,
    );
  });

  it("take a server that is busy as well for the limit", () => {
    const bare = [load(1000, { serverCpu: 95, generatorCpu: 97 })];
    assert.equal(resultOf(MOCK, [load(500)], bare, undefined).ratio?.median, 0.5);
  });

  it("name a target that failed, with the reason and without figures", () => {
    const failed = resultOf(MOCK, [], [load(1000)], "answered 502: no");
    assert.equal(failed.rate, undefined);
    assert.deepEqual(doubts({ targets: [resultOf(BARE, [load(1)], [load(1)], undefined), failed] } as unknown as Run), [
      'Not measured: "gateway: mock". answered 502: no',
    ]);
  });

  it("say when other work ran beside a target", () => {
    const busy = resultOf(BARE, [load(1000, { otherCpu: 35 })], [load(1000)], undefined);
    assert.deepEqual(doubts({ targets: [busy] } as unknown as Run), [
      'Not an idle machine: other work took 35 % of a core beside "bare node:http".',
    ]);
  });

  it("are held to the aims of what was measured, and to no other", () => {
    const bare = [load(1000)];
    const results = [resultOf(BARE, bare, bare, undefined), resultOf(MOCK, [load(690)], bare, undefined)];
    const checks = checksOf(results);
    assert.deepEqual(checks, [{ name: "gateway: mock, of bare", value: 0.69, aim: 0.7, isMost: false }]);
    assert.deepEqual(checks.map(isMet), [false]);
    assert.equal(isMet({ name: "", value: 2, aim: 2, isMost: true }), true);
    assert.equal(isMet({ name: "", value: 2.1, aim: 2, isMost: true }), false);
  });

  it("have a median of an even number of rounds, and of none", () => {
    assert.deepEqual(figureOf([4, 1, 3, 2]), { median: 2.5, least: 1, most: 4 });
    assert.deepEqual(figureOf([]), { median: 0, least: 0, most: 0 });
  });

  it("have a name of its own for each target, so that --only and the aims find it", () => {
    assert.equal(new Set(targets.map(({ name }) => name)).size, targets.length);
    const all = targets.map((target) => resultOf(target, [load(1)], [load(1)], undefined));
    assert.equal(checksOf(all).length, 18);
  });
});
