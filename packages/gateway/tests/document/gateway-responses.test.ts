import assert from "node:assert/strict";
import { loadGatewayResponses } from "../../src/document/gateway-responses.ts";
import { createReader } from "../../src/document/reader.ts";

describe("templates of gateway responses", () => {
  const render = (template: string) => {
    const responses = { DEFAULT_4XX: { responseTemplates: { "application/json": template } } };
    const loaded = loadGatewayResponses(
      responses,
      createReader({}, () => undefined),
      {},
    );
    return loaded
      .get("DEFAULT_4XX")
      ?.templates.get("application/json")
      ?.render((name) => `<${name}>`);
  };

  it("leave JSON's closing brace after a variable", () => {
    assert.equal(render('{"message":$context.error.messageString}'), '{"message":<context.error.messageString>}');
  });

  it("take a variable in braces of its own", () => {
    assert.equal(render("${context.stage}s, ${stageVariables.name}"), "<context.stage>s, <stageVariables.name>");
  });
});
