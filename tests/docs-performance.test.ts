import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { filesOf, readSaved } from "../packages/gateway/bench/page.ts";

describe("docs/performance.md", () => {
  const made = filesOf(readSaved());
  for (const [name, content] of Object.entries(made)) {
    it(`has the figures of docs/performance.json: docs/${name} is what \`npm run bench -- --save\` writes`, () => {
      assert.equal(readFileSync(new URL(`../docs/${name}`, import.meta.url), "utf8"), content);
    });
  }

  it("has figures of a run, of growth, of the developer's loop and of memory", () => {
    assert.deepEqual(Object.keys(readSaved()).toSorted(), ["growth", "loop", "memory", "run"]);
  });
});
