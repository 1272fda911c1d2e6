import assert from "node:assert/strict";
import { createGateway } from "../../src/index.ts";
import { documentOf, exchange, exchangeWith, mock } from "../exchange.ts";

const document = documentOf(
  {
    "GET /": { ...mock("$context.identity.apiKey $context.identity.apiKeyId"), security: [{ api_key: [] }] },
    "GET /open": mock("open"),
  },
  { components: { securitySchemes: { api_key: { type: "apiKey", name: "x-api-key", in: "header" } } } },
);

describe("API keys", () => {
  const options = { apiKeys: ["key-1", "key-2"] };

  it("let a request with a key of the usage plan pass, and name it in $context", async () => {
    const { status, body } = await exchange(document, { headers: { "X-API-Key": "key-2" } }, options);
    assert.equal(status, 200);
    assert.match(body, /^key-2 [a-z0-9]{10}$/);
  });

  it("refuse a request with another key or none", async () => {
    const none: Record<string, string> = {};
    for (const headers of [none, { "x-api-key": "key-3" }, { "x-api-key": "" }]) {
      const { status, headers: received, body } = await exchange(document, { headers }, options);
      assert.deepEqual(
        [status, body, received["x-amzn-errortype"]],
        [403, '{"message":"Forbidden"}', "ForbiddenException"],
      );
    }
  });

  it("are nothing to a method that does not require one", async () => {
    assert.equal(
      (await exchange(document, { path: "/open", headers: { "x-api-key": "key-3" } }, options)).body,
      "open",
    );
  });

  it("have limits: 429 when the usage plan's throttle is exceeded", async () => {
    const usagePlans = [{ ...options, throttle: { rateLimit: 0.001, burstLimit: 1 } }];
    const gateway = createGateway(document, { stage: "dev", usagePlans });
    const send = (key: string) => exchangeWith(gateway, { headers: { "x-api-key": key } });
    assert.equal((await send("key-1")).status, 200);
    const { status, headers, body } = await send("key-1");
    assert.deepEqual(
      [status, body, headers["x-amzn-errortype"]],
      [429, '{"message":"Too Many Requests"}', "TooManyRequestsException"],
    );
    assert.equal((await send("key-2")).status, 200);
  });

  it("have quotas: 429 when the period's requests are used up", async () => {
    const gateway = createGateway(document, {
      stage: "dev",
      usagePlans: [{ ...options, quota: { limit: 0, period: "MONTH" } }],
    });
    const { status, headers, body } = await exchangeWith(gateway, { headers: { "x-api-key": "key-1" } });
    assert.deepEqual(
      [status, body, headers["x-amzn-errortype"]],
      [429, '{"message":"Limit Exceeded"}', "LimitExceededException"],
    );
  });

  it("have limits of their own for single methods", async () => {
    const tight = { rateLimit: 0.001, burstLimit: 1 };
    const gateway = createGateway(document, {
      stage: "dev",
      usagePlans: [{ apiKeys: ["key-1"], methodThrottles: { "/GET": tight } }],
      methodThrottles: { "open/GET": tight },
    });
    const statuses: number[] = [];
    for (const path of ["/", "/", "/open", "/open"]) {
      statuses.push((await exchangeWith(gateway, { path, headers: { "x-api-key": "key-1" } })).status);
    }
    assert.deepEqual(statuses, [200, 429, 200, 429]);
  });

  it("are in one plan of a stage only", () => {
    const usagePlans = [{ apiKeys: ["a"] }, { apiKeys: ["a"] }];
    assert.throws(() => createGateway(document, { stage: "dev", usagePlans }), {
      message: "usagePlans: an API key is in two plans of the stage",
    });
  });

  it("do not matter to the stage's own throttle", async () => {
    const gateway = createGateway(document, { stage: "dev", throttle: { rateLimit: 0.001, burstLimit: 1 } });
    const statuses = [await exchangeWith(gateway, { path: "/open" }), await exchangeWith(gateway, { path: "/open" })];
    assert.deepEqual(
      statuses.map(({ status }) => status),
      [200, 429],
    );
  });
});
