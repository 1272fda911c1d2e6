import assert from "node:assert/strict";
import { EXPLANATIONS, explanationAt } from "../../../page/editor/explanations.ts";

const nameAt = (line: string, column: number) => explanationAt(line, column)?.name;

describe("the explanations", () => {
  it("are one line each, of one name each, with a link to AWS's or Velocity's documentation", () => {
    assert.equal(new Set(EXPLANATIONS.map(({ name }) => name)).size, EXPLANATIONS.length);
    for (const { name, text, link } of EXPLANATIONS) {
      assert.match(text, /^[^\n]{10,120}\.$/, name);
      assert.match(
        link,
        /^https:\/\/(docs\.aws\.amazon\.com\/apigateway\/latest\/developerguide\/[\w-]+\.html|velocity\.apache\.org\/engine\/1\.7\/user-guide\.html)(#[\w-]+)?$/,
        name,
      );
    }
  });

  it("cover every function of $util and $input", () => {
    const names = EXPLANATIONS.map(({ name }) => name);
    for (const name of ["escapeJavaScript", "parseJson", "urlEncode", "urlDecode", "base64Encode", "base64Decode"]) {
      assert.ok(names.includes(`$util.${name}()`), name);
    }
    for (const name of ["body", "json()", "path()", "params()"]) assert.ok(names.includes(`$input.${name}`), name);
  });

  it("are found at the cursor, the longest name first", () => {
    const line = '#set($a = "$util.urlEncode($!{input.body})$context.identity.sourceIp") ## done';
    assert.equal(nameAt(line, 1), "#set");
    assert.equal(nameAt(line, 20), "$util.urlEncode()");
    assert.equal(nameAt(line, 33), "$input.body");
    assert.equal(nameAt(line, 50), "$context.identity.sourceIp");
    assert.equal(nameAt(line, line.length), "##");
    assert.equal(nameAt("$inputs.body", 3), undefined);
    assert.equal(nameAt("plain text", 3), undefined);
    assert.equal(nameAt("$context.unknown", 3), "$context");
  });
});
