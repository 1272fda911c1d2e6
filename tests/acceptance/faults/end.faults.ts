import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { account } from "../../../scripts/soak/account.ts";
import { type Stack, startStack } from "../../../scripts/soak/npm-start.ts";
import { type Services, startServices } from "../../../scripts/soak/services.ts";
import { createLedger, type Ledger, startTraffic } from "../../../scripts/soak/traffic.ts";
import { end, FAULT_MS } from "./harness.ts";

const WAYS: readonly (readonly [what: string, viaNpm: boolean, stop: (pid: number) => unknown])[] = [
  ["SIGTERM to node", false, (pid) => process.kill(pid, "SIGTERM")],
  ["SIGINT to node", false, (pid) => process.kill(pid, "SIGINT")],
  ["SIGTERM to npm", true, (pid) => process.kill(pid, "SIGTERM")],
  ["SIGINT to npm", true, (pid) => process.kill(pid, "SIGINT")],
  ["SIGKILL to npm", true, (pid) => process.kill(pid, "SIGKILL")],
  ["SIGTERM to npm's group", true, (pid) => process.kill(-pid, "SIGTERM")],
  ["SIGINT to npm's group", true, (pid) => process.kill(-pid, "SIGINT")],
];

describe("the end under traffic by all three ways, with the table elsewhere", () => {
  before(function () {
    if (process.platform === "win32") this.skip();
  });
  let services: Services;
  let ledger: Ledger;
  let stack: Stack | undefined;
  beforeEach(async () => {
    services = await startServices();
    ledger = createLedger();
  });
  afterEach(async () => {
    if (stack) await end(stack);
    stack = undefined;
    await services.close();
  });

  async function start(viaNpm: boolean, more: Readonly<Record<string, string>> = {}): Promise<Stack> {
    const { AWS_ENDPOINT_URL_DYNAMODB = "" } = services.environment;
    stack = await startStack({ AWS_ENDPOINT_URL_DYNAMODB, ...more }, viaNpm ? "npm" : [], ["--port", "0", "--offline"]);
    return stack;
  }
  async function isAllStored(): Promise<void> {
    const { accepted, stored, wrong } = await account(services, ledger);
    assert.ok(accepted > 0);
    assert.deepEqual({ stored, wrong }, { stored: accepted, wrong: [] });
  }

  for (const [what, viaNpm, stop] of WAYS) {
    it(`by ${what}: what was accepted is stored, and nothing keeps running`, async () => {
      const { child, url } = await start(viaNpm);
      const pid = child.pid ?? assert.fail("it does not run");
      const traffic = startTraffic(url, ledger, 4, 5);
      await sleep(FAULT_MS);
      const family = descendants(pid);
      assert.ok(family.length > 1, "node alone would have no support desk");
      stop(pid);
      await traffic.stop();
      while (family.some(isRunning)) await sleep(50);
      await isAllStored();
    });
  }

  it("by SIGTERM to npm's group whose npm is slow to pass its own on", async () => {
    const { child, url } = await start(false, { npm_lifecycle_event: "start" });
    const traffic = startTraffic(url, ledger, 4, 5);
    await sleep(FAULT_MS);
    const ended = once(child, "exit");
    // Until the second signal nothing can be stored: a message that failed is tried again after a second, five times in all.
    services.faults.dynamodb = "refuse";
    child.kill("SIGTERM");
    await traffic.stop();
    await sleep(1_000);
    child.kill("SIGTERM");
    services.faults.dynamodb = "none";
    assert.deepEqual(await ended, [0, null]);
    await isAllStored();
  });
});

/** A process and all that it started, as far as these still have their parents. */
function descendants(pid: number): number[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const pairs = table.map((line) => line.trim().split(/\s+/).map(Number));
  const found = [pid];
  for (const parent of found) found.push(...pairs.flatMap(([child, of]) => (of === parent && child ? [child] : [])));
  return found;
}

/** Whether a process runs; one that nobody has waited for is dead. */
function isRunning(pid: number): boolean {
  try {
    return !/^Z/.test(execFileSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }));
  } catch {
    return false;
  }
}
