import assert from "node:assert/strict";
import { watchRendering } from "local-api-gateway/watch";
import { AWS_PATTERNS, templatesOf } from "../../../page/playground/starting-points.ts";
import { decodeState, encodeState, FIRST, scopeOfState } from "../../../page/playground/state.ts";

describe("the playground's state", () => {
  it("is in an address, and comes back from it", () => {
    const state = { ...FIRST, template: "ä 😀 #if(true)?&#end", kind: "response" } as const;
    assert.match(encodeState(state), /^[\w-]+$/);
    assert.deepEqual(decodeState(encodeState(state)), state);
  });

  it("is nothing for an address that is not one of its own", () => {
    for (const text of ["", "!", btoa("{}"), btoa("null"), btoa('{"kind": "request", "template": 1}')]) {
      assert.equal(decodeState(text), undefined);
    }
  });

  it("says why its parameters cannot be read", () => {
    assert.throws(() => scopeOfState({ ...FIRST, parameters: "{" }), /^Error: The parameters are not JSON: /);
    assert.deepEqual(scopeOfState({ ...FIRST, parameters: "null" }).query, {});
    assert.deepEqual(scopeOfState({ ...FIRST, parameters: '{"header": {"a": ["1", 2]}}' }).headers, { a: ["1", "2"] });
  });
});

describe("the starting points", () => {
  it("render", () => {
    for (const { name, state } of AWS_PATTERNS) {
      const { body, error } = watchRendering(state.template, scopeOfState(state), 5000);
      assert.equal(error, undefined, name);
      assert.doesNotThrow(() => JSON.parse(body ?? ""), `${name}: ${body}`);
    }
  });

  it("are the document's templates, each once, without preflights and constants", () => {
    const integration = {
      requestTemplates: { "application/json": "$input.body", "text/plain": "constant" },
      responses: { default: { responseTemplates: { "application/json": "$input.json('$')" } } },
    };
    const operation = { "x-amazon-apigateway-integration": integration };
    const options = {
      "x-amazon-apigateway-integration": { requestTemplates: { "application/json": "$context.stage" } },
    };
    // biome-ignore lint/suspicious/noExplicitAny: as much of a document as matters here
    const document: any = { paths: { "/a": { post: operation, options }, "/b": { post: operation } } };
    assert.deepEqual(
      templatesOf(document).map(({ name, state }) => [name, state.kind, state.template]),
      [
        ["POST /a, request", "request", "$input.body"],
        ["POST /a, response", "response", "$input.json('$')"],
      ],
    );
  });
});
