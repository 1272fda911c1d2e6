import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { type ConnectedApi, Integration, type Route } from "../../../components/integrations/integration.ts";
import { LambdaAuthorizer } from "../../../components/rest-api/authorizers.ts";
import { CloudWatchRole } from "../../../components/rest-api/cloudwatch-role.ts";
import { RestApi, type RestApiArgs } from "../../../components/rest-api/rest-api.ts";
import { resolved, run } from "../../../components/testing/run.ts";
import { makeApi, mock, refusal, SETTINGS } from "./apis.ts";

const make = (routes: () => RestApiArgs["routes"], change?: () => Partial<RestApiArgs>) => makeApi(change, routes);

describe("RestApi", () => {
  it("imports one document whole, and fails on what API Gateway would only warn of", async () => {
    const { inputs } = await makeApi();
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
          methodSettings: (args) => {
            args.settings = { ...args.settings, loggingLevel: "INFO" };
          },
          apiKey: { enabled: false },
          usagePlan: { description: "Partners" },
          usagePlanKey: { keyType: "OTHER" },
        },
      }),
    );
    assert.equal(inputs("aws:apigateway/restApi:RestApi").minimumCompressionSize, "0");
    assert.equal(inputs("aws:apigateway/deployment:Deployment").description, "first");
    assert.equal(inputs("aws:apigateway/stage:Stage").cacheClusterEnabled, true);
    assert.equal(inputs("aws:apigateway/stage:Stage").xrayTracingEnabled, true);
    assert.equal(inputs("aws:cloudwatch/logGroup:LogGroup", "api-access-logs").kmsKeyId, "key-1");
    assert.equal(inputs("aws:cloudwatch/logGroup:LogGroup", "api-execution-logs").kmsKeyId, "key-2");
    assert.equal(inputs("aws:apigateway/methodSettings:MethodSettings").settings.loggingLevel, "INFO");
    assert.equal(inputs("aws:apigateway/apiKey:ApiKey").enabled, false);
    assert.equal(inputs("aws:apigateway/usagePlan:UsagePlan").description, "Partners");
    assert.equal(inputs("aws:apigateway/usagePlanKey:UsagePlanKey").keyType, "OTHER");
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
    assert.deepEqual(result.routes, [
      { method: "GET", path: "/topics", integration: "mock", apiKeyRequired: true, authorization: "none" },
    ]);
    assert.equal(await resolved(result.url), "https://api-id.execute-api.us-east-1.amazonaws.com/test");
  });

  it("has an import fail on warnings, unless told otherwise", async () => {
    const { inputs } = await makeApi(() => ({ failOnWarnings: false }));
    assert.equal(inputs("aws:apigateway/restApi:RestApi").failOnWarnings, false);
  });

  it("has the media types and the size of compression in its document, where localhost reads them, too", async () => {
    const { inputs } = await makeApi(() => ({ binaryMediaTypes: ["image/png"], minimumCompressionSize: 1024 }));
    const { body, binaryMediaTypes } = inputs("aws:apigateway/restApi:RestApi");
    assert.deepEqual(JSON.parse(body)["x-amazon-apigateway-binary-media-types"], ["image/png"]);
    assert.equal(JSON.parse(body)["x-amazon-apigateway-minimum-compression-size"], 1024);
    assert.equal(binaryMediaTypes, undefined);
  });

  it("tags everything that takes tags", async () => {
    const tags = { team: "forms" };
    const { resources } = await make(
      () => ({ "GET /topics": { integration: mock("topics"), apiKeyRequired: true } }),
      () => ({ tags, stages: { beta: {} } }),
    );
    assert.deepEqual(
      resources.filter(({ inputs }) => inputs.tags === undefined).map(({ name }) => name),
      ["api-deployment", "api-settings", "api-beta-settings", "api-plan-key"],
    );
    for (const { inputs } of resources) assert.deepEqual(inputs.tags ?? tags, tags);
  });

  it("gives its provider to everything inside", async () => {
    const { resources } = await run(() => {
      const provider = new aws.Provider("ireland", { region: "eu-west-1" });
      const opts = { provider };
      const authorization = new LambdaAuthorizer("sessions", { function: { name: "f", invokeArn: "arn" } }, opts);
      const routes = { "GET /a": { integration: mock("a"), authorization, apiKeyRequired: true } };
      const cloudWatchRole = new CloudWatchRole("cloudwatch", {}, opts);
      new RestApi("api", { ...SETTINGS, routes, cloudWatchRole, stages: { beta: {} } }, opts);
    });
    const made = resources.filter(({ type }) => type.startsWith("aws:"));
    assert.equal(made.length, 17);
    assert.deepEqual(
      made.filter(({ provider }) => !provider.includes("::ireland::")).map(({ name }) => name),
      [],
    );
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

  it("gives its provider, and its protection, to everything inside", async () => {
    const { inputs, resources } = await run(() => {
      const provider = new aws.Provider("ireland", { region: "eu-west-1" });
      const opts = { provider, protect: true };
      const authorization = new LambdaAuthorizer("sessions", { function: { name: "f", invokeArn: "arn" } }, opts);
      const routes = { "GET /a": { integration: mock("a"), authorization, apiKeyRequired: true } };
      new RestApi("api", { ...SETTINGS, routes, cloudWatchRole: new CloudWatchRole("cloudwatch", {}, opts) }, opts);
    });
    assert.equal(inputs("pulumi:providers:aws").region, "eu-west-1");
    const others = resources.filter(
      ({ type, provider }) => type.startsWith("aws:") && provider?.includes("ireland") !== true,
    );
    assert.deepEqual(others, []);
  });

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
      { cors: { allowedOrigins: [] } },
      "cors.allowedOrigins: expected at least one origin, got none",
    ],
    [
      "the media type that breaks preflights",
      () => ({ "GET /topics": mock("topics") }),
      { binaryMediaTypes: ["*/*"] },
      'binaryMediaTypes: expected media types such as "image/png" beside cors, got "*/*", which breaks every preflight',
    ],
    [
      "a size of compression above 10 MiB",
      () => ({ "GET /topics": mock("topics") }),
      { minimumCompressionSize: 10_485_761 },
      "minimumCompressionSize: expected a whole number from 0 to 10485760, got 10485761",
    ],
  ];
  for (const [what, routes, change, message] of refusals) {
    it(`refuses ${what} before it makes anything`, async () => {
      const refused = await refusal(() => ({ routes: routes(), ...change }));
      assert.deepEqual(refused, { message: `RestApi "api": ${message}`, made: [] });
    });
  }
});
