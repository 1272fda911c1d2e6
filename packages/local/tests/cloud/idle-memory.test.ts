import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const source = new URL("../../src/cloud/idle-memory.ts", import.meta.url).href;

/** Makes 30 MB of garbage, and waits until the heap is small again: without a test's limit of time that never ends. */
const script = `
import { getHeapSpaceStatistics } from "node:v8";
import { runInNewContext } from "node:vm";
const { collectWhenIdle } = await import(${JSON.stringify(source)});
const megabytes = () => getHeapSpaceStatistics().find((space) => space.space_name === "old_space").space_size / 1024 / 1024;
collectWhenIdle(50);
let garbage = Array.from({ length: 300_000 }, (_, index) => ({ text: "x" + index, list: [index] }));
const grown = megabytes();
garbage = undefined;
while (megabytes() > grown / 2) await new Promise((resolve) => setTimeout(resolve, 20));
console.log(globalThis.gc, runInNewContext("typeof gc"));
`;

/** Begins to look at the memory while two threads do the same again and again. */
const parallel = `
const { Worker } = require("node:worker_threads");
const { collectWhenIdle } = await import(${JSON.stringify(source)});
const other = () => new Promise((started) => {
  new Worker(\`
    const [{ parentPort }, v8, vm] = ["worker_threads", "v8", "vm"].map(require);
    setInterval(() => {
      v8.setFlagsFromString("--expose-gc");
      vm.runInNewContext("1");
      v8.setFlagsFromString("--no-expose-gc");
      parentPort.postMessage("started");
    }, 0);
  \`, { eval: true }).once("message", started);
});
await Promise.all([other(), other()]);
for (let i = 0; i < 100; i++) collectWhenIdle();
console.log(globalThis.gc);
process.exit();
`;

describe("the memory of an idle thread", () => {
  it("is given back without a warning, and without a gc that functions would see", async () => {
    const args = ["--no-memory-reducer", "--import", "tsx", "--input-type=module", "-e", script];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
    assert.deepEqual([stdout, stderr], ["undefined undefined\n", ""]);
  });

  it("is looked at by threads that begin at the same time, and none of them shows gc", async () => {
    const args = ["--expose-gc", "--import", "tsx", "--input-type=commonjs", "-e", `(async () => {${parallel}})()`];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
    assert.deepEqual([stdout, stderr], ["undefined\n", ""]);
  });
});
