import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as lib from "../../components/index.ts";
import { run } from "../../components/testing/run.ts";

const entry = "tests/components/handler.ts";
const model = "M";
const template = { text: "{}" };
const stage = { arn: "arn:aws:apigateway:us-east-1::/restapis/a/stages/v1" };
const reference = { name: "f", invokeArn: "arn:aws:apigateway:us-east-1:lambda:path/f" };
const arn = "arn:aws:states:us-east-1:123456789012:stateMachine:m";
const settings = { description: "d", stageName: "v1", models: { M: {} }, cors: false, logRetentionDays: 30 } as const;
const limit = { rateLimit: 1, burstLimit: 1 };

function makeApi(route: lib.Integration | lib.RouteArgs, transform?: object): void {
  new lib.RestApi("a", { ...settings, throttling: limit, routes: { "GET /x": route }, transform });
}

const mock = () => new lib.MockIntegration("m", { body: {}, scenarios: {} });

/** Each component with everything that it can have inside. */
const COMPONENTS: Readonly<Record<string, (transform: object) => unknown>> = {
  SqsIntegration: (transform) => new lib.SqsIntegration("c", { model, transform }),
  SqsBatchIntegration: (transform) => new lib.SqsBatchIntegration("c", { model, transform }),
  SnsIntegration: (transform) => new lib.SnsIntegration("c", { model, transform }),
  KinesisIntegration: (transform) => new lib.KinesisIntegration("c", { model, requestTemplate: template, transform }),
  EventBridgeIntegration: (transform) =>
    new lib.EventBridgeIntegration("c", { model, source: "s", detailType: "d", transform }),
  StepFunctionsIntegration: (transform) =>
    new lib.StepFunctionsIntegration("c", { model, action: "StartExecution", stateMachine: { arn }, transform }),
  DynamoDbIntegration: (transform) =>
    new lib.DynamoDbIntegration("c", {
      table: { arn: "arn:aws:dynamodb:us-east-1:123456789012:table/t" },
      action: "GetItem",
      pathParameters: [],
      requestTemplate: template,
      responseTemplate: template,
      transform,
    }),
  S3Integration: (transform) => new lib.S3Integration("c", { method: "GET", key: "k", transform }),
  LambdaProxyIntegration: (transform) =>
    makeApi(new lib.LambdaProxyIntegration("c", { function: reference, transform }), transform),
  LambdaIntegration: (transform) => {
    const success = { statusCode: "200", description: "d", template };
    const args = { model, function: reference, requestTemplate: template, success, errors: {}, transform };
    makeApi(new lib.LambdaIntegration("c", args), transform);
  },
  RestApi: (transform) => makeApi({ integration: mock(), apiKeyRequired: true, throttling: limit }, transform),
  LambdaAuthorizer: (transform) =>
    makeApi(
      { integration: mock(), authorization: new lib.LambdaAuthorizer("c", { function: reference, transform }) },
      transform,
    ),
  CloudWatchRole: (transform) => new lib.CloudWatchRole("c", { transform }),
  CustomDomain: (transform) => {
    const api = aws.apigateway.RestApi.get("given-api", "a");
    const of = { api, stage: aws.apigateway.Stage.get("given-stage", "s") };
    return new lib.CustomDomain("c", { ...of, domainName: "a.example.com", hostedZoneId: "Z1", transform });
  },
  Firewall: (transform) => new lib.Firewall("c", { stage, rateLimit: 100, logRetentionDays: 30, transform }),
  LambdaFunction: (transform) => new lib.LambdaFunction("c", { entry, logRetentionDays: 30, transform }),
  PrivateBucket: (transform) => new lib.PrivateBucket("c", { transform }),
  PrivateService: (transform) =>
    new lib.PrivateService("c", {
      entry,
      healthCheckPath: "/",
      zones: ["us-east-1a", "us-east-1b"],
      instanceAccess: true,
      flowLogs: true,
      transform,
    }),
  OperationsTopic: (transform) => new lib.OperationsTopic("c", { email: "a@example.com", transform }),
  MonthlyBudget: (transform) => new lib.MonthlyBudget("c", { limit: 1, topicArn: "arn", transform }),
  Alarms: (transform) => new lib.Alarms("c", { ...watched(), topicArn: "arn", transform }),
  Dashboard: (transform) => new lib.Dashboard("c", { ...watched(), alarmArns: [], transform }),
};

function watched(): lib.Watched {
  const queue = aws.sqs.Queue.get("given-queue", "q");
  const consumer = aws.lambda.Function.get("given-function", "f");
  const api = {
    api: aws.apigateway.RestApi.get("given-api", "a"),
    stage: aws.apigateway.Stage.get("given-stage", "s"),
  };
  return { api, queue, deadLetterQueue: queue, consumer, functions: { consumer }, tables: {} };
}

describe("transform", () => {
  for (const [component, make] of Object.entries(COMPONENTS)) {
    it(`reaches every resource inside ${component}`, async () => {
      const reached: string[] = [];
      const note = (_args: object, _opts: object, name: string) => {
        reached.push(name);
      };
      // Whatever the changes are called; those of a role are in an object of their own where there are several roles.
      const all = Object.assign(note, { role: note, policy: note });
      const { resources } = await run(() => make(new Proxy({}, { get: () => all })));
      const names = resources.map(({ name }) => name).filter((name) => !name.startsWith("given-"));
      assert.deepEqual([...new Set(reached)].sort(), [...new Set(names)].sort());
    });
  }

  it("has each component of the library above that has resources inside", () => {
    const made = Object.keys(lib).filter(
      (name) => /^[A-Z]/.test(name) && !["ArgumentError", "Integration"].includes(name),
    );
    const empty = ["HttpIntegration", "MockIntegration", "PrivateIntegration"];
    assert.deepEqual([...Object.keys(COMPONENTS), ...empty].sort(), made.sort());
  });
});
