import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { createPool } from "../../../src/cloud/lambda/pool.ts";

/** In the place of runtime.ts: answers with the number of its thread. */
const RUNTIME = `
import { parentPort, threadId } from "node:worker_threads";
parentPort.on("message", () => setTimeout(() => parentPort.postMessage({ result: String(threadId) }), 50));
parentPort.postMessage({ ready: true });
`;

describe("the environments of a function", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "pool-"));
  after(() => rmSync(folder, { recursive: true }));

  it("are ended when no invocation needs them, but for the one that was used last", async () => {
    const runtime = path.join(folder, "runtime.mjs");
    writeFileSync(runtime, RUNTIME);
    const settings = {
      name: "f",
      arn: "f",
      module: pathToFileURL(runtime).href,
      handler: "h",
      timeout: 10,
      memorySize: 128,
      environment: {},
    };
    const pool = createPool(settings, runtime, () => {}, 200);
    const run = async () => {
      const ending = await pool.invoke("id", "{}");
      return "result" in ending ? ending.result : assert.fail(ending.error.errorMessage);
    };
    const [one, other] = await Promise.all([run(), run()]);
    assert.notEqual(one, other);
    const warm = await run();
    await sleep(1_000);
    assert.equal(await run(), warm);
    const [again, fresh] = await Promise.all([run(), run()]);
    assert.equal(again, warm);
    assert.ok(![one, other].includes(fresh), "an idle environment was not ended");
    await pool.close();
  });
});
