import assert from "node:assert/strict";
import type { Operation } from "../../../components/openapi.ts";
import { gatewayResponses, preflight, withOrigin } from "../../../components/rest-api/cors.ts";

const one = ["https://www.example.com"];
const two = ["https://www.example.com", "https://example.com"];

function integrationOf(operation: Operation) {
  return operation["x-amazon-apigateway-integration"];
}

describe("preflight", () => {
  it("answers 204 with the path's methods, the headers a page may send, and the origin", () => {
    const operation = preflight(["PUT", "GET"], one);
    assert.deepEqual(integrationOf(operation).responses, {
      default: {
        statusCode: "204",
        responseParameters: {
          "method.response.header.Access-Control-Allow-Methods": "'GET,OPTIONS,PUT'",
          "method.response.header.Access-Control-Allow-Headers": "'Content-Type,X-Api-Key'",
          "method.response.header.Access-Control-Max-Age": "'3600'",
          "method.response.header.Access-Control-Allow-Origin": "'https://www.example.com'",
        },
        responseTemplates: { "application/json": "" },
      },
    });
    assert.deepEqual(Object.keys(operation.responses["204"]?.headers ?? {}), [
      "Access-Control-Allow-Methods",
      "Access-Control-Allow-Headers",
      "Access-Control-Max-Age",
      "Access-Control-Allow-Origin",
    ]);
  });

  it("names every method where the path takes any", () => {
    const { responses } = integrationOf(preflight(["ANY"], one));
    assert.equal(
      responses?.default?.responseParameters?.["method.response.header.Access-Control-Allow-Methods"],
      "'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'",
    );
  });
});

describe("withOrigin", () => {
  const operation: Operation = {
    responses: { "200": { description: "OK", headers: { "X-A": { schema: {} } } }, "502": { description: "Bad" } },
    "x-amazon-apigateway-integration": {
      type: "http",
      responses: {
        "200": { statusCode: "200", responseParameters: { "method.response.header.X-A": "'a'" } },
        default: { statusCode: "502", responseTemplates: { "application/json": "TEMPLATE" } },
      },
    },
  };

  it("gives every response the one origin as a constant, and keeps what it has", () => {
    const { responses, ...rest } = withOrigin(operation, one);
    assert.deepEqual(Object.keys(responses["200"]?.headers ?? {}), ["X-A", "Access-Control-Allow-Origin"]);
    assert.deepEqual(Object.keys(responses["502"]?.headers ?? {}), ["Access-Control-Allow-Origin"]);
    assert.deepEqual(rest["x-amazon-apigateway-integration"].responses, {
      "200": {
        statusCode: "200",
        responseParameters: {
          "method.response.header.X-A": "'a'",
          "method.response.header.Access-Control-Allow-Origin": "'https://www.example.com'",
        },
      },
      default: {
        statusCode: "502",
        responseParameters: {
          "method.response.header.Access-Control-Allow-Origin": "'https://www.example.com'",
        },
        responseTemplates: { "application/json": "TEMPLATE" },
      },
    });
  });

  it("lets each response's template choose among several origins", () => {
    const { responses } = integrationOf(withOrigin(operation, two));
    const choose = responses?.default?.responseTemplates?.["application/json"] ?? "";
    assert.match(choose, /^#set\(\$allowedOrigins = \["https:\/\/www\.example\.com", "https:\/\/example\.com"\]\)\n/);
    assert.match(choose, /\nTEMPLATE$/);
    assert.equal(responses?.["200"]?.responseTemplates?.["application/json"]?.split("\n").at(-1), "$input.body");
    assert.deepEqual(responses?.["200"]?.responseParameters, { "method.response.header.X-A": "'a'" });
  });

  it("leaves a proxy's responses to its backend", () => {
    const proxy: Operation = {
      responses: { "200": { description: "OK" } },
      "x-amazon-apigateway-integration": { type: "aws_proxy" },
    };
    assert.equal(withOrigin(proxy, one), proxy);
  });
});

describe("gatewayResponses", () => {
  it("has the header on every refusal and failure, with API Gateway's own message", () => {
    const response = {
      responseParameters: { "gatewayresponse.header.Access-Control-Allow-Origin": "'https://www.example.com'" },
      responseTemplates: { "application/json": '{"message":$context.error.messageString}' },
    };
    assert.deepEqual(gatewayResponses(one), { DEFAULT_4XX: response, DEFAULT_5XX: response });
  });

  it("shows the message to any page where there are several origins, since it cannot choose", () => {
    assert.deepEqual(gatewayResponses(two).DEFAULT_4XX?.responseParameters, {
      "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
    });
  });
});
