import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { type ConnectedApi, Integration, type Route } from "../../../components/integrations/integration.ts";
import { MockIntegration } from "../../../components/integrations/mock.ts";
import { CloudWatchRole } from "../../../components/rest-api/cloudwatch-role.ts";
import { RestApi, type RestApiArgs } from "../../../components/rest-api/rest-api.ts";
import { resolved, run } from "../../../components/testing/run.ts";

const settings = {
  description: "An API",
  stageName: "test",
  models: {},
  allowedOrigins: ["https://example.com"],
  throttling: { rateLimit: 10, burstLimit: 20 },
  logRetentionDays: 7,
};

function mock(name: string): Integration {
  return new MockIntegration(name, { body: {}, scenarios: {} });
}

function make(routes: () => RestApiArgs["routes"], change: () => Partial<RestApiArgs> = () => ({})) {
  return run(() => new RestApi("api", { ...settings, routes: routes(), ...change() }));
}

const one = () => make(() => ({ "GET /topics": mock("topics") }));

describe("RestApi", () => {
  it("imports one document whole, and fails on what API Gateway would only warn of", async () => {
    const { inputs } = await one();
    const { body, ...api } = inputs("aws:apigateway/restApi:RestApi");
    assert.deepEqual(api, {
      description: "An API",
      putRestApiMode: "overwrite",
      failOnWarnings: true,
      endpointConfiguration: { types: "REGIONAL" },
    });
    assert.deepEqual(Object.keys(JSON.parse(body).paths), ["/topics"]);
    assert.equal(JSON.parse(body).info.title, "api");
  });

  describe("its deployment", () => {
    const trigger = async (change: Partial<RestApiArgs> = {}, path = "/topics"): Promise<string> => {
      const { inputs } = await make(
        () => ({ [`GET ${path}`]: mock("topics") }),
        () => change,
      );
      return inputs("aws:apigateway/deployment:Deployment").triggers.redeployment;
    };

    it("is the same for the same API", async () => {
      assert.match(await trigger(), /^[0-9a-f]{64}$/);
      assert.equal(await trigger(), await trigger());
    });

    it("is a new one when a route has changed", async () => {
      assert.notEqual(await trigger(), await trigger({}, "/subjects"));
    });

    for (const api of [
      { binaryMediaTypes: ["image/png"] },
      { minimumCompressionSize: "1024" },
      { policy: '{"Version":"2012-10-17","Statement":[]}' },
      { disableExecuteApiEndpoint: true },
    ]) {
      it(`is a new one when ${Object.keys(api)} has changed`, async () => {
        assert.notEqual(await trigger(), await trigger({ transform: { api } }));
      });
    }

    it("is the same when only tags or the description have changed, which no stage serves", async () => {
      assert.equal(await trigger({ transform: { api: { tags: { team: "a" } } } }), await trigger());
    });
  });

  it("lets each resource inside be changed", async () => {
    const { inputs } = await make(
      () => ({ "GET /topics": { integration: mock("topics"), apiKeyRequired: true } }),
      () => ({
        transform: {
          api: { minimumCompressionSize: "0" },
          deployment: { description: "first" },
          stage: (args, opts) => {
            args.cacheClusterEnabled = true;
            opts.protect = true;
          },
          accessLogs: { kmsKeyId: "key-1" },
          executionLogs: { kmsKeyId: "key-2" },
          methodSettings: { methodPath: "topics/GET" },
          apiKey: { enabled: false },
          usagePlan: { quotaSettings: { limit: 1000, period: "DAY" } },
        },
      }),
    );
    assert.equal(inputs("aws:apigateway/restApi:RestApi").minimumCompressionSize, "0");
    assert.equal(inputs("aws:apigateway/deployment:Deployment").description, "first");
    assert.equal(inputs("aws:apigateway/stage:Stage").cacheClusterEnabled, true);
    assert.equal(inputs("aws:apigateway/stage:Stage").xrayTracingEnabled, true);
    assert.equal(inputs("aws:cloudwatch/logGroup:LogGroup", "api-access-logs").kmsKeyId, "key-1");
    assert.equal(inputs("aws:cloudwatch/logGroup:LogGroup", "api-execution-logs").kmsKeyId, "key-2");
    assert.equal(inputs("aws:apigateway/methodSettings:MethodSettings").methodPath, "topics/GET");
    assert.equal(inputs("aws:apigateway/apiKey:ApiKey").enabled, false);
    assert.equal(inputs("aws:apigateway/usagePlan:UsagePlan").quotaSettings.limit, 1000);
  });

  it("serves the deployment at a stage that traces, and logs each call as JSON for a limited time", async () => {
    const { inputs } = await one();
    const stage = inputs("aws:apigateway/stage:Stage");
    assert.equal(stage.stageName, "test");
    assert.equal(stage.deployment, "api-deployment-id");
    assert.equal(stage.xrayTracingEnabled, true);
    assert.equal(
      stage.accessLogSettings.destinationArn,
      "arn:aws:logs:us-east-1:123456789012:log-group:api-access-logs",
    );
    assert.equal(JSON.parse(stage.accessLogSettings.format).requestId, "$context.requestId");
    assert.equal(inputs("aws:cloudwatch/logGroup:LogGroup", "api-access-logs").retentionInDays, 7);
    assert.deepEqual(inputs("aws:cloudwatch/logGroup:LogGroup", "api-execution-logs"), {
      name: "API-Gateway-Execution-Logs_api-id/test",
      retentionInDays: 7,
    });
  });

  it("logs neither who called nor what was sent", async () => {
    const { inputs } = await one();
    const { format } = inputs("aws:apigateway/stage:Stage").accessLogSettings;
    assert.doesNotMatch(format, /identity|\$context\.path|userAgent/i);
    assert.equal(inputs("aws:apigateway/methodSettings:MethodSettings").settings.dataTraceEnabled, false);
  });

  it("limits the traffic of all methods", async () => {
    const { inputs } = await one();
    assert.deepEqual(inputs("aws:apigateway/methodSettings:MethodSettings"), {
      restApi: "api-id",
      stageName: "test",
      methodPath: "*/*",
      settings: {
        metricsEnabled: true,
        loggingLevel: "ERROR",
        dataTraceEnabled: false,
        throttlingRateLimit: 10,
        throttlingBurstLimit: 20,
      },
    });
  });

  it("makes a key, and a usage plan that ties it to the stage, when a route asks for one", async () => {
    const { inputs, result } = await make(() => ({
      "GET /topics": mock("topics"),
      "POST /news": { integration: mock("news"), apiKeyRequired: true },
    }));
    assert.deepEqual(inputs("aws:apigateway/usagePlan:UsagePlan").apiStages, [{ apiId: "api-id", stage: "test" }]);
    assert.deepEqual(inputs("aws:apigateway/usagePlanKey:UsagePlanKey"), {
      keyId: "api-key-id",
      keyType: "API_KEY",
      usagePlanId: "api-plan-id",
    });
    assert.equal(await resolved((result.apiKey as pulumi.CustomResource).id), "api-key-id");
  });

  it("makes no key when no route asks for one", async () => {
    const { names, result } = await one();
    assert.deepEqual(names("aws:apigateway/apiKey:ApiKey"), []);
    assert.deepEqual(names("aws:apigateway/usagePlan:UsagePlan"), []);
    assert.equal(result.apiKey, undefined);
  });

  it("makes its stage after the account's logging role", async () => {
    const { resources } = await make(
      () => ({ "GET /topics": mock("topics") }),
      () => ({ cloudWatchRole: new CloudWatchRole("cloudwatch") }),
    );
    const order = resources.map(({ name }) => name);
    assert(order.indexOf("cloudwatch-account") < order.indexOf("api-stage"), order.join());
  });

  it("connects each integration to its routes", async () => {
    const connected: [Route, ConnectedApi][] = [];
    await make(() => {
      const integration = mock("topics");
      integration.connect = (route, api) => connected.push([route, api]);
      return { "GET /topics": integration, "GET /subjects": integration };
    });
    assert.deepEqual(
      connected.map(([route]) => route),
      [
        { method: "GET", path: "/topics" },
        { method: "GET", path: "/subjects" },
      ],
    );
    assert.equal(
      await resolved((connected[0] as [Route, ConnectedApi])[1].executionArn),
      "arn:aws:execute-api:us-east-1:123456789012:api-id",
    );
  });

  it("lists its routes", async () => {
    const { result } = await make(() => ({ "GET /topics": { integration: mock("topics"), apiKeyRequired: true } }));
    assert.deepEqual(result.routes, [{ method: "GET", path: "/topics", integration: "mock", apiKeyRequired: true }]);
    assert.equal(await resolved(result.url), "https://api-id.execute-api.us-east-1.amazonaws.com/test");
  });

  class NeedsUser extends Integration {
    readonly kind = "test";
    readonly operation = mock("never-made").operation;
    override readonly pathParameters = ["user_id"];
    constructor() {
      super("test:index:NeedsUser", "needs-user");
    }
  }

  class NeedsModel extends Integration {
    readonly kind = "test";
    readonly operation = mock("never-made-either").operation;
    override readonly model = "Contactt";
    constructor() {
      super("test:index:NeedsModel", "needs-model");
    }
  }

  const refusals: [string, () => RestApiArgs["routes"], Partial<RestApiArgs>, string][] = [
    [
      "a bad path",
      () => ({ "GET topics": mock("topics") }),
      {},
      'routes["GET topics"]: the path "topics" must begin with a slash',
    ],
    [
      "a path without the variable that the integration reads",
      () => ({ "GET /visitors/{id}": new NeedsUser() }),
      {},
      'routes["GET /visitors/{id}"]: the integration uses the path variable {user_id}, which the path lacks',
    ],
    [
      "a model that the API does not have",
      () => ({ "POST /contact": new NeedsModel() }),
      { models: { Contact: {} } },
      'routes["POST /contact"]: there is no model "Contactt", only Contact',
    ],
    [
      "no origin",
      () => ({ "GET /topics": mock("topics") }),
      { allowedOrigins: [] },
      "allowedOrigins: expected at least one origin, got none",
    ],
    [
      "a stage's name that API Gateway would refuse when all else is made",
      () => ({ "GET /topics": mock("topics") }),
      { stageName: "my.dev" },
      'stageName: expected at most 128 letters, digits, hyphens and underscores, got "my.dev"',
    ],
  ];
  for (const [what, routes, change, message] of refusals) {
    it(`refuses ${what} before it makes anything`, async () => {
      const { resources, result } = await run(() => {
        const table = routes();
        try {
          return new RestApi("api", { ...settings, routes: table, ...change });
        } catch (error) {
          return error as Error;
        }
      });
      assert.equal((result as Error).message, `RestApi "api": ${message}`);
      assert.deepEqual(resources, []);
    });
  }
});
