import assert from "node:assert/strict";
import { bytes, dollars, milliseconds, pretty, timeOfDay } from "../../../page/ui/format.ts";

describe("formats", () => {
  it("write durations with the digits that matter", () => {
    assert.deepEqual([0.417, 7.34, 152.4, 1240].map(milliseconds), ["0.42 ms", "7.3 ms", "152 ms", "1.24 s"]);
  });

  it("write sizes and dollars", () => {
    assert.deepEqual([312, 4100].map(bytes), ["312 B", "4.1 kB"]);
    assert.deepEqual([4.2, 42_000].map(dollars), ["$4.20", "$42,000"]);
  });

  it("indent JSON objects and leave other text alone", () => {
    assert.equal(pretty('{"a":1}'), '{\n  "a": 1\n}');
    assert.equal(pretty("<b>"), "<b>");
    assert.equal(pretty("12"), "12");
  });

  it("return text that is not a date", () => {
    assert.equal(timeOfDay("soon"), "soon");
    assert.match(timeOfDay("2026-01-01T10:20:30.040Z"), /^\d\d:\d\d:30\.040$/);
  });
});
