import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { documentWith } from "./documents.ts";

describe("npm run api-diff", () => {
  const directory = mkdtempSync(path.join(tmpdir(), "api-diff-"));
  const file = (name: string, text: string) => {
    writeFileSync(path.join(directory, name), text);
    return path.join(directory, name);
  };
  after(() => rmSync(directory, { recursive: true }));

  const run = (...args: string[]) =>
    spawnSync(process.execPath, ["--conditions=source", "--import", "tsx", "scripts/api-diff/main.ts", ...args], {
      encoding: "utf8",
    });

  it("prints the comment", () => {
    const base = file("base.json", JSON.stringify(documentWith({})));
    const head = file("head.json", JSON.stringify(documentWith({ operation: { summary: "Leave us a note" } })));
    const { status, stdout } = run(base, head);
    assert.equal(status, 0);
    assert.match(stdout, /^### API: 1 route changed\n/);
  });

  it("says in a line what is wrong with its arguments", () => {
    assert.deepEqual(resultOf(run("base.json")), {
      status: 1,
      stderr: "Usage: npm run api-diff -- BASE.json HEAD.json, two documents of npm run --silent openapi\n",
    });
    const help = run("--help");
    assert.equal(help.status, 0);
    assert.match(help.stdout, /^Usage: npm run api-diff -- BASE.json HEAD.json/);
    const text = file("text.json", "> contact-us@0.1.0 openapi");
    assert.deepEqual(resultOf(run(text, text)), {
      status: 1,
      stderr: `${text} is not JSON: make it with npm run --silent openapi > ${text}\n`,
    });
  });
});

function resultOf({ status, stderr }: { status: number | null; stderr: string }) {
  return { status, stderr };
}
