import assert from "node:assert/strict";
import fc from "fast-check";
import { countChanges, diffLines, markChange } from "../../../page/explorer/diff.ts";

describe("lines of two messages side by side", () => {
  it("pairs a header with its new value, and marks what only one side has", () => {
    const rows = diffLines(["accept: */*", "host: a", "x: 1"], ["accept: */*", "host: b", "z: 2"]);
    assert.deepEqual(rows, [
      { kind: "same", before: "accept: */*", after: "accept: */*" },
      { kind: "changed", before: "host: a", after: "host: b" },
      { kind: "replaced", before: "x: 1", after: "z: 2" },
    ]);
  });

  it("pairs JSON properties, request lines and statuses", () => {
    assert.deepEqual(
      diffLines(["POST /dev/contact", '  "name": "Ada",'], ["POST http://sqs/", '  "name": "Grace"']).map(
        ({ kind }) => kind,
      ),
      ["changed", "changed"],
    );
    assert.deepEqual(diffLines(["200"], ["202"]), [{ kind: "changed", before: "200", after: "202" }]);
  });

  it("says what was removed and added around a shared line", () => {
    assert.deepEqual(diffLines(["gone", "stays"], ["stays", "new"]), [
      { kind: "removed", before: "gone" },
      { kind: "same", before: "stays", after: "stays" },
      { kind: "added", after: "new" },
    ]);
  });

  it("counts header changes", () => {
    assert.deepEqual(countChanges(["a: 1", "b: 1", "c: 1"], ["a: 1", "b: 2", "d: 1", "e: 1"]), {
      changed: 1,
      removed: 1,
      added: 2,
    });
  });

  it("loses no line of either side, in order", () => {
    const line = fc.constantFrom("", "a", "a: 1", "a: 2", "b: 1", "{", "}", '  "x": 1', "GET /a", "200");
    fc.assert(
      fc.property(fc.array(line), fc.array(line), (before, after) => {
        const rows = diffLines(before, after);
        assert.deepEqual(
          rows.filter((row) => row.before !== undefined).map((row) => row.before),
          before,
        );
        assert.deepEqual(
          rows.filter((row) => row.after !== undefined).map((row) => row.after),
          after,
        );
      }),
    );
  });
});

describe("the part of a line that differs", () => {
  it("is whole words", () => {
    assert.deepEqual(markChange("PUT /dev/visitors/ada", "POST http://127.0.0.1/"), {
      start: "",
      middle: "PUT /dev/visitors/ada",
      end: "",
    });
    assert.deepEqual(markChange("content-type: application/json", "content-type: application/xml"), {
      start: "content-type: application/",
      middle: "json",
      end: "",
    });
  });

  it("joins up to the line again", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (line, other) => {
        const { start, middle, end } = markChange(line, other);
        assert.equal(start + middle + end, line);
      }),
    );
  });
});
