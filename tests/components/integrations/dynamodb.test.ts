import assert from "node:assert/strict";
import { DynamoDbIntegration, type DynamoDbIntegrationArgs } from "../../../components/integrations/dynamodb.ts";
import { resolved, run } from "../../../components/testing/run.ts";
import { contactTemplate } from "../../../contact/templates/template.ts";
import { createVisitorsTable } from "../../../contact/visitors.ts";
import { type Served, serveRoutes } from "./served.ts";

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
    assert.deepEqual(Object.keys(responses), ["200", "400", "409", "413", "502"]);
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

const tableArn = "arn:aws:dynamodb:us-east-1:123456789012:table/orders";
const other = (args: Partial<DynamoDbIntegrationArgs> & Pick<DynamoDbIntegrationArgs, "action">) =>
  run(
    () =>
      new DynamoDbIntegration("orders", {
        table: { arn: tableArn },
        pathParameters: ["id"],
        requestTemplate: { text: '{"TableName": "$tableName"}' },
        responseTemplate: { text: "{}" },
        ...args,
      }),
  );
const statements = async (args: Parameters<typeof other>[0]) =>
  JSON.parse((await other(args)).inputs("aws:iam/rolePolicy:RolePolicy").policy).Statement;

describe("DynamoDbIntegration's other actions", () => {
  for (const [action, statuses] of [
    ["UpdateItem", ["200", "400", "404", "409", "413", "502"]],
    ["DeleteItem", ["200", "400", "404", "409", "413", "502"]],
    ["Query", ["200", "400", "413", "502"]],
  ] as const) {
    it(`calls ${action}, which it may on its table, and answers ${statuses.join(", ")}`, async () => {
      const { result } = await other({ action });
      const { responses, "x-amazon-apigateway-integration": integration } = await resolved(result.operation);
      assert.equal(integration.uri, `arn:aws:apigateway:us-east-1:dynamodb:action/${action}`);
      assert.deepEqual(Object.keys(responses), statuses);
      assert.deepEqual(await statements({ action }), [
        { Effect: "Allow", Action: [`dynamodb:${action}`], Resource: [tableArn] },
      ]);
    });
  }

  it("queries an index, and then not the table", async () => {
    const { result } = await other({ action: "Query", index: "by-email" });
    assert.deepEqual(await statements({ action: "Query", index: "by-email" }), [
      { Effect: "Allow", Action: ["dynamodb:Query"], Resource: [`${tableArn}/index/by-email`] },
    ]);
    const { "x-amazon-apigateway-integration": integration } = await resolved(result.operation);
    assert.deepEqual(integration.requestTemplates?.["application/json"]?.split("\n").slice(0, 2), [
      '#set($tableName = "orders")',
      '#set($indexName = "by-email")',
    ]);
  });

  it("may use the customer's key of its table, to decrypt the table's own", async () => {
    const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd";
    const table = { arn: tableArn, serverSideEncryption: { kmsKeyArn } };
    const [, ...keys] = await statements({ action: "UpdateItem", table });
    assert.deepEqual(keys, [{ Effect: "Allow", Action: ["kms:Decrypt"], Resource: [kmsKeyArn] }]);
  });

  it("refuses an index whose name DynamoDB does not take before it creates anything", async () => {
    await assert.rejects(other({ action: "Query", index: 'by"email' }), {
      message:
        'DynamoDbIntegration "orders": index: expected 3 to 255 letters, digits, underscores, hyphens and dots, got "by"email"',
    });
  });

  it("refuses an index for another action before it creates anything", async () => {
    await assert.rejects(other({ action: "GetItem", index: "by-email" }), {
      message: 'DynamoDbIntegration "orders": index: expected undefined for GetItem, got "by-email"',
    });
  });
});

describe("DynamoDbIntegration over HTTP", () => {
  // As in contact/templates/put-visitor.vtl: the URL's text, decoded, and then escaped.
  const escaped = (text: string) => `$util.escapeJavaScript(${text}).replaceAll("\\\\'","'")`;
  const pathText = (name: string) => escaped(`$util.urlDecode($input.params('${name}').replace("+", "%2B"))`);
  let served: Served;
  before(async () => {
    served = await serveRoutes(() => ({
      "PUT /orders/{id}": new DynamoDbIntegration("change", {
        table: { arn: tableArn },
        action: "UpdateItem",
        model: "Any",
        pathParameters: ["id"],
        requestTemplate: {
          text: `{"TableName": "$tableName", "Key": {"id": {"S": "${pathText("id")}"}}, "Note": "${escaped("$input.path('$.note')")}"}`,
        },
        responseTemplate: { text: "{}" },
      }),
      "GET /emails/{email}": new DynamoDbIntegration("find", {
        table: { arn: tableArn },
        action: "Query",
        index: "by-email",
        pathParameters: ["email"],
        requestTemplate: {
          text: `{"TableName": "$tableName", "IndexName": "$indexName", "Email": "${pathText("email")}"}`,
        },
        responseTemplate: { text: `{"count": $input.path('$.Count')}` },
      }),
    }));
  });
  after(() => served.close());

  const change = async () => {
    const body = JSON.stringify({ note: `it's "x"` });
    const answer = await served.send("PUT", "/orders/a%22%7D%2Cb", body, { "content-type": "application/json" });
    return [answer.status, await answer.json()];
  };

  it("changes one item by the action in X-Amz-Target, whatever the client's text is", async () => {
    served.answerWith({ body: "{}" });
    assert.deepEqual(await change(), [200, {}]);
    const [request] = served.received;
    assert.equal(request?.headers["x-amz-target"], "DynamoDB_20120810.UpdateItem");
    assert.deepEqual(JSON.parse(String(request?.body)), {
      TableName: "orders",
      Key: { id: { S: 'a"},b' } },
      Note: `it's "x"`,
    });
  });

  it("answers 409 to a condition that is not met", async () => {
    const error = { __type: "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", message: "secret" };
    served.answerWith({ status: 400, body: JSON.stringify(error) });
    assert.deepEqual(await change(), [409, { message: "Conflict" }]);
  });

  it("queries the index", async () => {
    served.answerWith({ body: '{"Count": 2, "Items": []}' });
    const answer = await served.send("GET", "/emails/ada%2Bnews@example.com");
    assert.deepEqual([answer.status, await answer.json()], [200, { count: 2 }]);
    const [request] = served.received;
    assert.equal(request?.headers["x-amz-target"], "DynamoDB_20120810.Query");
    assert.deepEqual(JSON.parse(String(request?.body)), {
      TableName: "orders",
      IndexName: "by-email",
      Email: "ada+news@example.com",
    });
  });
});
