import assert from "node:assert/strict";
import { segmentsOf } from "../../../page/explorer/template-segments.ts";

const shown = (line: string, read: Parameters<typeof segmentsOf>[1]) =>
  segmentsOf(line, read).map(({ kind, text, column }) => `${column} ${kind} ${text}`);

describe("pieces of a template's line", () => {
  it("have a reference that was read in one piece, with its arguments and what is read in them", () => {
    const line = "#set($id = \"$util.urlEncode($input.path('$.id'))\") ## of $x";
    assert.deepEqual(
      shown(line, [
        { column: 29, written: "$input.path('$.id')" },
        { column: 13, written: "$util.urlEncode($input.path('$.id'))" },
      ]),
      [
        "1 directive #set",
        "5 text (",
        "6 reference $id",
        '9 text  = "',
        "13 reference $util.urlEncode($input.path('$.id'))",
        '49 text ") ',
        "52 comment ## of $x",
      ],
    );
  });

  it("tell references by their looks where none was read", () => {
    assert.deepEqual(shown("a $b.c", []), ["1 text a ", "3 reference $b.c"]);
    assert.deepEqual(shown("", []), []);
  });

  it("end with the line, where a reference goes on in the next one", () => {
    assert.deepEqual(shown("x $input.path(", [{ column: 3, written: "$input.path(\n  '$.a')" }]), [
      "1 text x ",
      "3 reference $input.path(",
    ]);
  });
});
