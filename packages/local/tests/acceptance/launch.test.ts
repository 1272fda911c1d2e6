import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import module from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../..", import.meta.url));

describe("what npm start runs", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "launch-"));
  const cache = path.join(folder, "cache");
  const { NODE_V8_COVERAGE: _, ...environment } = process.env;
  let env: NodeJS.ProcessEnv = { ...environment, XDG_CACHE_HOME: cache };
  const node = (...args: string[]) =>
    execFileSync(process.execPath, ["--conditions=source", ...args], {
      cwd: folder,
      env,
      encoding: "utf8",
      timeout: 240_000,
      killSignal: "SIGKILL",
    });
  const help = () => node("packages/local/launch.js", "start", "--help");

  before(() => {
    const copied = ["package.json", "packages/local/launch.js", "packages/local/src", "packages/local/package.json"];
    for (const file of copied) {
      cpSync(path.join(root, file), path.join(folder, file), { recursive: true });
    }
    symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"), "junction");
  });
  after(() => rmSync(folder, { recursive: true }));

  it("is the sources without a bundle, and after a change of one; else the bundle", () => {
    assert.match(help(), /^Usage: npm start/m);
    node("--import", "tsx", "packages/local/src/bundle.ts");
    const bundle = path.join(folder, "packages/local/dist/start.mjs");
    writeFileSync(bundle, readFileSync(bundle, "utf8").replace("Usage: npm start", "Usage of the bundle: npm start"));
    assert.match(help(), /^Usage of the bundle: npm start/m);
    appendFileSync(path.join(folder, "packages/local/src/options.ts"), "\n// changed\n");
    assert.match(help(), /^Usage: npm start/m);
  });

  it("keeps compiled code for this user alone", function () {
    if (process.platform === "win32" || !("enableCompileCache" in module)) this.skip();
    help();
    assert.equal(statSync(path.join(cache, "pulumi-localhost")).mode & 0o777, 0o700);
  });

  it("starts where it cannot be kept", function () {
    if (process.platform !== "linux") this.skip();
    env = { ...environment, XDG_CACHE_HOME: "/proc/nope" };
    assert.match(help(), /^Usage: npm start/m);
  });
});
