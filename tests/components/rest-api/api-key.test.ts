import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import type { RestApiArgs } from "../../../components/rest-api/rest-api.ts";
import { resolved } from "../../../components/testing/run.ts";
import { makeApi, mock, refusal } from "./apis.ts";

const PLAN = "aws:apigateway/usagePlan:UsagePlan";
const keyed = () => ({
  "GET /topics": mock("topics"),
  "POST /news": { integration: mock("news"), apiKeyRequired: true },
});

describe("an API key", () => {
  it("is made, with a usage plan that ties it to the stage, when a route asks for one", async () => {
    const { inputs, result } = await makeApi(undefined, keyed);
    assert.deepEqual(inputs(PLAN), { apiStages: [{ apiId: "api-id", stage: "test" }] });
    assert.deepEqual(inputs("aws:apigateway/usagePlanKey:UsagePlanKey"), {
      keyId: "api-key-id",
      keyType: "API_KEY",
      usagePlanId: "api-plan-id",
    });
    assert.equal(await resolved((result.apiKey as pulumi.CustomResource).id), "api-key-id");
  });

  it("is not made when no route asks for one", async () => {
    const { names, result } = await makeApi(undefined, () => ({
      "GET /topics": { integration: mock("topics"), apiKeyRequired: false },
    }));
    assert.deepEqual(names("aws:apigateway/apiKey:ApiKey"), []);
    assert.deepEqual(names(PLAN), []);
    assert.equal(result.apiKey, undefined);
  });

  it("may use what the plan says, at every stage", async () => {
    const { inputs } = await makeApi(
      () => ({
        stages: { beta: {} },
        usagePlan: { throttling: { rateLimit: 2, burstLimit: 5 }, quota: { limit: 1000, period: "DAY" } },
      }),
      keyed,
    );
    assert.deepEqual(inputs(PLAN), {
      apiStages: [
        { apiId: "api-id", stage: "test" },
        { apiId: "api-id", stage: "beta" },
      ],
      throttleSettings: { rateLimit: 2, burstLimit: 5 },
      quotaSettings: { limit: 1000, period: "DAY" },
    });
  });

  const refusals: [Partial<RestApiArgs>, string][] = [
    [
      { usagePlan: { quota: { limit: 0, period: "DAY" } } },
      "usagePlan.quota.limit: expected a whole number from 1 to 2147483647, got 0",
    ],
    [
      { usagePlan: { throttling: { rateLimit: 1, burstLimit: 1.5 } } },
      "usagePlan.throttling.burstLimit: expected a whole number from 1 to 2147483647, got 1.5",
    ],
    [{ usagePlan: {} }, "usagePlan: expected a route with apiKeyRequired, got none"],
  ];
  for (const [change, message] of refusals) {
    it(`is refused with ${JSON.stringify(change)}`, async () => {
      assert.deepEqual(await refusal(() => change), { message: `RestApi "api": ${message}`, made: [] });
    });
  }
});
