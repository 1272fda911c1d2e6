import assert from "node:assert/strict";
import { routesOf, upstreamOrigins } from "../../src/program/operations.ts";

const integration = (fields: object) => ({ "x-amazon-apigateway-integration": fields });
const arn = (rest: string) => ({ type: "aws", uri: `arn:aws:apigateway:us-east-1:${rest}` });
const document = {
  paths: {
    "/a": {
      get: { summary: "Mock", ...integration({ type: "mock" }) },
      post: integration(arn("sqs:path/000000000000/q")),
      options: integration({ type: "mock" }),
    },
    "/b": {
      put: integration(arn("lambda:path/2015-03-31/functions/f/invocations")),
      post: integration({ ...arn("lambda:path/x"), type: "aws_proxy" }),
    },
    "/c/{proxy+}": {
      "x-amazon-apigateway-any-method": {
        security: [{ api_key: [] }],
        ...integration({ type: "http_proxy", connectionType: "VPC_LINK", uri: "http://internal/{proxy}" }),
      },
      get: integration({ type: "http", uri: "https://up.example/base/{id}" }),
    },
  },
};

describe("the document's routes", () => {
  it("are listed with what they lead to, without preflights", () => {
    assert.deepEqual(
      routesOf(document).map((route) => `${route.method} ${route.path} ${route.integration}`),
      [
        "GET /a mock",
        "POST /a sqs",
        "POST /b lambda-proxy",
        "PUT /b lambda",
        "GET /c/{proxy+} http",
        "ANY /c/{proxy+} private",
      ],
    );
    assert.equal(routesOf(document)[0]?.summary, "Mock");
    assert.equal(routesOf(document)[5]?.apiKeyRequired, true);
  });
});

describe("the document's upstreams", () => {
  it("are the origins that HTTP integrations without a VPC link name", () => {
    assert.deepEqual(upstreamOrigins(document), ["https://up.example"]);
  });
});
