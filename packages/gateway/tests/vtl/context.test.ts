import assert from "node:assert/strict";
import { renderWith, textOf } from "./rendering.ts";

describe("$context and $stageVariables", () => {
  const context = {
    stage: "dev",
    requestTimeEpoch: 1_700_000_000_000,
    identity: { sourceIp: "1.1.1.1", apiKey: null },
  };

  it("gives the request's context", () => {
    const template = "$context.stage $context.requestTimeEpoch $context.identity.sourceIp [$context.identity.apiKey]";
    assert.equal(textOf(template, "", { context }), "dev 1700000000000 1.1.1.1 []");
  });

  it("gives the authorizer's, as it was given", () => {
    const changes = { authorizer: { principalId: "u", claims: { sub: "s" }, n: "1" } };
    assert.equal(
      textOf("$context.authorizer.principalId$context.authorizer.claims.sub$context.authorizer.n", "", changes),
      "us1",
    );
    assert.equal(textOf("[$context.authorizer.principalId]"), "[]");
  });

  it("lists the context's keys in their order, the overrides last", () => {
    const keys = "stage,requestTimeEpoch,identity,requestOverride,responseOverride,";
    const template = "#foreach($k in $context.keySet())$k,#end";
    assert.equal(textOf(template, "", { context }), keys);
    assert.equal(textOf(`#if($context.identity.sourceIp == "")#end${template}`, "", { context }), keys);
    assert.equal(textOf("$context.identity.keySet() $context.size()", "", { context }), "[sourceIp, apiKey] 5");
  });

  it("prints the context's objects as nothing, and the parameters as maps", () => {
    const changes = { context, stageVariables: { a: "b" } };
    assert.equal(
      textOf("[$context|$context.identity|$context.get('identity')]$stageVariables", "", changes),
      "[||]{a=b}",
    );
  });

  it("gives the stage's variables", () => {
    const changes = { stageVariables: { url: "x.example" } };
    assert.equal(
      textOf(
        "$stageVariables.url|${stageVariables.url}|$stageVariables.get('url')|$stageVariables['url']|$stageVariables.no",
        "",
        changes,
      ),
      "x.example|x.example|x.example|x.example|",
    );
  });
});

describe("overrides", () => {
  it("returns the request's", () => {
    const template = `#set($context.requestOverride.path.id = "1")
#set($context.requestOverride.header.h = ["a", "b"])
#set($context.requestOverride.header['X-H'] = $input.params('q'))
#set($context.requestOverride.querystring.q = 5)`;
    assert.deepEqual(renderWith(template, "", { query: { q: ["x"] } }), {
      body: "",
      requestOverride: { path: { id: "1" }, header: { h: ["a", "b"], "X-H": "x" }, querystring: { q: 5 } },
    });
  });

  it("returns the response's", () => {
    const template = "#set($context.responseOverride.status = 404)#set($context.responseOverride.header.h = 'a')x";
    assert.deepEqual(renderWith(template), { body: "x", responseOverride: { status: 404, header: { h: "a" } } });
    assert.deepEqual(renderWith("#set($context.responseOverride.status = '404')").responseOverride, { status: "404" });
    assert.deepEqual(renderWith("#set($x = $context.responseOverride.put('status', 201))").responseOverride, {
      status: 201,
    });
  });

  it("returns none where none was made", () => {
    assert.deepEqual(renderWith("a"), { body: "a" });
    assert.deepEqual(renderWith("$context.requestOverride.keySet()$context.responseOverride.header"), {
      body: "[path, header, querystring]",
    });
  });

  it("keeps those of an earlier template, and lets templates read them", () => {
    const context = { requestOverride: { path: { id: "7" } }, responseOverride: { status: 201 } };
    const expected = { requestOverride: { path: { id: "7" } }, responseOverride: { status: 201 } };
    assert.deepEqual(renderWith("a", "", { context }), { body: "a", ...expected });
    assert.deepEqual(renderWith("$context.requestOverride.path.id", "", { context }), { body: "7", ...expected });
    assert.deepEqual(renderWith("#set($context.responseOverride.header.h = 'a')", "", { context }).responseOverride, {
      status: 201,
      header: { h: "a" },
    });
  });
});
