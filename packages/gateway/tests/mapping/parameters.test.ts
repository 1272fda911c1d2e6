import assert from "node:assert/strict";
import { compileMapping, jsonPath, MappingError } from "../../src/mapping/parameters.ts";
import { documentOf, exchange, mock } from "../exchange.ts";

/** Maps an expression to a header of a mock's response, and returns that header. */
async function mapped(source: string, request = {}, options = {}): Promise<string | undefined> {
  const operation = mock("", {
    responses: { default: { statusCode: "200", responseParameters: { "method.response.header.result": source } } },
  });
  const { headers } = await exchange(
    documentOf({ "POST /{id}": operation }),
    { method: "POST", path: "/7", ...request },
    options,
  );
  return headers.result;
}

describe("parameter mapping", () => {
  it("takes a constant in single quotes as it is", async () => {
    assert.equal(await mapped("'it''s'"), "it''s");
  });

  it("takes path, query and headers of the request by their exact names", async () => {
    const request = { path: "/a%20b?Q=1&Q=2%2B", headers: { "X-Id": ["5", "6"] } };
    assert.equal(await mapped("method.request.path.id", request), "a%20b");
    assert.equal(await mapped("method.request.querystring.Q", request), "2+");
    assert.equal(await mapped("method.request.header.X-Id", request), "6");
    assert.equal(await mapped("method.request.multivalueheader.X-Id", request), "5,6");
    assert.equal(await mapped("method.request.header.x-id", request), undefined);
    assert.equal(await mapped("method.request.querystring.q", request), undefined);
  });

  it("sends a parameter with several values several times", async () => {
    assert.equal(await mapped("method.request.multivaluequerystring.q", { path: "/7?q=1&q=2" }), "1, 2");
  });

  it("takes the body, or what a JSONPath finds in it", async () => {
    const body = ' {"pets": [{"name": "Rex", "age": 3}]} ';
    assert.equal(await mapped("method.request.body", { body }), '{"pets": [{"name": "Rex", "age": 3}]}');
    assert.equal(await mapped("method.request.body.pets[0].name", { body }), "Rex");
    assert.equal(await mapped("method.request.body.pets[0].age", { body }), "3");
    assert.equal(await mapped("method.request.body.pets[0]", { body }), '{"name":"Rex","age":3}');
    assert.equal(await mapped("method.request.body.cats", { body }), undefined);
  });

  it("takes what any JSONPath finds, several values as a list", async () => {
    const body = '{"pets": [{"name": "Rex", "age": 3}, {"name": "Ida", "age": 5}]}';
    assert.equal(await mapped("method.request.body.pets[*].name", { body }), '["Rex","Ida"]');
    assert.equal(await mapped("method.request.body..age", { body }), "[3,5]");
    assert.equal(await mapped("method.request.body.pets[?(@.age > 3)].name", { body }), '["Ida"]');
    assert.equal(await mapped("method.request.body.pets.length()", { body }), "2");
    assert.equal(await mapped("method.request.body.cats[0:1].name", { body }), undefined);
  });

  it("takes an empty body for {}, and text for no JSON unless it begins like it", async () => {
    assert.equal(await mapped("method.request.body"), "{}");
    assert.equal(await mapped("method.request.body", { body: "<xml/>" }), "<xml/>");
    assert.equal(await mapped("method.request.body.a", { body: "<xml/>" }), undefined);
  });

  it("takes variables of the context and the stage", async () => {
    const options = { stageVariables: { color: "red" } };
    assert.equal(await mapped("context.httpMethod"), "POST");
    assert.equal(await mapped("context.identity.userAgent", { headers: { "User-Agent": "test" } }), "test");
    assert.equal(await mapped("context.identity.user"), undefined);
    assert.equal(await mapped("stageVariables.color", {}, options), "red");
    assert.equal(await mapped("stageVariables.none", {}, options), undefined);
  });

  it("writes text beyond ASCII as UTF-8", async () => {
    assert.equal(Buffer.from((await mapped("'Zoë 日'")) ?? "", "latin1").toString(), "Zoë 日");
  });

  it("knows no other expression", () => {
    for (const source of [
      "text",
      "method.request.cookie.a",
      "method.response.header.a",
      "integration.response.status",
      "method.request.body.a[?(",
      "context.a[*]",
      "'",
    ]) {
      assert.throws(() => compileMapping(source, {}), MappingError, source);
    }
  });
});

describe("JSONPath of a parameter mapping", () => {
  const document = { pets: [{ name: "Rex" }, { name: "Ida" }], "a b": { c: 1 }, none: null };

  it("follows names and indexes", () => {
    assert.equal(jsonPath("$.pets[0].name")(document), "Rex");
    assert.equal(jsonPath("$.pets[-1].name")(document), "Ida");
    assert.equal(jsonPath("$['a b'].c")(document), 1);
    assert.equal(jsonPath("$.none")(document), null);
    assert.equal(jsonPath("$")(document), document);
  });

  it("finds nothing where there is nothing", () => {
    for (const path of ["$.pets.name", "$.pets[2].name", "$.x[0]", "$.none.x", "$.toString"]) {
      assert.equal(jsonPath(path)(document), undefined, path);
    }
  });

  it("refuses what it does not know", () => {
    assert.throws(
      () => jsonPath("$.pets[*].name"),
      /'\$\.pets\[\*\]\.name' is not a JSONPath .* \(at "\[\*\]\.name"\)/,
    );
    assert.throws(() => jsonPath("$..name"));
  });
});
