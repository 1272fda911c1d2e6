import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const PAGE = "packages/local/page";

const sources = readdirSync(PAGE, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".tsx"))
  .map((file) => readFileSync(path.join(PAGE, file), "utf8"))
  .join("\n");

describe("docs/workbench.md", () => {
  const text = readFileSync("docs/workbench.md", "utf8");
  const labels = [...text.matchAll(/\*\*([^*]+)\*\*/g)].map(([, label = ""]) => label.replaceAll(/\s+/g, " "));
  const tabs = [...text.matchAll(/^\| ([A-Z]\w+) \|/gm)].map(([, tab = ""]) => tab);

  it("names buttons", () => {
    assert.ok(labels.length >= 10, `${labels.length} labels`);
    assert.deepEqual(tabs, ["Output", "Compared", "Values", "Variables"]);
  });

  for (const label of new Set([...labels, ...tabs])) {
    it(`names a button that the page has: ${label}`, () => {
      assert.ok(sources.includes(label));
    });
  }
});
