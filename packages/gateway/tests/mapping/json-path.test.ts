import assert from "node:assert/strict";
import { jsonPath } from "../../src/mapping/json-path.ts";

describe("JSONPath of a parameter mapping", () => {
  const document = { pets: [{ name: "Rex" }, { name: "Ida" }], "a b": { c: 1 }, none: null };

  it("follows names and indexes", () => {
    assert.equal(jsonPath("$.pets[0].name")(document), "Rex");
    assert.equal(jsonPath("$.pets[-1].name")(document), "Ida");
    assert.equal(jsonPath("$['a b'].c")(document), 1);
    assert.equal(jsonPath("$.none")(document), null);
    assert.equal(jsonPath("$")(document), document);
  });

  it("finds nothing where there is nothing", () => {
    for (const path of ["$.pets.name", "$.pets[2].name", "$.x[0]", "$.none.x", "$.toString"]) {
      assert.equal(jsonPath(path)(document), undefined, path);
    }
  });

  it("refuses what it does not know", () => {
    assert.throws(
      () => jsonPath("$.pets[*].name"),
      /'\$\.pets\[\*\]\.name' is not a JSONPath .* \(at "\[\*\]\.name"\)/,
    );
    assert.throws(() => jsonPath("$..name"));
  });
});
