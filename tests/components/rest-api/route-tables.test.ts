import assert from "node:assert/strict";
import fc from "fast-check";
import { createGateway } from "local-api-gateway";
import { LambdaProxyIntegration } from "../../../components/integrations/lambda-proxy.ts";
import { MockIntegration } from "../../../components/integrations/mock.ts";
import { LambdaFunction } from "../../../components/lambda/lambda-function.ts";
import { RestApi, type RestApiArgs } from "../../../components/rest-api/rest-api.ts";
import { run } from "../../../components/testing/run.ts";

const PERMISSION = "aws:lambda/permission:Permission";

const settings = {
  description: "An API",
  stageName: "test",
  models: {},
  allowedOrigins: ["https://example.com"],
  throttling: { rateLimit: 10, burstLimit: 20 },
  logRetentionDays: 7,
};

function createApi(name: string, routes: RestApiArgs["routes"]): RestApi {
  return new RestApi(name, { ...settings, routes });
}

function lambda(): LambdaProxyIntegration {
  return new LambdaProxyIntegration("orders", {
    function: new LambdaFunction("function", { entry: "tests/components/handler.ts", logRetentionDays: 1 }),
  });
}

/** Tables that API Gateway takes: each method and path once, and one variable below each path. */
const tables = fc
  .array(
    fc.tuple(
      fc.constantFrom("GET", "POST", "ANY"),
      fc.array(fc.constantFrom("a", "b-c", "b", "x", "{x}"), { maxLength: 3 }),
      fc.constantFrom("", "", "/{x+}"),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((rows) => rows.map(([method, parts, end]) => ({ method, path: `/${parts.join("/")}${end}`.replace("//", "/") })))
  .map((rows) => rows.filter(({ path }) => (path.match(/\{/g) ?? []).length < 2))
  .map((rows) => {
    const greedy = new Set(rows.filter(({ path }) => path.endsWith("/{x+}")).map(({ path }) => path.slice(0, -4)));
    return rows.filter(({ path }) => ![...greedy].some((parent) => path.startsWith(`${parent}{x}`)));
  })
  .map((rows) => [...new Set(rows.map(({ method, path }) => `${method} ${path}`))])
  .filter((keys) => keys.length > 0);

describe("RestApi, for any table of routes", function () {
  this.timeout(60_000);

  it("gives a function a permission for each of two routes whose paths have the same words", async () => {
    const { resources } = await run(() => {
      const orders = lambda();
      createApi("api", { "GET /orders/{id}": orders, "GET /orders/id": orders });
    });
    assert.deepEqual(
      resources.filter(({ type }) => type === PERMISSION).map(({ inputs }) => inputs.sourceArn),
      [
        "arn:aws:execute-api:us-east-1:123456789012:api-id/*/GET/orders/*",
        "arn:aws:execute-api:us-east-1:123456789012:api-id/*/GET/orders/id",
      ],
    );
  });

  it("gives a function a permission for each of two APIs", async () => {
    const { resources } = await run(() => {
      const orders = lambda();
      createApi("shop", { "GET /orders": orders });
      createApi("admin", { "GET /orders": orders });
    });
    assert.deepEqual(
      resources.filter(({ type }) => type === PERMISSION).map(({ inputs }) => inputs.sourceArn),
      [
        "arn:aws:execute-api:us-east-1:123456789012:shop-id/*/GET/orders",
        "arn:aws:execute-api:us-east-1:123456789012:admin-id/*/GET/orders",
      ],
    );
  });

  it("has a permission of its own for each route", async () => {
    await fc.assert(
      fc.asyncProperty(tables, async (keys) => {
        const { names, resources } = await run(() => {
          const orders = lambda();
          createApi("api", Object.fromEntries(keys.map((key) => [key, orders])));
        });
        assert.equal(names(PERMISSION).length, keys.length);
        assert.equal(new Set(resources.map(({ urn }) => urn)).size, resources.length);
        // API Gateway's statement ids have up to 100 characters, 8 of them the provider's.
        for (const name of names(PERMISSION)) assert.match(name, /^[A-Za-z0-9_-]{1,92}$/);
      }),
      { numRuns: 40 },
    );
  });

  it("answers each route's own path by that route", async () => {
    await fc.assert(
      fc.asyncProperty(tables, async (keys) => {
        const { inputs } = await run(() =>
          createApi(
            "api",
            Object.fromEntries(keys.map((key) => [key, new MockIntegration(key, { body: { key }, scenarios: {} })])),
          ),
        );
        const gateway = createGateway(JSON.parse(inputs("aws:apigateway/restApi:RestApi").body), { stage: "test" });
        const url = await gateway.listen(0);
        try {
          for (const key of keys) {
            const [method = "", path = ""] = key.split(" ");
            const response = await fetch(url + path.replace("{x+}", "z1/z2").replace("{x}", "z"), {
              // A method that no route of the table names.
              method: method === "ANY" ? "DELETE" : method,
              headers: { "Content-Type": "application/json" },
            });
            assert.deepEqual(await response.json(), { key });
          }
        } finally {
          await gateway.close();
        }
      }),
      { numRuns: 40 },
    );
  });
});
