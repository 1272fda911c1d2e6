import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";

const FOLDER = new URL("../../docs/recipes/", import.meta.url);

describe("the recipes", () => {
  it("debugging-a-template.md shows a test that runs, word for word", () => {
    const text = readFileSync(new URL("debugging-a-template.md", FOLDER), "utf8");
    const test = readFileSync(new URL("template.test.ts", import.meta.url), "utf8");
    assert.equal(text.includes(`\`\`\`ts\n${test}\`\`\`\n`), true);
  });

  for (const file of readdirSync(FOLDER).filter((name) => name !== "debugging-a-template.md")) {
    it(`${file} shows the program of its example, word for word`, () => {
      const text = readFileSync(new URL(file, FOLDER), "utf8");
      const [, example = ""] = /\]\((\.\.\/\.\.\/examples\/[\w-]+\/index\.ts)\)/.exec(text) ?? [];
      const [, program] = /```ts\n([\s\S]*?)```/.exec(text) ?? [];
      assert.equal(program, readFileSync(new URL(example, FOLDER), "utf8"));
    });
  }
});

describe("the READMEs", () => {
  for (const file of ["README.md", "components/README.md"]) {
    it(`${file} shows a unit test that runs`, () => {
      const test = readFileSync(new URL("unit-test.test.ts", import.meta.url), "utf8");
      assert.equal(
        readFileSync(new URL(`../../${file}`, import.meta.url), "utf8").includes(`\`\`\`ts\n${test}\`\`\`\n`),
        true,
      );
    });
  }
});
