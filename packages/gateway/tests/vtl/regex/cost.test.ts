import assert from "node:assert/strict";
import { safeLength } from "../../../src/vtl/regex/cost.ts";

describe("the length of text that a pattern is safe on", () => {
  it("is any when there is one way to match", () => {
    assert.ok(safeLength("abc", true) >= 9_000_000);
    assert.ok(safeLength("<([^<]*)>", true) >= 1_000_000);
  });

  it("gets shorter with each quantifier that may give back what it took", () => {
    const lengths = ["a*b", "a*a*b", "a*a*a*b"].map((source) => safeLength(source, false));
    assert.ok(lengths.every((length, index) => index === 0 || length < (lengths[index - 1] ?? 0) / 2));
    assert.ok((lengths[2] ?? 0) < 100);
  });

  it("counts a text that cannot overlap itself as a place to go back to", () => {
    assert.ok(safeLength(".*<name>([^<]*)</name>.*", true) > 2000);
    assert.ok(safeLength(".*aa([^<]*)</name>.*", true) < 2000);
  });

  it("takes the worst of alternatives", () => {
    assert.ok(safeLength("a*a*|a*a*", false) < 30);
  });
});
