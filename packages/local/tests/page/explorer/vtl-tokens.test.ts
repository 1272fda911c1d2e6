import assert from "node:assert/strict";
import fc from "fast-check";
import { vtlTokens } from "../../../page/explorer/vtl-tokens.ts";

describe("pieces of a line of VTL", () => {
  it("tells directives, references and comments from text", () => {
    assert.deepEqual(vtlTokens("#set($name = $!input.path('$.name')) ## the name"), [
      { kind: "directive", text: "#set" },
      { kind: "text", text: "(" },
      { kind: "reference", text: "$name" },
      { kind: "text", text: " = " },
      { kind: "reference", text: "$!input.path" },
      { kind: "text", text: "('$.name')) " },
      { kind: "comment", text: "## the name" },
    ]);
  });

  it("joins up to the line again", () => {
    fc.assert(
      fc.property(fc.string(), (line) => {
        assert.equal(
          vtlTokens(line)
            .map(({ text }) => text)
            .join(""),
          line,
        );
      }),
    );
  });
});
