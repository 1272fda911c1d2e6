import assert from "node:assert/strict";
import fc from "fast-check";
import { createGateway } from "local-api-gateway";
import { LambdaProxyIntegration } from "../../../components/integrations/lambda-proxy.ts";
import { MockIntegration } from "../../../components/integrations/mock.ts";
import { LambdaFunction } from "../../../components/lambda/lambda-function.ts";
import { cognitoAuthorizer, LambdaAuthorizer } from "../../../components/rest-api/authorizers.ts";
import { RestApi, type RestApiArgs } from "../../../components/rest-api/rest-api.ts";
import type { RouteArgs } from "../../../components/rest-api/route-args.ts";
import { run } from "../../../components/testing/run.ts";
import { mock, SETTINGS } from "./apis.ts";

const PERMISSION = "aws:lambda/permission:Permission";

function createApi(name: string, routes: RestApiArgs["routes"]): RestApi {
  return new RestApi(name, { ...SETTINGS, routes });
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

const throttling = fc.record({
  rateLimit: fc.constantFrom(0.5, 1, 10_000),
  burstLimit: fc.integer({ min: 1, max: 5000 }),
});

/** What a route can have, authorizers by their names. */
const options = fc.record(
  {
    apiKeyRequired: fc.boolean(),
    authorization: fc.constantFrom("iam", "people", "staff", "sessions", "tokens"),
    throttling,
    requestValidator: fc.constantFrom("full", "body", "parameters", "none"),
    cache: fc.constantFrom(
      { keyParameters: [] },
      { keyParameters: ["method.request.header.Authorization"], ttlInSeconds: 9 },
    ),
  },
  { requiredKeys: [] },
);

/** What an API can have. */
const apis: fc.Arbitrary<Partial<RestApiArgs>> = fc.record(
  {
    cors: fc.constantFrom<RestApiArgs["cors"][]>(
      false,
      { allowedOrigins: ["*"] },
      { allowedOrigins: ["https://a.example", "https://b.example"] },
    ),
    stages: fc.constantFrom<NonNullable<RestApiArgs["stages"]>[]>(
      { beta: {} },
      { beta: { metricsEnabled: true }, settings: { xrayTracingEnabled: false } },
    ),
    policy: fc.constant({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" }],
    }),
    binaryMediaTypes: fc.constantFrom(["image/png"], ["image/png", "application/pdf"]),
    minimumCompressionSize: fc.constantFrom(0, 10_485_760),
    disableExecuteApiEndpoint: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** One authorizer of each type; made inside the mock cloud. */
function createAuthorizers() {
  const userPools = ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc"];
  const lambda = new LambdaFunction("decide", { entry: "tests/components/handler.ts", logRetentionDays: 1 });
  return {
    people: cognitoAuthorizer("people", { userPools }),
    staff: cognitoAuthorizer("staff", { userPools, header: "X-Staff" }),
    sessions: new LambdaAuthorizer("sessions", { function: lambda }),
    tokens: new LambdaAuthorizer("tokens", { function: lambda, type: "token", resultTtlInSeconds: 0 }),
  };
}

describe("RestApi, for any table of routes", () => {
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
      { numRuns: 15 },
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
      { numRuns: 15 },
    );
  });

  it("has, with any mix of options, distinct URNs and a document that API Gateway takes without a warning", async () => {
    const table = tables.chain((keys) =>
      fc.tuple(fc.constant(keys), fc.array(options, { minLength: 6, maxLength: 6 })),
    );
    await fc.assert(
      fc.asyncProperty(table, apis, async ([keys, mixes], api) => {
        const { resources, inputs } = await run(() => {
          const authorizers = createAuthorizers();
          const routes = Object.fromEntries(
            keys.map((key, i): [string, RouteArgs] => {
              const { authorization = "none", cache, ...mix } = mixes[i] ?? {};
              return [
                key,
                {
                  integration: mock(key),
                  ...mix,
                  ...(authorization !== "none" && {
                    authorization: authorization === "iam" ? authorization : authorizers[authorization],
                  }),
                  ...(key.startsWith("GET ") && cache && { cache }),
                },
              ];
            }),
          );
          const isCached = Object.values(routes).some((route) => route.cache);
          const cache = isCached ? { cache: { size: "0.5" as const } } : {};
          return new RestApi("api", { ...SETTINGS, ...api, ...cache, routes });
        });
        assert.equal(new Set(resources.map(({ urn }) => urn)).size, resources.length);
        const methodPaths = resources
          .filter(({ type }) => type === "aws:apigateway/methodSettings:MethodSettings")
          .map(({ inputs: { stageName, methodPath } }) => `${stageName} ${methodPath}`);
        assert.equal(new Set(methodPaths).size, methodPaths.length);
        assert(!methodPaths.some((path) => path.endsWith("/ANY")));
        const { warnings } = createGateway(JSON.parse(inputs("aws:apigateway/restApi:RestApi").body), {
          stage: "test",
          invoke: async () => ({ payload: Buffer.from("{}") }),
        });
        assert.deepEqual(warnings, []);
      }),
      { numRuns: 12 },
    );
  });

  it("opens a preflight of every path, whatever guards its routes", async () => {
    const { inputs } = await run(() => {
      const guarded = { authorization: "iam", apiKeyRequired: true } as const;
      createApi("api", {
        "GET /a": { integration: mock("a"), ...guarded },
        "ANY /b/{c+}": { integration: mock("b"), ...guarded, authorization: createAuthorizers().sessions },
      });
    });
    const gateway = createGateway(JSON.parse(inputs("aws:apigateway/restApi:RestApi").body), {
      stage: "test",
      invoke: async () => ({ payload: Buffer.from("{}") }),
    });
    const url = await gateway.listen(0);
    try {
      for (const path of ["/a", "/b/d/e"]) {
        const { status, headers } = await fetch(url + path, { method: "OPTIONS" });
        assert.equal(status, 204);
        assert.match(headers.get("access-control-allow-headers") ?? "", /\bAuthorization\b/);
        assert.notEqual((await fetch(url + path)).status, 200);
      }
    } finally {
      await gateway.close();
    }
  });
});
