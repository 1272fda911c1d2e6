import assert from "node:assert/strict";
import { DynamoDbIntegration } from "../../../components/integrations/dynamodb.ts";
import { resolved, run } from "../../../components/testing/run.ts";
import { contactTemplate } from "../../../contact/templates/template.ts";
import { createVisitorsTable } from "../../../contact/visitors.ts";

const put = () =>
  run(
    () =>
      new DynamoDbIntegration("put-visitor", {
        table: createVisitorsTable("visitors"),
        action: "PutItem",
        model: "Visitor",
        pathParameters: ["user_id"],
        requestTemplate: contactTemplate("put-visitor.vtl"),
        responseTemplate: contactTemplate("put-visitor-response.vtl"),
      }),
  );

const get = () =>
  run(
    () =>
      new DynamoDbIntegration("get-visitor", {
        table: createVisitorsTable("visitors"),
        action: "GetItem",
        pathParameters: ["user_id"],
        requestTemplate: contactTemplate("get-visitor.vtl"),
        responseTemplate: contactTemplate("get-visitor-response.vtl"),
      }),
  );

describe("DynamoDbIntegration", () => {
  for (const [make, action] of [
    [put, "dynamodb:PutItem"],
    [get, "dynamodb:GetItem"],
  ] as const) {
    it(`may ${action} on its table, and nothing else`, async () => {
      const { inputs } = await make();
      assert.deepEqual(JSON.parse(inputs("aws:iam/rolePolicy:RolePolicy").policy).Statement, [
        { Effect: "Allow", Action: [action], Resource: ["arn:aws:dynamodb:us-east-1:123456789012:table/visitors"] },
      ]);
    });
  }

  it("contributes PutItem, with a body that the model validates", async () => {
    const { result } = await put();
    const { requestBody, responses, "x-amazon-apigateway-integration": integration } = await resolved(result.operation);
    assert.deepEqual(requestBody?.content["application/json"]?.schema, { $ref: "#/components/schemas/Visitor" });
    assert.equal(integration.uri, "arn:aws:apigateway:us-east-1:dynamodb:action/PutItem");
    assert.equal(integration.httpMethod, "POST");
    assert.equal(integration.passthroughBehavior, "never");
    assert.equal(integration.requestTemplates?.["application/json"]?.split("\n")[0], '#set($tableName = "visitors")');
    assert.deepEqual(Object.keys(responses), ["200", "400", "413", "502"]);
    assert.deepEqual(result.pathParameters, ["user_id"]);
  });

  it("contributes GetItem, with no body and a 404", async () => {
    const { result } = await get();
    const { requestBody, responses, "x-amazon-apigateway-integration": integration } = await resolved(result.operation);
    assert.equal(requestBody, undefined);
    assert.equal(integration.uri, "arn:aws:apigateway:us-east-1:dynamodb:action/GetItem");
    assert.deepEqual(Object.keys(responses), ["200", "400", "404", "413", "502"]);
  });
});

describe("createVisitorsTable", () => {
  it("is on demand, encrypted and recoverable, with user_id as its key", async () => {
    const { inputs } = await put();
    assert.deepEqual(inputs("aws:dynamodb/table:Table", "visitors"), {
      billingMode: "PAY_PER_REQUEST",
      hashKey: "user_id",
      attributes: [{ name: "user_id", type: "S" }],
      serverSideEncryption: { enabled: true },
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: false,
    });
  });
});
