import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runEject } from "../../../scripts/eject/command.ts";
import { integrationTypes } from "../../../scripts/eject/eject.ts";

describe("npm run eject", () => {
  const project = mkdtempSync(path.join(tmpdir(), "eject-"));
  const folder = path.join(project, "api");
  writeFileSync(path.join(project, "package.json"), '{"type": "module"}');
  after(() => rmSync(project, { recursive: true }));

  const run = (...args: string[]) => runEject(args);

  it("prints what it did, or else a line for what is wrong", () => {
    const command = ["--conditions=source", "--import", "tsx", "scripts/eject/main.ts", "sqss", folder];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
    assert.deepEqual([status, stdout], [1, ""]);
    assert.equal(stderr, `Unknown type "sqss": expected one of ${integrationTypes().join(", ")}\n`);
  });

  it("writes the files and prints them with a program", () => {
    const stdout = run("mock", folder);
    assert.deepEqual(readdirSync(folder).sort(), ["mock.test.ts", "mock.ts", "testing.ts"]);
    assert.match(stdout, new RegExp(`^Wrote\n  ${folder}/mock\\.ts  \\d+ lines\n`));
    assert.match(stdout, /\nimport \{ MockIntegration \} from "\.\/api\/mock\.js";\n/);
    assert.doesNotMatch(stdout, /npm install/);
  });

  it("writes another type beside, and the same again, but nothing over a file that was changed", () => {
    run("http", folder);
    run("mock", folder);
    appendFileSync(path.join(folder, "mock.ts"), "// mine\n");
    const message = `${folder} has mock.ts already: choose another folder, or overwrite with --force`;
    assert.throws(() => run("mock", folder), { message });
    assert.match(readFileSync(path.join(folder, "mock.ts"), "utf8"), /\/\/ mine\n$/);
    run("mock", folder, "--force");
    assert.doesNotMatch(readFileSync(path.join(folder, "mock.ts"), "utf8"), /\/\/ mine/);
  });

  it("says in a line what is wrong with its arguments", () => {
    const message = "Usage: npm run eject -- TYPE DIR [--force]; --help lists the types";
    assert.throws(() => run(), { message });
    assert.throws(() => run("mock"), { message });
    assert.throws(() => run("mock", folder, "--forse"), { message: /^Unknown option '--forse'[^\n]*$/ });
  });

  it("lists the types with --help", () => {
    assert.match(run("--help"), new RegExp(` ${integrationTypes().join(", ")}\n`));
  });
});
