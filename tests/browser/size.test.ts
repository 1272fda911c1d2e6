import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

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

describe("the built page", function () {
  this.timeout(120_000);
  before(() => import("../../packages/local/page/build.ts"));

  it("has less than 300 kB gzipped, but for Swagger UI and the template editor, which load on demand", async () => {
    const total = await sizeOf((name) => !/^(swagger-ui|codemirror)/.test(name));
    assert.ok(total > 50_000 && total < 300_000, `${total} bytes`);
  });

  it("has less than 130 kB gzipped for the template editor", async () => {
    const editor = await sizeOf((name) => name.startsWith("codemirror"));
    assert.ok(editor > 50_000 && editor < 130_000, `${editor} bytes`);
  });

  it("has nothing inline, and nothing from elsewhere", async () => {
    const html = await readFile(path.join(BUILT, "index.html"), "utf8");
    assert.doesNotMatch(html, /<style|<script(?![^>]* src=)|\sstyle=|\son\w+=|(src|href)="https?:/);
  });
});
