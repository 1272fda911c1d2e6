import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { checkBudgets } from "../budgets.ts";

const BUILT = fileURLToPath(new URL("../../packages/local/dist/page/", import.meta.url));
const COMPRESSED = [".woff2", ".png"];

/** Bytes of the built files, gzipped but for those that are compressed. */
async function sizeOf(isCounted: (name: string) => boolean): Promise<number> {
  let total = 0;
  for (const file of await readdir(BUILT, { recursive: true, withFileTypes: true })) {
    if (!file.isFile() || !isCounted(file.name)) continue;
    const content = await readFile(path.join(file.parentPath, file.name));
    total += COMPRESSED.includes(path.extname(file.name)) ? content.length : gzipSync(content).length;
  }
  return total;
}

describe("the built page", () => {
  before(() => import("../../packages/local/page/build.ts"));

  it("keeps to its budgets of gzipped bytes: what each visit loads, and what loads on demand", async () => {
    const editor = /^codemirror/;
    const reference = /^swagger-ui/;
    checkBudgets("page, gzipped bytes", {
      "at each visit": await sizeOf((name) => !editor.test(name) && !reference.test(name)),
      // Of the gateway, it has the execution log alone.
      "script at each visit": await sizeOf((name) => /^index-.*\.js$/.test(name)),
      "template editor": await sizeOf((name) => editor.test(name)),
      reference: await sizeOf((name) => reference.test(name)),
    });
  });

  it("has nothing inline, and nothing from elsewhere", async () => {
    const html = await readFile(path.join(BUILT, "index.html"), "utf8");
    assert.doesNotMatch(html, /<style|<script(?![^>]* src=)|\sstyle=|\son\w+=|(src|href)="https?:/);
  });
});
