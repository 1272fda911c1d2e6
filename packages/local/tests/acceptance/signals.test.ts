import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { portToStartAgain } from "../../../../tests/acceptance/app.ts";
import { eventually } from "../../../../tests/acceptance/client.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const DOCUMENT = { openapi: "3.0.1", info: { title: "pets" }, paths: {} };

/** When the signal comes: milliseconds after npm's first line, or once a text is printed. */
const MOMENTS = {
  "at npm's first line": 0,
  "while it loads": 200,
  "after most of it is loaded": 900,
  "while it serves": /Page +http/,
};

const SIGNALS = [
  ["SIGINT", "npm alone"],
  ["SIGTERM", "npm alone"],
  ["SIGKILL", "npm alone"],
  ["SIGTERM", "all of its processes"],
] as const;

describe("a signal to npm", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "signals-"));
  const document = path.join(folder, "api.json");
  const scripts = {
    start: ["start", "--", "--offline"],
    gateway: ["run", "gateway", "--", "--openapi", document],
  };
  before(function () {
    if (process.platform === "win32") this.skip();
    writeFileSync(document, JSON.stringify(DOCUMENT));
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const [script, args] of Object.entries(scripts)) {
    // Both scripts start in the same way, so that one shows what a start does.
    const moments = Object.entries(MOMENTS).filter(([when]) => script === "start" || when === "while it serves");
    for (const [when, moment] of moments) {
      it(`ends npm run ${script} ${when}, whichever it is`, async () => {
        const survived: string[] = [];
        // What serves is the same after any start: with one port the program runs once for all four signals.
        const port = typeof moment === "number" ? "0" : await portToStartAgain();
        for (const [signal, receivers] of SIGNALS) {
          const hasEnded = await endedBy(signal, receivers, [...args, "--port", port], moment);
          if (!hasEnded) survived.push(`${signal} to ${receivers}`);
        }
        assert.deepEqual(survived, []);
      });
    }
  }
});

/** Whether no process of npm is left after a signal. */
async function endedBy(
  signal: NodeJS.Signals,
  receivers: (typeof SIGNALS)[number][1],
  args: readonly string[],
  moment: number | RegExp,
): Promise<boolean> {
  const npm = spawn("npm", args, { cwd: root, detached: true });
  const group = -(npm.pid ?? assert.fail("npm does not run"));
  try {
    await reached(npm, moment);
    process.kill(receivers === "npm alone" ? -group : group, signal);
    await eventually(async () => isEmpty(group)).catch(() => undefined);
    return isEmpty(group);
  } finally {
    if (!isEmpty(group)) process.kill(group, "SIGKILL");
  }
}

async function reached(npm: ChildProcess, moment: number | RegExp): Promise<void> {
  let said = "";
  npm.stderr?.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  npm.stdout?.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  if (typeof moment === "number") {
    await once(npm.stdout ?? assert.fail(), "data");
    await sleep(moment);
  } else {
    await eventually(async () => moment.test(said) || (npm.exitCode !== null && assert.fail(said)));
  }
}

/** Whether no process of a group runs any more. */
function isEmpty(group: number): boolean {
  try {
    process.kill(group, 0);
    return false;
  } catch {
    return true;
  }
}
