import assert from "node:assert/strict";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { plot } from "../../scripts/plot.ts";

describe("a plot", () => {
  const svg = plot(
    "A & <B>",
    [
      { title: "Memory", unit: "MB", lines: [{ name: "all", values: [0, 250, 500] }] },
      {
        title: "Delay",
        unit: "ms",
        lines: [
          { name: "p99", values: [1, 2] },
          { name: "most", values: [2, 4] },
        ],
      },
    ],
    "3 minutes",
  );

  it("is well-formed XML whatever its texts are", () => {
    assert.equal(XMLValidator.validate(svg), true);
    assert.equal(new XMLParser({ processEntities: true }).parse(svg).svg.title, "A & <B>");
  });

  it("scales each panel to its largest value", () => {
    assert.deepEqual(
      [...svg.matchAll(/points="([^"]*)"/g)].map(([, points]) => points),
      ["60.0,130.0 385.0,80.0 710.0,30.0", "60.0,105.0 710.0,80.0", "60.0,80.0 710.0,30.0"],
    );
    assert.ok(svg.includes(">500 MB<"));
    assert.ok(svg.includes(">4.0 ms<"));
  });

  it("names the lines of a panel that has several", () => {
    assert.ok(svg.includes("> p99<"));
    assert.ok(!svg.includes("> all<"));
  });

  it("of zeros is a line on the axis", () => {
    const flat = plot("Zeros", [{ title: "Handles", unit: "", lines: [{ name: "handles", values: [0, 0] }] }], "");
    assert.ok(flat.includes('points="60.0,130.0 710.0,130.0"'));
  });
});
