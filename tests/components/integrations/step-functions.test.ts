import assert from "node:assert/strict";
import {
  StepFunctionsIntegration,
  type StepFunctionsIntegrationArgs,
} from "../../../components/integrations/step-functions.ts";
import { resolved, run } from "../../../components/testing/run.ts";
import { type Served, serveRoutes } from "./served.ts";

const arn = "arn:aws:states:us-east-1:123456789012:stateMachine:orders";
const start: StepFunctionsIntegrationArgs = { model: "Any", stateMachine: { arn }, action: "StartExecution" };
const sync: StepFunctionsIntegrationArgs = { ...start, action: "StartSyncExecution" };
const make = (args: StepFunctionsIntegrationArgs) => run(() => new StepFunctionsIntegration("orders", args));
const statements = async (args: StepFunctionsIntegrationArgs) =>
  JSON.parse((await make(args)).inputs("aws:iam/rolePolicy:RolePolicy").policy).Statement;

describe("StepFunctionsIntegration", () => {
  for (const args of [start, sync]) {
    it(`may ${args.action} of its state machine, and nothing else`, async () => {
      assert.deepEqual(await statements(args), [
        { Effect: "Allow", Action: [`states:${args.action}`], Resource: [arn] },
      ]);
      const { result } = await make(args);
      const { "x-amazon-apigateway-integration": integration } = await resolved(result.operation);
      assert.equal(integration.uri, `arn:aws:apigateway:us-east-1:states:action/${args.action}`);
      assert.equal(integration.passthroughBehavior, "never");
    });
  }

  it("may use the customer's key of its state machine", async () => {
    const kmsKeyId = "arn:aws:kms:us-east-1:123456789012:key/1234abcd";
    const [, ...keys] = await statements({ ...start, stateMachine: { arn, encryptionConfiguration: { kmsKeyId } } });
    assert.deepEqual(keys, [{ Effect: "Allow", Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: [kmsKeyId] }]);
  });

  it("takes a template of the request, which reads the same values", async () => {
    const { result } = await make({ ...start, requestTemplate: { text: "REQUEST" } });
    const { requestTemplates } = (await resolved(result.operation))["x-amazon-apigateway-integration"];
    assert.equal(
      requestTemplates?.["application/json"],
      `#set($body = $input.body)\n#set($stateMachineArn = "${arn}")\nREQUEST`,
    );
  });

  for (const [args, message] of [
    [{ ...start, requestTemplate: "no-such.vtl" }, "requestTemplate: expected a template"],
    [
      { ...start, errors: { A: { statusCode: "404", description: "", template: { text: "{}" } } } },
      "errors: expected undefined",
    ],
    [
      { ...sync, errors: { "a b": { statusCode: "404", description: "", template: { text: "{}" } } } },
      "errors: expected names",
    ],
    [
      { ...sync, errors: { A: { statusCode: "200", description: "", template: { text: "{}" } } } },
      "errors: expected statuses",
    ],
    [{ ...sync, responseTemplate: "no-such.vtl" }, "responseTemplate: expected a template"],
  ] as const) {
    it(`refuses what cannot be: ${message}`, async () => {
      const { resources } = await run(() => {
        assert.throws(
          () => new StepFunctionsIntegration("orders", args),
          ({ message: got }: Error) => got.startsWith(`StepFunctionsIntegration "orders": ${message}`),
        );
      });
      assert.deepEqual(resources, []);
    });
  }
});

describe("StepFunctionsIntegration over HTTP", () => {
  let served: Served;
  before(async () => {
    const notFound = {
      statusCode: "404",
      description: "No such item",
      template: { text: '{"message": "No such item"}' },
    };
    served = await serveRoutes(() => ({
      "POST /start": new StepFunctionsIntegration("start", start),
      "POST /sync": new StepFunctionsIntegration("sync", { ...sync, errors: { NotFound: notFound } }),
      "POST /mapped": new StepFunctionsIntegration("mapped", {
        ...sync,
        responseTemplate: {
          text: `#set($output = $util.parseJson($input.path('$.output')))\n{"total": $output.total}`,
        },
      }),
    }));
  });
  after(() => served.close());

  const input = JSON.stringify({ item: `it's "x" \\ é`, script: "$input.body" });
  const post = async (path: string) => {
    const answer = await served.send("POST", path, input, { "content-type": "application/json" });
    return [answer.status, await answer.json()];
  };

  it("starts an execution with the body, and names it without the account", async () => {
    const executionArn = "arn:aws:states:us-east-1:123456789012:execution:orders:e-1";
    served.answerWith({ body: JSON.stringify({ executionArn, startDate: 1.7e9 }) });
    assert.deepEqual(await post("/start"), [202, { executionId: "e-1" }]);
    const [request] = served.received;
    assert.equal(request?.headers["x-amz-target"], "AWSStepFunctions.StartExecution");
    assert.equal(request?.headers["content-type"], "application/x-amz-json-1.0");
    assert.match(request?.headers.authorization ?? "", /\/us-east-1\/states\/aws4_request/);
    assert.deepEqual(JSON.parse(String(request?.body)), { stateMachineArn: arn, input });
  });

  it("answers with the output of an execution that succeeded, or what a template makes of it", async () => {
    served.answerWith({ body: JSON.stringify({ status: "SUCCEEDED", output: '{"total": 7, "text": "\\"é\\""}' }) });
    assert.deepEqual(await post("/sync"), [200, { total: 7, text: '"é"' }]);
    assert.equal(served.received[0]?.headers["x-amz-target"], "AWSStepFunctions.StartSyncExecution");
    assert.deepEqual(await post("/mapped"), [200, { total: 7 }]);
  });

  for (const [result, status, message] of [
    [{ status: "FAILED", error: "NotFound", cause: "secret" }, 404, "No such item"],
    [{ status: "FAILED", error: "States.TaskFailed", cause: "secret" }, 502, "Bad gateway"],
    [{ status: "FAILED" }, 502, "Bad gateway"],
    [{ status: "TIMED_OUT" }, 504, "Gateway timeout"],
  ] as const) {
    it(`answers ${status} to ${JSON.stringify(result)}`, async () => {
      served.answerWith({ body: JSON.stringify(result) });
      assert.deepEqual(await post("/sync"), [status, { message }]);
    });
  }

  for (const [type, status] of [
    ["InvalidExecutionInput", 400],
    ["StateMachineDoesNotExist", 502],
    ["ExecutionLimitExceeded", 502],
  ] as const) {
    it(`answers ${status} to ${type}`, async () => {
      served.answerWith({
        status: 400,
        body: JSON.stringify({ __type: `com.amazonaws.swf#${type}`, message: "secret" }),
      });
      const message = status === 400 ? "Bad request" : "Bad gateway";
      assert.deepEqual(await post("/start"), [status, { message }]);
    });
  }
});
