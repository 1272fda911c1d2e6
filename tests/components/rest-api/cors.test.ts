import assert from "node:assert/strict";
import type { Operation } from "../../../components/openapi.ts";
import { type Cors, checkCors, gatewayResponses, preflight, withCors } from "../../../components/rest-api/cors.ts";

const one = { allowedOrigins: ["https://www.example.com"] };
const two = { allowedOrigins: ["https://www.example.com", "https://example.com"] };

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
          "method.response.header.Access-Control-Allow-Headers":
            "'Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token'",
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

  it("allows the headers, and is kept for the time, that it is told", () => {
    const { responses } = integrationOf(preflight(["GET"], { ...one, allowedHeaders: ["X-Shop"], maxAge: 60 }));
    const parameters = responses?.default?.responseParameters ?? {};
    assert.equal(parameters["method.response.header.Access-Control-Allow-Headers"], "'X-Shop'");
    assert.equal(parameters["method.response.header.Access-Control-Max-Age"], "'60'");
    assert.equal(parameters["method.response.header.Access-Control-Allow-Credentials"], undefined);
  });

  it("names every method where the path takes any", () => {
    const { responses } = integrationOf(preflight(["ANY"], one));
    assert.equal(
      responses?.default?.responseParameters?.["method.response.header.Access-Control-Allow-Methods"],
      "'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'",
    );
  });
});

describe("withCors", () => {
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
    const { responses, ...rest } = withCors(operation, one);
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
    const { responses } = integrationOf(withCors(operation, two));
    const choose = responses?.default?.responseTemplates?.["application/json"] ?? "";
    assert.match(choose, /^#set\(\$allowedOrigins = \["https:\/\/www\.example\.com", "https:\/\/example\.com"\]\)\n/);
    assert.match(choose, /\nTEMPLATE$/);
    assert.equal(responses?.["200"]?.responseTemplates?.["application/json"]?.split("\n").at(-1), "$input.body");
    assert.deepEqual(responses?.["200"]?.responseParameters, { "method.response.header.X-A": "'a'" });
  });

  it("lets a page send cookies and read headers where it is told to, beside any number of origins", () => {
    const more = { allowCredentials: true, exposedHeaders: ["X-A", "X-B"] };
    for (const [cors, origin] of [
      [{ ...one, ...more }, "'https://www.example.com'"],
      [{ ...two, ...more }, undefined],
    ] as const) {
      const changed = withCors(operation, cors);
      assert.deepEqual(integrationOf(changed).responses?.default?.responseParameters, {
        ...(origin && { "method.response.header.Access-Control-Allow-Origin": origin }),
        "method.response.header.Access-Control-Allow-Credentials": "'true'",
        "method.response.header.Access-Control-Expose-Headers": "'X-A,X-B'",
      });
      assert.deepEqual(Object.keys(changed.responses["502"]?.headers ?? {}), [
        "Access-Control-Allow-Origin",
        "Access-Control-Allow-Credentials",
        "Access-Control-Expose-Headers",
      ]);
    }
  });

  it("leaves a proxy's responses to its backend", () => {
    const proxy: Operation = {
      responses: { "200": { description: "OK" } },
      "x-amazon-apigateway-integration": { type: "aws_proxy" },
    };
    assert.equal(withCors(proxy, one), proxy);
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

describe("checkCors", () => {
  const refusals: [Partial<Cors>, string][] = [
    [{ allowedOrigins: [] }, "cors.allowedOrigins: expected at least one origin, got none"],
    [
      { allowedOrigins: ["https://example.com/"] },
      'cors.allowedOrigins: expected origins such as "https://www.example.com", got "https://example.com/"',
    ],
    [
      { allowedOrigins: ["*", "https://example.com"] },
      'cors.allowedOrigins: expected named origins beside others, got "*"',
    ],
    [
      { allowedOrigins: ["*"], allowCredentials: true },
      'cors.allowedOrigins: expected named origins beside allowCredentials, got "*"',
    ],
    [{ allowedHeaders: ["X Shop"] }, 'cors.allowedHeaders: expected names of headers, got "X Shop"'],
    [{ exposedHeaders: ["a'b"] }, `cors.exposedHeaders: expected names of headers, got "a'b"`],
    [{ maxAge: 90_000 }, "cors.maxAge: expected a whole number from 0 to 86400, got 90000"],
  ];
  for (const [change, message] of refusals) {
    it(`refuses ${JSON.stringify(change)}`, () => {
      assert.throws(() => checkCors({ ...one, ...change }), { message });
    });
  }

  it("takes any origin, alone, and an app's own scheme", () => {
    checkCors({ allowedOrigins: ["*"] });
    checkCors({ allowedOrigins: ["http://localhost:3000", "capacitor://localhost"], maxAge: 0 });
  });
});
