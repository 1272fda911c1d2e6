import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readTemplateFiles } from "../../src/program/template-files.ts";

describe("a project's template files", () => {
  const directory = mkdtempSync(path.join(tmpdir(), "template-files-"));
  after(() => rmSync(directory, { recursive: true }));

  it("are found in its folders, not in those of others", () => {
    for (const file of [
      "a.vtl",
      "deep/er/b.vtl",
      "deep/b.txt",
      "node_modules/c.vtl",
      "deep/dist/d.vtl",
      ".git/e.vtl",
    ]) {
      mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
      writeFileSync(path.join(directory, file), `text of ${file}`);
    }
    assert.deepEqual(readTemplateFiles(directory), {
      "a.vtl": "text of a.vtl",
      "deep/er/b.vtl": "text of deep/er/b.vtl",
    });
  });
});
