import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { PrivateIntegration } from "../../../components/integrations/private.ts";
import { CloudWatchRole } from "../../../components/rest-api/cloudwatch-role.ts";
import type { RestApiArgs } from "../../../components/rest-api/rest-api.ts";
import { makeApi, refusal } from "./apis.ts";

const STAGE = "aws:apigateway/stage:Stage";
const SETTINGS = "aws:apigateway/methodSettings:MethodSettings";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

describe("a stage", () => {
  it("serves the newest deployment, traces, and logs each call as JSON for a limited time", async () => {
    const { inputs } = await makeApi();
    const { accessLogSettings, ...stage } = inputs(STAGE);
    assert.deepEqual(stage, {
      restApi: "api-id",
      stageName: "test",
      deployment: "api-deployment-id",
      variables: {},
      xrayTracingEnabled: true,
    });
    assert.equal(accessLogSettings.destinationArn, "arn:aws:logs:us-east-1:123456789012:log-group:api-access-logs");
    assert.equal(JSON.parse(accessLogSettings.format).requestId, "$context.requestId");
    assert.deepEqual(inputs(LOG_GROUP, "api-access-logs"), { retentionInDays: 7 });
    assert.deepEqual(inputs(LOG_GROUP, "api-execution-logs"), {
      name: "API-Gateway-Execution-Logs_api-id/test",
      retentionInDays: 7,
    });
  });

  it("logs neither who called nor what was sent", async () => {
    const { inputs } = await makeApi();
    assert.doesNotMatch(inputs(STAGE).accessLogSettings.format, /identity|\$context\.path|userAgent/i);
    assert.equal(inputs(SETTINGS).settings.dataTraceEnabled, false);
  });

  it("limits the traffic of all methods, without metrics that are paid one by one", async () => {
    const { inputs } = await makeApi();
    assert.deepEqual(inputs(SETTINGS), {
      restApi: "api-id",
      stageName: "test",
      methodPath: "*/*",
      settings: {
        metricsEnabled: false,
        loggingLevel: "ERROR",
        dataTraceEnabled: false,
        throttlingRateLimit: 10,
        throttlingBurstLimit: 20,
      },
    });
  });

  it("is made after the account's logging role", async () => {
    const { resources } = await makeApi(() => ({ cloudWatchRole: new CloudWatchRole("cloudwatch") }));
    const order = resources.map(({ name }) => name);
    assert(order.indexOf("cloudwatch-account") < order.indexOf("api-stage"), order.join());
  });

  it("has the variables, log fields, tracing and metrics that it is told", async () => {
    const { inputs } = await makeApi(() => ({
      variables: { table: "visitors" },
      accessLogFormat: { id: "$context.extendedRequestId", ip: "$context.identity.sourceIp" },
      xrayTracingEnabled: false,
      metricsEnabled: true,
    }));
    const { variables, xrayTracingEnabled, accessLogSettings } = inputs(STAGE);
    assert.deepEqual(variables, { table: "visitors" });
    assert.equal(xrayTracingEnabled, false);
    assert.equal(accessLogSettings.format, '{"id":"$context.extendedRequestId","ip":"$context.identity.sourceIp"}');
    assert.equal(inputs(SETTINGS).settings.metricsEnabled, true);
  });

  it("has the variables that its routes' integrations name, beside those that it is told", async () => {
    const support = () =>
      new PrivateIntegration("support", {
        vpcLink: new aws.apigatewayv2.VpcLink("link", { subnetIds: [], securityGroupIds: [] }),
        loadBalancer: new aws.lb.LoadBalancer("lb"),
        url: "http://internal",
        path: "/",
        timeoutInMillis: 5_000,
      });
    const { inputs } = await makeApi(() => ({
      routes: { "GET /support": support() },
      variables: { table: "visitors" },
    }));
    assert.deepEqual(inputs(STAGE).variables, { support_vpc_link: "link-id", table: "visitors" });
  });

  it("sends a canary's part to the newest deployment, and keeps the deployment that answers the rest", async () => {
    const retained: (string | undefined)[] = [];
    const transform: RestApiArgs["transform"] = {
      deployment: (_, opts, name) => {
        if (opts.retainOnDelete) retained.push(name);
      },
    };
    const { inputs } = await makeApi(() => ({
      transform,
      deploymentId: "d0",
      canary: { percentTraffic: 5, variables: { table: "new" }, useStageCache: false },
    }));
    assert.equal(inputs(STAGE).deployment, "d0");
    assert.deepEqual(inputs(STAGE).canarySettings, {
      deploymentId: "api-deployment-id",
      percentTraffic: 5,
      stageVariableOverrides: { table: "new" },
      useStageCache: false,
    });
    await makeApi(() => ({ transform }));
    assert.deepEqual(retained, ["api-deployment"]);
  });

  it("has stages beside it, each with settings of its own or else the first one's", async () => {
    const { inputs, names, result } = await makeApi(() => ({
      variables: { table: "visitors" },
      deploymentId: "d0",
      canary: { percentTraffic: 5 },
      stages: { beta: { throttling: { rateLimit: 1, burstLimit: 2 }, variables: {}, logRetentionDays: 1 }, next: {} },
    }));
    assert.equal(names(STAGE)[0], "api-stage");
    assert.deepEqual(names(STAGE).sort(), ["api-beta-stage", "api-next-stage", "api-stage"]);
    assert.deepEqual(Object.keys(result.stages), ["test", "beta", "next"]);
    assert.equal(result.stages.test, result.stage);
    const { stageName, deployment, canarySettings, variables } = inputs(STAGE, "api-beta-stage");
    assert.deepEqual(
      { stageName, deployment, canarySettings, variables },
      { stageName: "beta", deployment: "api-deployment-id", canarySettings: undefined, variables: {} },
    );
    assert.deepEqual(inputs(STAGE, "api-next-stage").variables, { table: "visitors" });
    assert.equal(inputs(LOG_GROUP, "api-beta-access-logs").retentionInDays, 1);
    assert.equal(inputs(LOG_GROUP, "api-next-access-logs").retentionInDays, 7);
    assert.equal(inputs(LOG_GROUP, "api-beta-execution-logs").name, "API-Gateway-Execution-Logs_api-id/beta");
    assert.equal(inputs(SETTINGS, "api-beta-settings").stageName, "beta");
    assert.equal(inputs(SETTINGS, "api-beta-settings").settings.throttlingRateLimit, 1);
    assert.equal(inputs(SETTINGS, "api-next-settings").settings.throttlingRateLimit, 10);
  });

  const refusals: [Partial<RestApiArgs>, string][] = [
    [{ stageName: "my.dev" }, 'stageName: expected at most 128 letters, digits, hyphens and underscores, got "my.dev"'],
    [
      { throttling: { rateLimit: -1, burstLimit: 1 } },
      "throttling.rateLimit: expected a number of requests per second above 0, got -1",
    ],
    [
      { throttling: { rateLimit: 0.5, burstLimit: 0 } },
      "throttling.burstLimit: expected a whole number from 1 to 2147483647, got 0",
    ],
    [
      { logRetentionDays: 31 },
      "logRetentionDays: expected one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, " +
        "2557, 2922, 3288, 3653, got 31",
    ],
    [{ routes: {} }, "routes: expected at least one route, got none"],
    [{ models: { "Contact-Form": {} } }, 'models: expected names of letters and digits, got "Contact-Form"'],
    [{ variables: { "a-b": "c" } }, 'variables: expected names of letters, digits and underscores, got "a-b"'],
    [
      { accessLogFormat: { status: "$context.status" } },
      "accessLogFormat: expected a field with $context.requestId or $context.extendedRequestId, got none",
    ],
    [
      { deploymentId: "d0", canary: { percentTraffic: 101 } },
      "canary.percentTraffic: expected a number from 0 to 100, got 101",
    ],
    [
      { canary: { percentTraffic: 5 } },
      "canary: expected a deploymentId beside it, the deployment that answers all other requests, got undefined",
    ],
    [{ stages: { test: {} } }, 'stages: expected other names than that of the first stage, got "test"'],
    [
      { stages: { beta: { accessLogFormat: {} } } },
      'stages["beta"]: accessLogFormat: expected a field with $context.requestId or $context.extendedRequestId, got none',
    ],
  ];
  for (const [change, message] of refusals) {
    it(`refuses ${JSON.stringify(change)}`, async () => {
      assert.deepEqual(await refusal(() => change), { message: `RestApi "api": ${message}`, made: [] });
    });
  }
});
