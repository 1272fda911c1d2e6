import assert from "node:assert/strict";
import { once } from "node:events";
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { needsLocalhost, start } from "./app.ts";
import { call, contact } from "./client.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

describe("npm start on a machine that gives little", () => {
  before(needsLocalhost);
  before(function () {
    if (process.platform === "win32") this.skip();
  });
  const folder = mkdtempSync(path.join(tmpdir(), "checkout-"));
  after(() => {
    chmodAll(folder, 0o700, 0o600);
    rmSync(folder, { recursive: true });
  });

  for (const TMPDIR of ["/dev/null", ...(process.platform === "linux" ? ["/proc/nope"] : [])]) {
    it(`says in one line that it cannot write to ${TMPDIR}`, async () => {
      const { output, exitCode } = await start(["--port", "0"], { TMPDIR });
      assert.equal(exitCode, 1);
      const line = /^Cannot write to (\S+), the folder for temporary files \(\w+\): name another one with TMPDIR\.\n$/;
      assert.equal(line.exec(output)?.[1], TMPDIR, output);
    });
  }

  it("starts without a home from a checkout that it cannot write to, and writes nothing there", async function () {
    // Root may write anywhere, so it is another user who starts, one who must be able to read this checkout's packages and to run Node.js.
    const isRoot = process.getuid?.() === 0;
    if (isRoot && ![root, process.execPath].every(isReadableByAll)) this.skip();
    const isLeftOut = (file: string) => /^(node_modules|dist|coverage|\.git)$/.test(path.basename(file));
    cpSync(root, folder, { recursive: true, filter: (file) => !isLeftOut(file) });
    symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"), "dir");
    chmodAll(folder, 0o555, 0o444);
    const before = listing(folder);
    const nobody = isRoot ? { uid: 65_534, gid: 65_534 } : {};
    const options = ["--port", "0", "--offline"];
    const { child, output } = await start(
      options,
      { HOME: undefined, XDG_CACHE_HOME: undefined },
      { cwd: folder, ...nobody },
    );
    const [, page] = /Page\s+(\S+)/.exec(output) ?? [];
    assert.ok(page, output);
    const { url } = (await call(`${page}/_local/info`)).json;
    for (const route of ["/contact", "/contact/lambda"]) {
      assert.equal((await call(`${url}${route}`, "POST", contact)).status, 202, route);
    }
    child.kill("SIGTERM");
    await once(child, "exit");
    assert.deepEqual(listing(folder), before);
    assert.doesNotMatch(output, /Error|EACCES|EROFS/);
  });
});

/** Whether every user may go into a folder, that is into it and each folder above. */
function isReadableByAll(place: string): boolean {
  const above = path.dirname(place);
  return (statSync(place).mode & 0o005) === 0o005 && (above === place || isReadableByAll(above));
}

/** Sets the mode of each folder and file. */
function chmodAll(place: string, folders: number, files: number): void {
  chmodSync(place, 0o700);
  for (const entry of readdirSync(place, { withFileTypes: true })) {
    const name = path.join(place, entry.name);
    if (entry.isDirectory()) chmodAll(name, folders, files);
    else if (entry.isFile()) chmodSync(name, files);
  }
  chmodSync(place, folders);
}

/** Name, size and time of every file. */
function listing(place: string): string[] {
  return readdirSync(place, { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(place, entry.name);
    if (entry.isSymbolicLink()) return [name];
    const { size, mtimeMs } = statSync(name);
    return entry.isDirectory() ? [name, ...listing(name)] : [`${name} ${size} ${mtimeMs}`];
  });
}
