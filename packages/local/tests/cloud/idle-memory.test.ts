import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const source = new URL("../../src/cloud/idle-memory.ts", import.meta.url).href;

/** Grows the heap to 60 MB of garbage, and waits until it is small again: without a test's limit of time that never ends. */
const script = `
import { getHeapStatistics } from "node:v8";
const { collectWhenIdle } = await import(${JSON.stringify(source)});
const megabytes = () => getHeapStatistics().total_heap_size / 1024 / 1024;
collectWhenIdle({ lookMs: 50, idleMs: 200 });
let garbage = Array.from({ length: 300_000 }, (_, index) => ({ text: "x" + index, list: [index] }));
const grown = megabytes();
garbage = undefined;
while (megabytes() > grown / 2) await new Promise((resolve) => setTimeout(resolve, 20));
console.log(globalThis.gc, process.emitWarning.name);
`;

describe("the memory of an idle thread", () => {
  it("is given back without a warning, and without a gc that functions would see", async () => {
    const args = ["--import", "tsx", "--input-type=module", "-e", script];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
    assert.deepEqual([stdout, stderr], ["undefined emitWarning\n", ""]);
  });
});
