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

  const call = (action: string, input: Json) => callService({ dynamodb } as Endpoints, "dynamodb", action, input);
  async function createTable(name: string, key = "id"): Promise<void> {
    await call("CreateTable", {
      TableName: name,
      KeySchema: [{ AttributeName: key, KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: key, AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
    });
    for (let status = ""; status !== "ACTIVE"; ) {
      status = (await call("DescribeTable", { TableName: name })).Table.TableStatus;
    }
  }

  it("decides on a condition anew for each request, and by the names of each", async () => {
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
    await createTable("table");
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

  it("keeps every character, and sorts by the bytes of UTF-8", async () => {
    await call("CreateTable", {
      TableName: "texts",
      KeySchema: [
        { AttributeName: "id", KeyType: "HASH" },
        { AttributeName: "text", KeyType: "RANGE" },
      ],
      AttributeDefinitions: ["id", "text"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      BillingMode: "PAY_PER_REQUEST",
    });
    for (let status = ""; status !== "ACTIVE"; ) {
      status = (await call("DescribeTable", { TableName: "texts" })).Table.TableStatus;
    }
    // In UTF-16, which JavaScript sorts by, the emoji comes before U+E000.
    const texts = ["a", "b\u0000\u2028", "\u00e9", "\ue000", "\u{1f600}"];
    for (const text of texts.toReversed()) {
      await call("PutItem", { TableName: "texts", Item: { id: { S: "\u00e9\u{1f600}" }, text: { S: text } } });
    }
    const { Items } = await call("Query", {
      TableName: "texts",
      KeyConditionExpression: "id = :id",
      ExpressionAttributeValues: { ":id": { S: "\u00e9\u{1f600}" } },
    });
    assert.deepEqual(
      Items.map((item: Json) => item.text.S),
      texts,
    );
  });

  describe("runs batches of PartiQL's INSERT", () => {
    const insert = (table: string, item: Json) => ({
      Statement: `INSERT INTO "${table}" VALUE {${Object.keys(item).map((name) => `'${name}': ?`)}}`,
      Parameters: Object.values(item),
    });
    const run = async (...Statements: Json[]) => (await call("BatchExecuteStatement", { Statements })).Responses;
    const itemsOf = async (TableName: string) => (await call("Scan", { TableName })).Items;
    const duplicate = { Code: "DuplicateItem", Message: "Duplicate primary key exists in table" };

    it("and leaves an item that is there as it is", async () => {
      // A reserved word, with characters that an expression does not take.
      await createTable("inserted", "user-name");
      const ada = { "user-name": { S: "ada" }, count: { N: "1" } };
      assert.deepEqual(await run(insert("inserted", ada)), [{ TableName: "inserted" }]);
      const again = { "user-name": { S: "ada" }, other: { S: "x" } };
      const bob = { "user-name": { S: "bob" } };
      assert.deepEqual(await run(insert("inserted", again), insert("inserted", bob), insert("inserted", bob)), [
        { TableName: "inserted", Error: duplicate },
        { TableName: "inserted" },
        { TableName: "inserted", Error: duplicate },
      ]);
      const byName = (a: Json, b: Json) => a["user-name"].S.localeCompare(b["user-name"].S);
      assert.deepEqual((await itemsOf("inserted")).sort(byName), [ada, bob]);
      assert.deepEqual(tables.lastWritten("inserted"), [{ "user-name": { S: "bob" } }, { "user-name": { S: "ada" } }]);
    });

    it("and says of each statement why it failed", async () => {
      await createTable("some");
      const responses = await run(
        insert("none", { id: { S: "1" } }),
        insert("some", { id: { N: "1" } }),
        insert("some", { id: { S: "1" } }),
      );
      const codes = responses.map((response: Json) => response.Error?.Code);
      assert.deepEqual(codes, ["ResourceNotFound", "ValidationError", undefined]);
      assert.deepEqual(await itemsOf("some"), [{ id: { S: "1" } }]);
    });

    it("and refuses a batch with anything else, whole", async () => {
      await createTable("whole");
      const good = insert("whole", { id: { S: "1" } });
      for (const bad of [
        { Statement: 'DELETE FROM "whole" WHERE id = ?', Parameters: [{ S: "1" }] },
        { Statement: `INSERT INTO "whole" VALUE {'id': '1'}` },
        { Statement: `INSERT INTO "whole" VALUE {'id': ?, }`, Parameters: [{ S: "1" }] },
        { Statement: `INSERT INTO "whole" VALUE {'id': ?}`, Parameters: [] },
        {},
      ]) {
        await assert.rejects(run(good, bad), { code: "ValidationException" }, JSON.stringify(bad));
      }
      await assert.rejects(run(), { code: "ValidationException" });
      await assert.rejects(run(...Array(26).fill(good)), { code: "ValidationException" });
      assert.deepEqual(await itemsOf("whole"), []);
    });
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
