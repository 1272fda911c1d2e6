import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Enters a namespace of its own, as root or where the system lets users make one. */
const UNSHARE = ["--map-root-user", "--mount", "--net", "--"];

/** Takes the network away, lets nobody write to the checkout, and puts a small disk at $DISK. */
const SETUP = `
set -e
ip link set lo up
mount --bind "$ROOT" "$ROOT"
mount -o remount,bind,ro "$ROOT"
# The folder that this shell is in is still the one below.
cd "$ROOT"
mount -t tmpfs -o size=12m tmpfs "$DISK"
exec "$@"`;

describe("faults of the machine", () => {
  const disk = mkdtempSync(path.join(tmpdir(), "small-disk-"));
  after(() => rmSync(disk, { recursive: true }));

  it("no network, no home, a read-only checkout and a full disk: machine.inside.ts", async function () {
    const possible = spawnSync("unshare", [...UNSHARE, "ip", "link", "set", "lo", "up"]);
    // Linux alone has these, and some systems keep them from users.
    if (possible.status !== 0) this.skip();
    const { HOME: _, XDG_CACHE_HOME: __, ...environment } = process.env;
    const mocha = createRequire(import.meta.url).resolve("mocha/bin/mocha.js");
    const inside = fileURLToPath(new URL("machine.inside.ts", import.meta.url));
    const child = spawn("unshare", [...UNSHARE, "sh", "-c", SETUP, "sh", process.execPath, mocha, "--exit", inside], {
      cwd: root,
      env: { ...environment, ROOT: root.replace(/\/$/, ""), DISK: disk },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk));
    const [code] = await once(child, "exit");
    assert.equal(code, 0, output);
    assert.match(output, /[1-9] passing/);
  });
});
