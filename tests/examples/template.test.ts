import assert from "node:assert/strict";
import { compile, type Scope, TemplateError } from "local-api-gateway/vtl";

const scope: Scope = {
  kind: "request",
  body: '{"name":"O\'Neil","note":""}',
  method: "POST",
  path: "/notes",
  resourcePath: "/notes",
  pathParameters: {},
  query: {},
  headers: {},
  stageVariables: {},
  context: {},
};
const render = (template: string) => compile(template).render(scope).body;

describe("a template that does not do what it should", () => {
  it("writes an escape that JSON does not have, for an apostrophe", () => {
    assert.equal(render(`{"name": "$util.escapeJavaScript($input.path('$.name'))"}`), `{"name": "O\\'Neil"}`);
    const repaired = `{"name": "$util.escapeJavaScript($input.path('$.name')).replaceAll("\\\\'","'")"}`;
    assert.equal(JSON.parse(render(repaired)).name, "O'Neil");
  });

  it("prints nothing for a variable that is not set, such as a misspelt one, and for a field that is missing", () => {
    assert.equal(render('{"phone": "$phnoe"}'), '{"phone": ""}');
    assert.equal(render("$input.path('$.phone')"), "");
  });

  it("says at which line it does not parse", () => {
    assert.throws(
      () => render("{\n#if($phone ==)\n#end\n}"),
      (error) => error instanceof TemplateError && error.line === 2,
    );
  });
});
