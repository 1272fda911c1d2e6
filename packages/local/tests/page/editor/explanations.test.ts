import assert from "node:assert/strict";
import { EXPLANATIONS, explanationAt } from "../../../page/editor/explanations.ts";

const nameAt = (line: string, column: number) => explanationAt(line, column)?.name;

describe("the explanations", () => {
  it("are one line each, of one name each", () => {
    assert.equal(new Set(EXPLANATIONS.map(({ name }) => name)).size, EXPLANATIONS.length);
    for (const { name, text } of EXPLANATIONS) assert.match(text, /^[^\n]{10,120}\.$/, name);
  });

  it("link to the sections of AWS's and Velocity's documentation, by their names", () => {
    const aws = "https://docs.aws.amazon.com/apigateway/latest/developerguide/";
    const velocity = "https://velocity.apache.org/engine/1.7/user-guide.html";
    assert.deepEqual(Object.fromEntries(EXPLANATIONS.map(({ page, link }) => [page, link])), {
      "AWS: $input variables": `${aws}api-gateway-mapping-template-reference.html#input-variable-reference`,
      "AWS: $util variables": `${aws}api-gateway-mapping-template-reference.html#util-template-reference`,
      "AWS: $context variables": `${aws}api-gateway-mapping-template-reference.html#context-variable-reference`,
      "AWS: Stage variables reference": `${aws}aws-api-gateway-stage-variables-reference.html#stage-variables-in-mapping-templates`,
      "AWS: Override parameters and status codes": `${aws}apigateway-override-request-response-parameters.html`,
      "Velocity 1.7: Set": `${velocity}#set`,
      "Velocity 1.7: If / ElseIf / Else": `${velocity}#if-elseif-else`,
      "Velocity 1.7: Foreach Loop": `${velocity}#foreach-loop`,
      "Velocity 1.7: Break": `${velocity}#break`,
      "Velocity 1.7: Stop": `${velocity}#stop`,
      "Velocity 1.7: Define": `${velocity}#define`,
      "Velocity 1.7: Comments": `${velocity}#comments`,
    });
    assert.ok(
      EXPLANATIONS.every((one) => EXPLANATIONS.every(({ page, link }) => one.page !== page || one.link === link)),
    );
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
