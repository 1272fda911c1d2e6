import assert from "node:assert/strict";
import path from "node:path";
import { portableTest } from "../../../scripts/eject/portable-test.ts";
import { parseModule } from "../../../scripts/eject/source-module.ts";

const portable = (text: string) => portableTest(parseModule(path.resolve("tests/components/x.test.ts"), text));

describe("portableTest", () => {
  it("leaves out the tests that use a package of this repository, directly or through a helper or a file", () => {
    const { source, imports } = portable(`
      import assert from "node:assert/strict";
      import { render } from "local-api-gateway/vtl";
      import { renderFile } from "./templates/render.ts";
      import { resolved } from "../../components/testing/run.ts";

      const rendered = (text: string) => render(text);

      describe("all of it", () => {
        const expected = "x";
        let file: ReturnType<typeof renderFile>;
        before(() => {
          file = renderFile("x");
        });
        it("stays, too", () => assert.equal(file, expected));
      });

      describe("some", () => {
        it("goes along", async () => assert.equal(await resolved(1), 1));
        it("stays", () => assert.equal(rendered("x"), "x"));
        for (const x of ["a", "b"]) it("stays " + x, () => render(x));
      });
    `);
    assert.deepEqual(source.text.match(/(?:it|describe)\(.*?,/g), ['describe("some",', 'it("goes along",']);
    assert.doesNotMatch(source.text, /rendered/);
    assert.deepEqual([...imports.keys()], ["assert", "resolved"]);
  });

  it("takes along the helpers of the application that need nothing but Pulumi", () => {
    const { imports } = portable(`
      import { createVisitorsTable } from "../../contact/visitors.ts";

      it("goes along", () => createVisitorsTable("x"));
    `);
    assert.deepEqual([...imports.keys()], ["createVisitorsTable"]);
  });
});
