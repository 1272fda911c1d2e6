import assert from "node:assert/strict";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { account, redriveAll, setVisibility, untilEmpty } from "../../../scripts/soak/account.ts";
import { type Stack, startStack } from "../../../scripts/soak/npm-start.ts";
import { type Services, startServices } from "../../../scripts/soak/services.ts";
import { createLedger, startTraffic, type Traffic } from "../../../scripts/soak/traffic.ts";
import { needsLocalhost } from "../app.ts";

const CLIENTS = 6;
const FAULT_MS = 300;

/** Each fault alone, many of them, and signals: npm run test:faults. */
describe("faults under traffic by all three ways", () => {
  const ledger = createLedger();
  let services: Services;
  let stack: Stack;
  let traffic: Traffic;
  before(needsLocalhost);
  before(async () => {
    services = await startServices();
    stack = await startStack(services.environment);
    await setVisibility(services);
    traffic = startTraffic(stack.url, ledger, CLIENTS, 5);
  });
  after(async () => {
    // Nothing was started where the suite is skipped.
    if (!services) return;
    if (stack.child.exitCode === null) {
      stack.child.kill("SIGKILL");
      await once(stack.child, "exit");
    }
    await services.close();
  });

  /** Waits for so many more answers. */
  async function answered(count: number): Promise<void> {
    const sum = () => [...ledger.answers.values()].reduce((total, one) => total + one, 0);
    const until = sum() + count;
    while (sum() < until) await sleep(10);
  }

  for (const [service, fault] of [
    ["sqs", "lose"],
    ["sqs", "refuse"],
    ["dynamodb", "lose"],
    ["dynamodb", "garbage"],
    ["sns", "refuse"],
  ] as const) {
    it(`come: ${service} ${fault}`, async () => {
      services.faults[service] = fault;
      await sleep(FAULT_MS);
      await answered(2 * CLIENTS);
      services.faults[service] = "none";
      await sleep(FAULT_MS / 3);
    });
  }

  it("come: the consumer fails, and the support desk is turned off and on", async () => {
    await stack.fail("consumer", true);
    await stack.fail("support-desk", true);
    await stack.fail("support-desk", false);
    await sleep(FAULT_MS);
    await stack.fail("consumer", false);
  });

  it("lose nothing that was accepted and store nothing twice, before dead letters are sent back and after", async () => {
    await traffic.stop();
    await untilEmpty(services);
    const before = await account(services, ledger);
    assert.deepEqual(before.wrong, []);
    assert.ok(before.accepted >= 2 * CLIENTS, `${before.accepted} were accepted`);
    assert.equal(before.stored + before.dead, before.accepted);
    await redriveAll(services);
    await untilEmpty(services);
    const after = await account(services, ledger);
    assert.deepEqual(after, { accepted: before.accepted, stored: before.accepted, dead: 0, wrong: [] });
    const announced = new Set(services.announced);
    assert.deepEqual(
      [...ledger.accepted.keys()].filter((id) => !announced.has(id)),
      [],
      "stored, and not announced",
    );
  });

  it("are what AWS answers to whom it does not accept", () => {
    const answers = [...ledger.answers.keys()];
    const allowed = /^\/contact(\/lambda)? (202|502|504)$|^\/contact\/legacy (200|500|504)$/;
    assert.deepEqual(
      answers.filter((answer) => !allowed.test(answer)),
      [],
    );
    assert.ok(answers.includes("/contact 502"), answers.join());
  });

  it("end with it: SIGTERM leaves nothing in the queue", async () => {
    stack.child.kill("SIGTERM");
    assert.deepEqual(await once(stack.child, "exit"), [0, null]);
  });
});
