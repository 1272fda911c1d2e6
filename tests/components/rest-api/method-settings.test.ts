import assert from "node:assert/strict";
import { methodPath } from "../../../components/rest-api/method-settings.ts";
import type { RestApiArgs } from "../../../components/rest-api/rest-api.ts";
import { makeApi, mock, refusal } from "./apis.ts";

const SETTINGS = "aws:apigateway/methodSettings:MethodSettings";

/** The settings of each method path. */
async function settings(routes: () => RestApiArgs["routes"], change: Partial<RestApiArgs> = {}) {
  const { resources } = await makeApi(() => change, routes);
  const made = resources.filter(({ type }) => type === SETTINGS);
  return Object.fromEntries(made.map(({ inputs }) => [inputs.methodPath, inputs.settings]));
}

const common = {
  metricsEnabled: false,
  loggingLevel: "ERROR",
  dataTraceEnabled: false,
  throttlingRateLimit: 10,
  throttlingBurstLimit: 20,
};
const cacheSettings = {
  cacheDataEncrypted: true,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITHOUT_RESPONSE_HEADER",
};

describe("methodPath", () => {
  it("writes a path as API Gateway's keys have it", () => {
    assert.equal(methodPath("GET", "/pets/{id}"), "~1pets~1{id}/GET");
    assert.equal(methodPath("POST", "/"), "~1/POST");
  });
});

describe("method settings", () => {
  it("limit a route by itself, and repeat the rest of the common ones", async () => {
    const throttling = { rateLimit: 0.5, burstLimit: 3 };
    assert.deepEqual(
      await settings(() => ({
        "GET /a/{b}": { integration: mock("a"), throttling },
        "POST /a/{b}": mock("b"),
      })),
      {
        "*/*": common,
        "~1a~1{b}/GET": { ...common, throttlingRateLimit: 0.5, throttlingBurstLimit: 3 },
      },
    );
  });

  it("limit each method of an ANY route that no other route takes", async () => {
    const throttling = { rateLimit: 1, burstLimit: 1 };
    const made = await settings(() => ({
      "ANY /a/{b+}": { integration: mock("a"), throttling },
      "POST /a/{b+}": mock("b"),
    }));
    assert.deepEqual(Object.keys(made), [
      "*/*",
      "~1a~1{b+}/DELETE",
      "~1a~1{b+}/GET",
      "~1a~1{b+}/HEAD",
      "~1a~1{b+}/PATCH",
      "~1a~1{b+}/PUT",
    ]);
    assert.equal(made["~1a~1{b+}/PUT"].throttlingRateLimit, 1);
  });

  it("cache the routes that ask for it, for the stage's time or their own, and no other", async () => {
    const routes = () => ({
      "GET /a": { integration: mock("a"), cache: true as const },
      "GET /b": { integration: mock("b"), cache: { ttlInSeconds: 5 } },
      "GET /c": { integration: mock("c"), throttling: { rateLimit: 1, burstLimit: 1 } },
    });
    const made = await settings(routes, { cache: { size: "0.5", ttlInSeconds: 60 } });
    assert.deepEqual(made, {
      "*/*": { ...common, ...cacheSettings, cachingEnabled: false, cacheTtlInSeconds: 60 },
      "~1a/GET": { ...common, ...cacheSettings, cachingEnabled: true, cacheTtlInSeconds: 60 },
      "~1b/GET": { ...common, ...cacheSettings, cachingEnabled: true, cacheTtlInSeconds: 5 },
      "~1c/GET": {
        ...common,
        ...cacheSettings,
        cachingEnabled: false,
        cacheTtlInSeconds: 60,
        throttlingRateLimit: 1,
        throttlingBurstLimit: 1,
      },
    });
  });

  it("keep responses for five minutes, encrypted, unless told otherwise", async () => {
    const routes = () => ({ "GET /a": { integration: mock("a"), cache: true as const } });
    const made = await settings(routes, { cache: { size: "1.6", encrypted: false } });
    assert.equal(made["~1a/GET"].cacheTtlInSeconds, 300);
    assert.equal(made["~1a/GET"].cacheDataEncrypted, false);
    const { inputs } = await makeApi(() => ({ cache: { size: "1.6" } }), routes);
    const { cacheClusterEnabled, cacheClusterSize } = inputs("aws:apigateway/stage:Stage");
    assert.deepEqual({ cacheClusterEnabled, cacheClusterSize }, { cacheClusterEnabled: true, cacheClusterSize: "1.6" });
  });

  it("are made one after the other, the common ones first", async () => {
    const before: [string, string | undefined][] = [];
    await makeApi(
      () => ({
        transform: {
          methodSettings: (_, opts, name) => {
            const [other] = [opts.dependsOn ?? []].flat() as unknown as { __name: string }[];
            before.push([name, other?.__name]);
          },
        },
      }),
      () => ({ "GET /a": { integration: mock("a"), throttling: { rateLimit: 1, burstLimit: 1 } } }),
    );
    assert.deepEqual(before, [
      ["api-settings", undefined],
      ["api-settings-get-6a50dc85", "api-settings"],
    ]);
  });

  const cache = { size: "0.5" } as const;
  const refusals: [string, () => Partial<RestApiArgs>, string][] = [
    [
      "a limit that is none",
      () => ({ routes: { "GET /a": { integration: mock("a"), throttling: { rateLimit: 0, burstLimit: 1 } } } }),
      'routes["GET /a"].throttling.rateLimit: expected a number of requests per second above 0, got 0',
    ],
    [
      "a cached route without a cache",
      () => ({ routes: { "GET /a": { integration: mock("a"), cache: true } } }),
      'routes["GET /a"]: cache: expected the API to have a cache, got undefined',
    ],
    [
      "a cache without a route",
      () => ({ cache }),
      "cache: expected a route that uses it (cache: true), got none: a cache has an hourly price",
    ],
    [
      "a cached POST",
      () => ({ cache, routes: { "POST /a": { integration: mock("a"), cache: true } } }),
      'routes["POST /a"]: cache: expected a GET route, got POST',
    ],
    [
      "a time that is too long",
      () => ({ cache, routes: { "GET /a": { integration: mock("a"), cache: { ttlInSeconds: 3601 } } } }),
      'routes["GET /a"].cache.ttlInSeconds: expected a whole number from 0 to 3600, got 3601',
    ],
    [
      "a parameter that is no expression",
      () => ({ cache, routes: { "GET /a": { integration: mock("a"), cache: { keyParameters: ["page"] } } } }),
      'routes["GET /a"]: cache.keyParameters: expected parameters such as "method.request.querystring.page", got "page"',
    ],
    [
      "one caller's response for another",
      () => ({ cache, routes: { "GET /a": { integration: mock("a"), cache: true, authorization: "iam" } } }),
      'routes["GET /a"]: cache.keyParameters: expected what tells callers apart, because ' +
        "one caller would get another's response, got undefined",
    ],
  ];
  for (const [what, change, message] of refusals) {
    it(`refuse ${what}`, async () => {
      assert.deepEqual(await refusal(change), { message: `RestApi "api": ${message}`, made: [] });
    });
  }
});
