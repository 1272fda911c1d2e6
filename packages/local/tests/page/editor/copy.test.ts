import assert from "node:assert/strict";
import { COPY_FORMS } from "../../../page/editor/copy.ts";

const TEMPLATES = [
  "",
  "plain",
  "a `tick`, \\n, ${name} and $name\n",
  '#set($s = "\\"")\r\n$s',
  '$util.escapeJavaScript($x).replaceAll("\\\\\'","\'")',
];

describe("the forms in which a template is copied", () => {
  it("are the template itself", () => {
    for (const template of TEMPLATES) assert.equal(COPY_FORMS.Plain(template), template);
  });

  it("are a literal with the template as its value", () => {
    for (const template of TEMPLATES) {
      const literal = COPY_FORMS.TypeScript(template);
      assert.equal(new Function(`return ${literal}`)(), template);
    }
  });

  it("are CloudFormation's property, for a request and for a response", () => {
    for (const template of TEMPLATES) {
      assert.deepEqual(JSON.parse(COPY_FORMS.CloudFormation(template, "request", "application/json")), {
        RequestTemplates: { "application/json": template },
      });
    }
    assert.match(
      COPY_FORMS.CloudFormation("x", "response", "text/plain"),
      /^\{\n {2}"ResponseTemplates": \{\n {4}"text\/plain": "x"/,
    );
  });
});
