import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { literal, statement } from "../../../page/saved/typescript.ts";

const root = fileURLToPath(new URL("../../../../../", import.meta.url));

/** What Biome makes of a TypeScript file. */
function formatted(text: string): string {
  const biome = `${root}node_modules/.bin/biome`;
  return execFileSync(biome, ["format", "--stdin-file-path=packages/saved.ts"], { cwd: root, input: text }).toString();
}

describe("a value of JSON as TypeScript", () => {
  it("has the quotes that need fewer backslashes, and breaks a long text after its name", () => {
    assert.equal(literal({ id: 'a "b"', "x-y": "it's" }), `{\n  id: 'a "b"',\n  "x-y": "it's",\n}`);
    const long = "x".repeat(120);
    assert.equal(literal({ body: long, title: long }), `{\n  body: "${long}",\n  title:\n    "${long}",\n}`);
    assert.equal(
      statement({ callee: "assert.match", args: ["text", { callee: "like", args: [literal(long)] }] }, 2),
      `  assert.match(\n    text,\n    like(\n      "${long}",\n    ),\n  );`,
    );
  });

  it("is formatted as Biome leaves it, and is the same value", () => {
    const text = fc.oneof(
      fc.string({ maxLength: 150 }),
      fc.string({ unit: fc.constantFrom('"', "'", "\\", "a", "\n") }),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.boolean(),
        fc.constant(null),
        fc.dictionary(
          fc.oneof(fc.constantFrom("a", "body", "title", "x-y", "200", "__proto__"), fc.string()),
          tie("value"),
          {
            maxKeys: 5,
            noNullPrototype: true,
          },
        ),
        fc.array(text, { maxLength: 6 }),
        fc.integer(),
      ),
    }));
    const values = fc.sample(value, 300);
    const file = values.map((one, index) => `const value${index} = ${literal({ one })};\n`).join("");
    assert.equal(formatted(file), file);
    const read = new Function(`${file}return [${values.map((_, index) => `value${index}`)}];`)() as { one: unknown }[];
    assert.deepEqual(
      read.map(({ one }) => JSON.stringify(one)),
      values.map((one) => JSON.stringify(one)),
    );
  });
});
