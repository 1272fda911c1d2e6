import assert from "node:assert/strict";
import { createGateway } from "local-api-gateway";
import { withUnserved } from "../../src/program/unserved.ts";

const DOCUMENT = {
  openapi: "3.0.1",
  info: { title: "shop", version: "1" },
  "x-amazon-apigateway-binary-media-types": ["text/plain"],
  paths: {
    "/topics": {
      get: {
        "x-amazon-apigateway-integration": {
          type: "mock",
          requestTemplates: { "application/json": '{"statusCode": 200}' },
          responses: { default: { statusCode: "200", responseTemplates: { "application/json": "[]" } } },
        },
        responses: { 200: { description: "" } },
      },
    },
    "/orders": {
      post: {
        "x-amazon-apigateway-integration": { type: "aws", uri: "arn:aws:apigateway:us-east-1:events:action/PutEvents" },
      },
    },
  },
};

describe("a route that cannot be served", () => {
  const { document, unserved } = withUnserved(DOCUMENT, ({ type }) =>
    type === "aws" ? 'no "bus" for $5 #1' : undefined,
  );

  it("answers 501 with the reason, whatever is sent, and the others are served", async () => {
    const gateway = createGateway(document, { stage: "v1" });
    const url = await gateway.listen(0);
    try {
      for (const type of ["application/json", "text/plain"]) {
        const answer = await fetch(`${url}/orders`, {
          method: "POST",
          body: "{}",
          headers: { accept: type, "content-type": type },
        });
        assert.equal(answer.status, 501);
        assert.deepEqual(await answer.json(), { message: 'Not served on localhost: no "bus" for $5 #1' });
      }
      assert.equal((await fetch(`${url}/topics`)).status, 200);
    } finally {
      await gateway.close();
    }
  });

  it("is named, and stays in the program's own document", () => {
    assert.deepEqual(unserved, [{ route: "POST /orders", reason: 'no "bus" for $5 #1' }]);
    assert.equal(DOCUMENT.paths["/orders"].post["x-amazon-apigateway-integration"].type, "aws");
  });
});
