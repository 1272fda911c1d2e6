import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { measure } from "../../../scripts/soak/measure.ts";
import { type FaultyUpstream, startUpstream, type UpstreamFault } from "../../../scripts/soak/upstream.ts";
import { ACCEPTED, type Faults, startFaults } from "./harness.ts";

/** Requests at once to the route whose upstream fails. */
const REQUESTS = 30;
/** Those whose answers are read as far as API Gateway's limit: more would take longer than the route's timeout on a busy machine. */
const LONG_REQUESTS = 6;
/** What they may hold at once: each up to API Gateway's limit of 10 MB, three times (received, joined, sent). */
const MOST_BYTES = REQUESTS * 30 * 2 ** 20;

const NETWORK = [504, { message: "Network error communicating with endpoint" }] as const;
const TIMEOUT = [504, { message: "Endpoint request timed out" }] as const;

/** What API Gateway answers, by what the upstream does. */
const ANSWERS: readonly (readonly [UpstreamFault, number, { readonly message: string }])[] = [
  ["down", ...NETWORK],
  ["silent", ...TIMEOUT],
  ["drips", ...TIMEOUT],
  ["resets", ...NETWORK],
  ["huge", 500, { message: "Internal server error" }],
  ["huge in chunks", 500, { message: "Internal server error" }],
  ["garbage", ...NETWORK],
  ["refuses", 502, { message: "Bad gateway" }],
];

describe("each fault of the HTTP route's upstream, under traffic by all three ways", () => {
  let upstream: FaultyUpstream;
  let faults: Faults;
  before(async () => {
    upstream = await startUpstream();
    const { environment, url } = upstream;
    const options = ["--config", `contact-us:postalApiUrl=${url}`];
    // Few, as what keeps this machine busy counts towards the route's timeout of five seconds.
    faults = await startFaults({ environment, options, clients: 2, pauseMs: 50 });
  });
  after(async () => {
    await faults?.close();
    await upstream?.close();
  });

  const ask = () => fetch(`${faults.stack.url}/postal-codes/us/90210`);
  const memory = async () => (await measure(faults.stack.child)).rss;
  /** Sends many requests at once while the upstream fails; the distinct answers, and by how much the memory grew meanwhile. */
  async function askMany(fault: UpstreamFault, requests: number): Promise<{ answers: string[]; grown: number }> {
    const answers = new Set<string>();
    let most = 0;
    const before = await memory();
    await upstream.become(fault);
    await faults.under(async () => {
      let isDone = false;
      const asking = Promise.all(
        Array.from({ length: requests }, async () => {
          const answer = await ask();
          answers.add(`${answer.status} ${await answer.text()}`);
        }),
      ).finally(() => {
        isDone = true;
      });
      while (!isDone) {
        most = Math.max(most, await memory());
        await sleep(50);
      }
      await asking;
    });
    assert.deepEqual(faults.unexpected(ACCEPTED), []);
    await upstream.become("none");
    return { answers: [...answers], grown: most - before };
  }

  for (const [fault, status, body] of ANSWERS) {
    const requests = fault === "huge in chunks" ? LONG_REQUESTS : REQUESTS;
    it(`${requests} requests at once get ${status} ${body.message} when it is: ${fault}`, async () => {
      const { answers, grown } = await askMany(fault, requests);
      assert.deepEqual(answers, [`${status} ${JSON.stringify(body)}`]);
      assert.ok(grown < MOST_BYTES, `memory grew by ${(grown / 2 ** 20).toFixed(0)} MB`);
      const after = await ask();
      assert.deepEqual([after.status, await after.json()], [200, { places: [{ "place name": "Beverly Hills" }] }]);
    });
  }

  it("a packed gigabyte stays packed on its way to the client", async () => {
    await upstream.become("bomb");
    const before = await memory();
    await faults.under(async () => {
      for (let turn = 0; turn < REQUESTS; turn++) {
        const answer = await ask();
        const { byteLength } = await answer.arrayBuffer();
        assert.equal(answer.status, 200);
        assert.ok(byteLength < 10 * 2 ** 20, `${byteLength} bytes`);
      }
    });
    await upstream.become("none");
    assert.deepEqual(faults.unexpected(ACCEPTED), []);
    assert.ok((await memory()) - before < MOST_BYTES);
  });
});
