import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { memoryOfTree, usageOfTree } from "../../bench/usage.ts";

const MEGABYTE = 1024 * 1024;

/** Starts a second process of the same program, holds 64 MB itself, and prints the bytes that the two have resident. */
const script = `
if (process.argv[1] === undefined) {
  const held = Buffer.alloc(64 * 1024 * 1024, 1);
  const child = require("node:child_process").spawn(process.execPath, ["-e", process.env.SCRIPT, "child"], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdout.once("data", (rss) => console.log(process.memoryUsage().rss + Number(rss)));
} else {
  console.log(process.memoryUsage().rss);
}
process.stdin.resume();
`;

describe("what a server uses", () => {
  it("is that of all its processes, the memory without counting a shared page twice", async () => {
    const child = spawn(process.execPath, ["-e", script], { env: { ...process.env, SCRIPT: script } });
    try {
      const [resident] = await once(child.stdout, "data");
      const pid = child.pid ?? 0;
      const { cpu, processes } = usageOfTree(pid);
      assert.equal(processes, 2);
      assert.ok(cpu > 0);
      const { bytes, kind } = memoryOfTree(pid);
      const isProportional = existsSync("/proc/self/smaps_rollup");
      assert.equal(kind, isProportional ? "PSS" : "RSS");
      assert.ok(bytes > 64 * MEGABYTE, `${bytes}`);
      // Node's code, some 40 MB, is in both processes.
      if (isProportional) assert.ok(bytes < Number(resident) - 15 * MEGABYTE, `${bytes} of ${resident}`);
    } finally {
      child.stdin.end();
      child.kill();
    }
  });

  it("is nothing where the process has ended", () => {
    assert.deepEqual(usageOfTree(2 ** 22 + 1), { cpu: 0, processes: 0 });
    assert.equal(memoryOfTree(2 ** 22 + 1).bytes, 0);
  });
});
