import assert from "node:assert/strict";
import { bodySchema } from "../../../page/document/document.ts";
import { accepts } from "../../../page/document/sample.ts";
import { claimOf } from "../../../page/explorer/example.ts";
import { examplesOf } from "../../../page/explorer/examples.ts";
import type { Failure } from "../../../src/api/wire.ts";
import { foreign } from "../documents.ts";

const order = { method: "POST", path: "/orders/{shop}", apiKeyRequired: false, authorization: "none" as const };
const failure = (target: string, label: string): Failure => ({ target, label, failing: false });

describe("the examples of a route that the page has never heard of", () => {
  const examples = examplesOf(order, foreign, []);
  const model = bodySchema(foreign, order);
  assert.ok(model);

  it("begin with a request that its model accepts", () => {
    const [good] = examples;
    assert.equal(good?.name, "Good");
    assert.equal(good.path, "/orders/text?currency=EUR");
    assert.deepEqual(JSON.parse(good.body ?? ""), { sku: "12345", count: 1, gift: { wrap: "paper" } });
    assert.ok(accepts(model, JSON.parse(good.body ?? "")));
  });

  it("have an invalid body for each rule of the model", () => {
    const refused = examples.filter(({ decidedBy }) => decidedBy === "validate");
    assert.deepEqual(
      refused.map(({ name, status }) => [name, status]),
      [
        ["Missing field", 400],
        ["Wrong type", 400],
        ["Too long", 400],
        ["Unknown field", 400],
      ],
    );
    for (const { name, body } of refused) {
      assert.ok(!accepts(model, JSON.parse(body ?? "")), name);
    }
  });

  it("claim no validation without a request validator", () => {
    const unchecked = { ...foreign, "x-amazon-apigateway-request-validator": undefined };
    assert.deepEqual(
      examplesOf(order, unchecked, []).map(({ name }) => name),
      ["Good", "Not JSON"],
    );
  });

  it("leave out the API key where the route needs one", () => {
    const withKey = examplesOf({ ...order, apiKeyRequired: true }, foreign, []);
    assert.equal(withKey.find(({ withoutKey }) => withoutKey)?.status, 403);
    assert.ok(!examples.some(({ withoutKey }) => withoutKey));
  });

  it("make its backend fail where there is a switch for it, and nobody else's", () => {
    const failures = [failure("sqs", "SQS, the queues"), failure("events", "EventBridge, the buses")];
    assert.equal(examplesOf(order, foreign, failures).at(-1)?.failing, "events");
    const pets = { method: "ANY", path: "/pets/{key+}", apiKeyRequired: false, authorization: "none" as const };
    const functions = [failure("petshop", "Function pets-2"), failure("pets", "Function pets")];
    assert.equal(examplesOf(pets, foreign, functions).at(-1)?.failing, "pets");
  });
});

describe("what an example says of its response", () => {
  it("names the status and who answers", () => {
    const example = { name: "", shows: "", path: "/", decidedBy: "integration" } as const;
    assert.equal(claimOf(example, "the function"), "The function answers.");
    assert.equal(claimOf({ ...example, status: 202 }, "SQS"), "202 from SQS.");
    assert.equal(
      claimOf({ ...example, status: 400, decidedBy: "validate" }, "SQS"),
      "400 from API Gateway's request validation.",
    );
    assert.equal(
      claimOf({ ...example, status: 502, failing: "sqs" }, "SQS"),
      "502, because SQS fails for this one request.",
    );
  });
});
