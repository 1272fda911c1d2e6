import assert from "node:assert/strict";
import { layoutOf } from "../../../page/text/layout.ts";
import { spansOf } from "../../../page/text/spans.ts";
import type { Written } from "../../../src/api/wire.ts";

const written = (column: number, from: number, to: number): Written => ({
  line: 1,
  column,
  written: `$${column}`,
  from,
  to,
});
/** Each span's text, with the column of what wrote it. */
const spans = (text: string, writes: Written[]) =>
  spansOf(layoutOf(text), text, writes).map((line) =>
    line.map(({ text: part, write }) => (write ? [part, write.column] : part)),
  );

describe("what wrote each part of a body", () => {
  it("splits a line where another expression begins", () => {
    assert.deepEqual(spans('{"id": "ada-1"}', [written(1, 0, 8), written(9, 8, 11), written(12, 12, 13)]), [
      [["{", 1]],
      ["  ", ['"id"', 1], [":", 1], " ", ['"', 1], ["ada", 9], "-", ["1", 12], '"'],
      ["}"],
    ]);
  });

  it("decodes the parts of a form by themselves", () => {
    const text = "Action=A&Body=%7B+%7D";
    assert.deepEqual(spans(text, [written(1, 0, 14), written(20, 14, text.length)]), [
      [
        ["Action", 1],
        ["=", 1],
        ["A", 1],
      ],
      [
        ["Body", 1],
        ["=", 1],
        ["{ }", 20],
      ],
    ]);
  });

  it("goes over several lines", () => {
    assert.deepEqual(spans("a\nb\nc", [written(1, 0, 3)]), [[["a", 1]], [["b", 1]], ["c"]]);
    assert.deepEqual(spans("a\nb", []), [["a"], ["b"]]);
  });
});
