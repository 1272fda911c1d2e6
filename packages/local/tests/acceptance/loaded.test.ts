import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { checkBudgets } from "../../../../tests/budgets.ts";
import { buildBundle } from "../../src/bundle.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));

describe("what npm start loads", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "loaded-"));
  after(() => rmSync(folder, { recursive: true }));

  it("keeps to its budgets of modules, files, processes and bytes", async () => {
    await buildBundle("start");
    const list = path.join(folder, "list");
    const { NODE_V8_COVERAGE: _, ...env } = process.env;
    const child = spawn(
      process.execPath,
      ["--conditions=source", "packages/local/launch.js", "start", "--port", "0", "--offline"],
      {
        cwd: root,
        env: {
          ...env,
          LOADED_BY_START: list,
          NODE_OPTIONS: `--import ${new URL("loaded.js", import.meta.url)}`,
        },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    let output = "";
    for await (const text of child.stdout.setEncoding("utf8")) {
      output += text;
      if (/curl -i .*\n/.test(output)) break;
    }
    child.kill("SIGTERM");
    if (child.exitCode === null) await once(child, "exit");

    const lines = readFileSync(list, "utf8").split("\n");
    const of = (kind: string) =>
      lines.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1));
    const modules = of("module");
    assert.ok(
      modules.some((file) => file.endsWith("/packages/local/dist/start.mjs")),
      "the bundle did not start",
    );
    checkBudgets("npm start", {
      "modules loaded by all processes and workers": modules.length,
      "files read": new Set([...modules, ...of("file")].filter((file) => !file.startsWith("/proc/"))).size,
      "processes and workers": of("process").length,
      "bytes of its bundle": statSync(path.join(root, "packages/local/dist/start.mjs")).size,
    });
  });
});
