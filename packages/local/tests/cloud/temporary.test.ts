import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { adviceOnTemporaryFolder, createTemporaryFolder, sweepTemporaryFolders } from "../../src/cloud/temporary.ts";

describe("temporary folders", () => {
  it("that cannot be written to are an error that says what to do, in a line", () => {
    const folder = tmpdir();
    const advice = (code: string) =>
      `Cannot write to ${folder}, the folder for temporary files (${code}): make room in it, or name another one with TMPDIR.`;
    const error = (code: string, file?: string) => Object.assign(new Error(), { code, path: file });
    assert.equal(adviceOnTemporaryFolder(error("EROFS", path.join(folder, "x"))), advice("EROFS"));
    assert.equal(adviceOnTemporaryFolder(error("ENOSPC")), advice("ENOSPC"));
    assert.equal(adviceOnTemporaryFolder(error("ENOENT", "/elsewhere")), undefined);
    assert.equal(adviceOnTemporaryFolder(error("EPERM")), undefined);
    assert.equal(adviceOnTemporaryFolder(new Error("another")), undefined);
  });

  it("of a process that has ended are swept; those of a running one stay", () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    const stale = mkdtempSync(path.join(tmpdir(), `pulumi-localhost-${pid}-`));
    const own = createTemporaryFolder();
    const foreign = mkdtempSync(path.join(tmpdir(), "pulumi-localhost-other-"));
    sweepTemporaryFolders();
    assert.deepEqual([existsSync(stale), existsSync(own), existsSync(foreign)], [false, true, true]);
    rmSync(foreign, { recursive: true });
  });

  it("are removed when their process exits", () => {
    const module = new URL("../../src/cloud/temporary.ts", import.meta.url);
    const code = `import { createTemporaryFolder } from "${module}"; console.log(createTemporaryFolder()); process.exit(3);`;
    const { stdout, status } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
      encoding: "utf8",
    });
    const folder = stdout.trim();
    assert.equal(status, 3);
    assert.match(path.basename(folder), /^pulumi-localhost-\d+-/);
    assert.equal(existsSync(folder), false);
  });
});
