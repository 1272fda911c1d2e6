// Run by machine.faults.ts where there is no network, no home, a read-only checkout, and a small disk at $DISK.
import assert from "node:assert/strict";
import { once } from "node:events";
import { accessSync, constants, mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Stack, startStack } from "../../../scripts/soak/npm-start.ts";
import { createLedger, startTraffic } from "../../../scripts/soak/traffic.ts";
import { ACCEPTED, end, FAULT_MS, startFaults } from "./harness.ts";

const disk = process.env.DISK ?? assert.fail("machine.faults.ts runs this");
const fill = path.join(disk, "fill");

/** Leaves no byte free. */
function fillDisk(): void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(fill, Buffer.alloc(bavail * bsize));
  assert.equal(statfsSync(disk).bavail, 0);
}

describe("on a machine that gives little", () => {
  before(() => {
    assert.equal(process.env.HOME, undefined);
    assert.throws(() => accessSync("package.json", constants.W_OK), /EROFS/);
  });

  it("without a network the HTTP route answers from its sample, and submissions are stored", async () => {
    await assert.rejects(fetch("http://192.0.2.1", { signal: AbortSignal.timeout(5_000) }), /fetch failed/);
    const faults = await startFaults({ options: [] });
    try {
      await faults.under(() => sleep(FAULT_MS));
      assert.deepEqual(faults.unexpected(ACCEPTED), []);
      assert.equal((await fetch(`${faults.stack.url}/postal-codes/us/90210`)).status, 200);
    } finally {
      await faults.close();
    }
  });

  it("while its folder for temporary files is full, submissions are stored", async () => {
    const TMPDIR = path.join(disk, "tmp");
    mkdirSync(TMPDIR);
    const faults = await startFaults({ environment: { TMPDIR } });
    try {
      await faults.under(async () => {
        fillDisk();
        await sleep(FAULT_MS);
        rmSync(fill);
      });
      assert.deepEqual(faults.unexpected(ACCEPTED), []);
    } finally {
      await faults.close();
      rmSync(TMPDIR, { recursive: true, force: true });
    }
  });

  it("while the disk of --data is full, what was accepted is kept for the next start", async () => {
    const ledger = createLedger();
    const options = ["--port", "0", "--retry", "0", "--offline", "--data", path.join(disk, "data")];
    let stack: Stack = await startStack({}, [], options);
    const traffic = startTraffic(stack.url, ledger, 4, 5);
    try {
      await sleep(FAULT_MS);
      fillDisk();
      await sleep(2 * FAULT_MS);
      assert.equal(stack.child.exitCode, null);
      rmSync(fill);
      await sleep(FAULT_MS);
      await traffic.stop();
      stack.child.kill("SIGTERM");
      assert.deepEqual(await once(stack.child, "exit"), [0, null]);
      stack = await startStack({}, [], options);
      for (;;) {
        const { tables, queues } = await servicesOf(stack);
        const left = queues.map(({ visible, inFlight, delayed }) => visible + inFlight + delayed);
        const submissions = tables.find(({ name }) => name === "submissions-table");
        const dead = queues.findIndex(({ name }) => name === "submissions-dead-letters");
        if (left.every((count, at) => at === dead || count === 0)) {
          const found = (submissions?.count ?? 0) + (left[dead] ?? 0);
          assert.ok(found >= ledger.accepted.size, `${found} of ${ledger.accepted.size}`);
          assert.ok(found <= ledger.accepted.size + ledger.inDoubt.size);
          break;
        }
        await sleep(100);
      }
    } finally {
      await traffic.stop();
      await end(stack);
    }
  });
});

async function servicesOf({ local }: Stack) {
  return (await (await fetch(`${local}/_local/services`)).json()) as {
    tables: { name: string; count: number }[];
    queues: { name: string; visible: number; inFlight: number; delayed: number }[];
  };
}
