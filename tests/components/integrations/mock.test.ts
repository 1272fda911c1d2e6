import assert from "node:assert/strict";
import { MockIntegration, type MockIntegrationArgs } from "../../../components/integrations/mock.ts";
import { resolved, run } from "../../../components/testing/run.ts";

const args: MockIntegrationArgs = {
  summary: "Topics",
  body: { topics: ["$5", "#1"] },
  scenarios: {
    "500": { body: { message: "Internal server error" } },
    "503": { headers: { "Retry-After": "120" }, body: { message: "Service unavailable" } },
  },
};

describe("MockIntegration", () => {
  it("needs no resource at all", async () => {
    const { resources } = await run(() => new MockIntegration("topics", args));
    assert.deepEqual(resources, []);
  });

  it("answers with its body alone when it has no scenarios", async () => {
    const { result } = await run(() => new MockIntegration("topics", { body: { topics: [] } }));
    const { parameters, responses, "x-amazon-apigateway-integration": integration } = await resolved(result.operation);
    assert.deepEqual(parameters, []);
    assert.deepEqual(Object.keys(responses), ["200"]);
    assert.deepEqual(Object.keys(integration.responses ?? {}), ["default"]);
  });

  it("contributes the static body, and a response with its own status, headers and body for each scenario", async () => {
    const { result } = await run(() => new MockIntegration("topics", args));
    const { parameters, responses, "x-amazon-apigateway-integration": integration } = await resolved(result.operation);
    assert.deepEqual(parameters, [{ name: "simulate", in: "query", required: false, schema: { type: "string" } }]);
    assert.equal(integration.type, "mock");
    assert.equal(integration.passthroughBehavior, "never");
    assert.equal(
      integration.requestTemplates?.["application/json"]?.split("\n")[0],
      '#set($scenarios = ["500", "503"])',
    );
    assert.deepEqual(integration.responses, {
      default: {
        statusCode: "200",
        // VTL would take $5 and #1 for its own.
        responseTemplates: { "application/json": '{"topics":["\\u00245","\\u00231"]}' },
      },
      "500": {
        statusCode: "500",
        responseParameters: {},
        responseTemplates: { "application/json": '{"message":"Internal server error"}' },
      },
      "503": {
        statusCode: "503",
        responseParameters: { "method.response.header.Retry-After": "'120'" },
        responseTemplates: { "application/json": '{"message":"Service unavailable"}' },
      },
    });
    assert.deepEqual(Object.keys(responses["503"]?.headers ?? {}), ["Retry-After"]);
  });

  for (const [scenarios, message] of [
    [{ slow: { body: {} } }, 'scenarios: expected names that are the status codes to answer, 400 to 599, got "slow"'],
    [{ "200": { body: {} } }, 'scenarios: expected names that are the status codes to answer, 400 to 599, got "200"'],
    [
      { "500": { headers: { "X-A": "it's" }, body: {} } },
      'scenarios["500"].headers["X-A"]: expected no \', got "it\'s"',
    ],
  ] as const) {
    it(`refuses ${message}`, () => {
      assert.throws(() => new MockIntegration("topics", { body: {}, scenarios }), {
        message: `MockIntegration "topics": ${message}`,
      });
    });
  }
});
