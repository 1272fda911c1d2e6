import assert from "node:assert/strict";
import { routesOf, upstreamOrigins } from "../../src/program/operations.ts";

const integration = (fields: object) => ({ "x-amazon-apigateway-integration": fields });
const arn = (rest: string) => ({ type: "aws", uri: `arn:aws:apigateway:us-east-1:${rest}` });
const document = {
  components: { securitySchemes: { api_key: { type: "apiKey", name: "x-api-key", in: "header" } } },
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

describe("what a caller needs", () => {
  const schemes = {
    api_key: { type: "apiKey", name: "X-API-Key", in: "header" },
    sigv4: { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" },
    pool: { "x-amazon-apigateway-authorizer": { type: "cognito_user_pools" } },
    lambda: { name: "Unused", "x-amazon-apigateway-authorizer": { type: "request" } },
  };
  const guards = (security: object[] | undefined, root?: object[]) => {
    const get = { ...(security && { security }), ...integration({ type: "mock" }) };
    const [route] = routesOf({ paths: { "/a": { get } }, components: { securitySchemes: schemes }, security: root });
    return [route?.apiKeyRequired, route?.authorization];
  };

  it("is a key, a signature, a token, or nothing", () => {
    assert.deepEqual(guards(undefined), [false, "none"]);
    assert.deepEqual(guards([{ api_key: [] }]), [true, "none"]);
    assert.deepEqual(guards([{ sigv4: [] }, { api_key: [] }]), [true, "iam"]);
    assert.deepEqual(guards([{ pool: ["a/read"] }]), [false, "cognito"]);
    assert.deepEqual(guards([{ lambda: [] }]), [false, "lambda"]);
  });

  it("is the root's authorizer, but not the root's key, where the route says nothing", () => {
    assert.deepEqual(guards(undefined, [{ lambda: [] }, { api_key: [] }]), [false, "lambda"]);
    assert.deepEqual(guards([], [{ lambda: [] }]), [false, "none"]);
  });
});
