import assert from "node:assert/strict";
import { callService, type Endpoints } from "../../src/cloud/call.ts";
import { type DynamoDb, plainItem, startDynamoDb } from "../../src/cloud/dynamodb.ts";
import { registerService } from "../../src/cloud/service.ts";
import type { Json } from "../../src/program/resources.ts";

describe("the embedded DynamoDB", () => {
  const dynamodb = "http://127.0.0.1:9";
  let tables: DynamoDb;
  let unregister: () => void;
  before(async () => {
    tables = await startDynamoDb(
      () => {},
      (loss) => assert.fail(loss),
    );
    unregister = registerService(dynamodb, tables.handler);
  });
  after(() => {
    unregister();
    return tables.close();
  });

  it("decides on a condition anew for each request, and by the names of each", async () => {
    const call = (action: string, input: Json) => callService({ dynamodb } as Endpoints, "dynamodb", action, input);
    const put = (id: string, ConditionExpression: string, names?: object) =>
      call("PutItem", {
        TableName: "table",
        Item: { id: { S: id } },
        ConditionExpression,
        ExpressionAttributeNames: names,
      }).then(
        () => "put",
        ({ code }) => code,
      );
    await call("CreateTable", {
      TableName: "table",
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
    });
    for (let status = ""; status !== "ACTIVE"; ) {
      status = (await call("DescribeTable", { TableName: "table" })).Table.TableStatus;
    }
    const unlessThere = "attribute_not_exists(id)";
    const byName = "attribute_not_exists(#name)";
    const outcomes = [
      await put("a", unlessThere),
      await put("b", unlessThere),
      await put("a", unlessThere),
      await put("a", "attribute_exists(id)"),
      await put("a", "attribute_not_exists(id"),
      await put("a", byName, { "#name": "id" }),
      await put("a", byName, { "#name": "other" }),
      await put("a", byName),
    ];
    const failed = "ConditionalCheckFailedException";
    const invalid = "ValidationException";
    assert.deepEqual(outcomes, ["put", "put", failed, "put", invalid, failed, "put", invalid]);
  });
});

describe("an item of DynamoDB as a plain object", () => {
  it("has the values without their types", () => {
    const item = {
      id: { S: "a" },
      count: { N: "12" },
      open: { BOOL: false },
      nothing: { NULL: true },
      list: { L: [{ S: "x" }, { N: "1.5" }] },
      map: { M: { deep: { S: "y" } } },
      set: { SS: ["p", "q"] },
    };
    assert.deepEqual(plainItem(item), {
      id: "a",
      count: 12,
      open: false,
      nothing: null,
      list: ["x", 1.5],
      map: { deep: "y" },
      set: ["p", "q"],
    });
  });

  it("keeps a number that JavaScript cannot hold as text", () => {
    assert.deepEqual(plainItem({ n: { N: "12345678901234567890" } }), { n: "12345678901234567890" });
  });
});
