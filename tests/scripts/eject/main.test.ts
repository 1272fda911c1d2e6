import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { integrationTypes } from "../../../scripts/eject/eject.ts";

describe("npm run eject", function () {
  this.timeout(60_000);
  const project = mkdtempSync(path.join(tmpdir(), "eject-"));
  const folder = path.join(project, "api");
  writeFileSync(path.join(project, "package.json"), '{"type": "module"}');
  after(() => rmSync(project, { recursive: true }));

  const run = (...args: string[]) => {
    const command = ["--import", "tsx", "scripts/eject/main.ts", ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
    return { status, stdout, stderr };
  };

  it("writes the files and prints them with a program", () => {
    const { status, stdout, stderr } = run("mock", folder);
    assert.deepEqual([status, stderr], [0, ""]);
    assert.deepEqual(readdirSync(folder).sort(), ["mock.test.ts", "mock.ts", "testing.ts"]);
    assert.match(stdout, new RegExp(`^Wrote\n  ${folder}/mock\\.ts  \\d+ lines\n`));
    assert.match(stdout, /\nimport \{ MockIntegration \} from "\.\/api\/mock\.js";\n/);
    assert.doesNotMatch(stdout, /npm install/);
  });

  it("writes another type beside, and the same again, but nothing over a file that was changed", () => {
    assert.equal(run("http", folder).status, 0);
    assert.equal(run("mock", folder).status, 0);
    appendFileSync(path.join(folder, "mock.ts"), "// mine\n");
    assert.deepEqual(run("mock", folder), {
      status: 1,
      stdout: "",
      stderr: `${folder} has mock.ts already: choose another folder, or overwrite with --force\n`,
    });
    assert.match(readFileSync(path.join(folder, "mock.ts"), "utf8"), /\/\/ mine\n$/);
    assert.equal(run("mock", folder, "--force").status, 0);
    assert.doesNotMatch(readFileSync(path.join(folder, "mock.ts"), "utf8"), /\/\/ mine/);
  });

  it("says in a line what is wrong with its arguments", () => {
    const usage = "Usage: npm run eject -- TYPE DIR [--force]; --help lists the types\n";
    assert.deepEqual(run(), { status: 1, stdout: "", stderr: usage });
    assert.deepEqual(run("mock"), { status: 1, stdout: "", stderr: usage });
    const unknown = `Unknown type "sqss": expected one of ${integrationTypes().join(", ")}\n`;
    assert.deepEqual(run("sqss", folder), { status: 1, stdout: "", stderr: unknown });
    const { status, stderr } = run("mock", folder, "--forse");
    assert.equal(status, 1);
    assert.match(stderr, /^Unknown option '--forse'.*\n$/);
  });

  it("lists the types with --help", () => {
    const { status, stdout } = run("--help");
    assert.equal(status, 0);
    assert.match(stdout, new RegExp(` ${integrationTypes().join(", ")}\n`));
  });
});
