import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { costPerMillion, priceOf, sumOf } from "../../../packages/local/page/compare/cost.ts";
import { SQS } from "../../../packages/local/page/compare/prices.ts";
import {
  afterQueue,
  everyRequest,
  FULL_BATCHES,
  LONGEST,
  SHORT,
  SINGLE_MESSAGES,
} from "../../../scripts/costs/bills.ts";
import { flood } from "../../../scripts/costs/flood.ts";
import { costsPage } from "../../../scripts/costs/page.ts";
import { type Facts, readFacts } from "../../../scripts/costs/stack.ts";

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 0.005, `${actual}, not ${expected}`);

describe("docs/costs.md", () => {
  let facts: Facts;
  let page: string;
  before(async () => {
    facts = await readFacts();
    page = costsPage(facts);
  });

  it("is what npm run costs makes", () => {
    assert.equal(readFileSync("docs/costs.md", "utf8"), page, "run npm run costs");
  });

  it("has the sums of the page's comparison and of docs/guide.md", () => {
    const usage = { requests: 1_000_000, durationMs: 20, memoryMb: 256 };
    const [lambda, sqs] = [costPerMillion("lambda", usage).toFixed(2), costPerMillion("sqs", usage).toFixed(2)];
    assert.deepEqual([lambda, sqs], ["4.64", "3.90"]);
    assert.equal(page.includes(`| **sum** | | **${lambda}** | **${sqs}** |`), true);
    const guide = readFileSync("docs/guide.md", "utf8");
    assert.equal(guide.includes(`| price per million | $${lambda} | $${sqs} |`), true, "docs/guide.md");
  });

  it("counts what the stack has", () => {
    const { defaults, everything } = facts;
    assert.equal(page.includes(`operations: ${defaults.alarms} alarms; `), true);
    assert.deepEqual([defaults.instances, everything.instances, everything.volumeGigabytes], [0, 2, 8]);
    assert.equal(everything.alarms - defaults.alarms, 3);
    // The firewall's rate and three groups of AWS's; three endpoints in one zone.
    assert.deepEqual([everything.firewallRules, everything.endpointZones], [4, 3]);
    // ANY and OPTIONS of /support, POST and OPTIONS of /events, PUT and OPTIONS of /attachments.
    assert.equal(everything.methods - defaults.methods, 6);
    assert.equal(defaults.openRoutes.includes("POST /contact"), true);
    assert.equal(defaults.openRoutes.includes("POST /announcements"), false);
  });

  it("prices a flood at the default limit of Pulumi.yaml", () => {
    const [, rate] =
      /throttlingRateLimit:\n(?: +type: .*\n)? +default: (\d+)/.exec(readFileSync("Pulumi.yaml", "utf8")) ?? [];
    assert.equal(facts.throttling.rateLimit, Number(rate));
    assert.equal(page.includes(`as fast as the stage lets them, ${rate} a second`), true);
  });
});

describe("the bills behind docs/costs.md", () => {
  it("are SQS, the consumer, a write for each and a publication for each batch after the queue", () => {
    // 200,000 SQS requests; 100,000 calls of 100 ms and 0.25 GB, each with 1,200 bytes of log and a publication; a million writes.
    near(sumOf(afterQueue(1_000_000, FULL_BATCHES, SHORT, 256)), 0.08 + 0.02 + 0.0333 + 0.0559 + 0.625 + 0.05);
    near(sumOf(afterQueue(1_000_000, SINGLE_MESSAGES, SHORT, 256)), 0.8 + 0.2 + 0.1 + 0.5588 + 0.625 + 0.5);
  });

  it("are the call, 600 bytes of log, a trace in twenty and 1 KB of answer for each request", () => {
    near(sumOf(everyRequest(1_000_000)), 3.5 + 0.2794 + 0.25 + 0.0858);
  });

  it("are what a flood of ten a second costs in a month", () => {
    // 26.28 million requests. The longest form fills 6 KB: six write units.
    assert.equal(LONGEST, 6);
    const direct =
      26.28 * (3.5 + 0.279397 + 0.25 + 0.0858307 + 0.4 + 0.08 + 0.02 + 0.0333335 + 0.0558794 + 3.75 + 0.05);
    near(sumOf(flood("POST /contact", 10, 256)), direct);
    near(sumOf(flood("POST /contact/lambda", 10, 256)), direct + 26.28 * (0.2 + 0.066667 + 0.4768372));
    near(sumOf(flood("OPTIONS /contact", 10, 256)), 26.28 * (3.5 + 0.279397 + 0.25 + 0.0858307));
    near(sumOf(flood("POST /contact", 10, 256, SHORT)), direct - 26.28 * 3.125);
  });

  it("count the polls of an idle queue", () => {
    near(priceOf(SQS, (730 * 3600 * 5) / 20), 0.2628);
  });
});
