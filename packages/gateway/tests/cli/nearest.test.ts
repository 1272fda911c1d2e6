import assert from "node:assert/strict";
import { nearest } from "../../src/cli/nearest.ts";

describe("the nearest name", () => {
  it("is a known one from which few letters differ", () => {
    assert.equal(nearest("privateServce", ["eventStream", "privateService"]), "privateService");
    assert.equal(nearest("PRIVATESERVICE", ["privateService"]), "privateService");
    assert.equal(nearest("colour", ["privateService", "eventStream"]), undefined);
    assert.equal(nearest("x", []), undefined);
  });
});
