import assert from "node:assert/strict";
import type { SQSRecord } from "aws-lambda";
import { answerWith, type Call, calls, context, logged, useServices } from "../aws.ts";

const { handler } = await import("../../../handlers/consumer/index.ts");

const contact = { name: "Ada", email: "ada@example.com", topic: "sales", message: "Hello", phone: "+44 20 7946" };
const record = (messageId: string, body: string = JSON.stringify(contact)) =>
  ({ messageId, body, attributes: { SentTimestamp: "1700000000123" }, messageAttributes: {} }) as unknown as SQSRecord;
const withId = (stringValue: string, message: SQSRecord) =>
  ({ ...message, messageAttributes: { SubmissionId: { dataType: "String", stringValue } } }) as SQSRecord;

async function invoke(...records: SQSRecord[]) {
  const { result, log } = await logged(() => handler({ Records: records }, context));
  return { failed: result.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), log };
}

/** A table that keeps its items as DynamoDB would, and a topic; each action can be made to fail. */
function services() {
  const items = new Map<string, Record<string, { S?: string; N?: string }>>();
  const announced: string[] = [];
  const failing = new Set<string>();
  answerWith(({ action, input }: Call) => {
    if (failing.has(action)) return { error: "AccessDeniedException" };
    const key = input.Key?.id.S;
    switch (action) {
      case "PutItem":
        assert.equal(input.ConditionExpression, "attribute_not_exists(id)");
        if (items.has(input.Item.id.S)) return { error: "ConditionalCheckFailedException" };
        items.set(input.Item.id.S, input.Item);
        return {};
      case "GetItem":
        assert.equal(input.ConsistentRead, true);
        return { Item: items.get(key) };
      case "UpdateItem":
        items.set(key, { ...items.get(key), announcedAt: input.ExpressionAttributeValues[":now"] });
        return {};
      default:
        announced.push(JSON.parse(input.Message).id);
        return {};
    }
  });
  return { items, announced, failing };
}

describe("consumer handler", () => {
  useServices({ TABLE_NAME: "submissions", TOPIC_ARN: "arn:aws:sns:us-east-1:1:topic" });

  it("stores a submission under its message's id, for a year", async () => {
    const { items } = services();
    assert.deepEqual((await invoke(record("m-1"))).failed, []);
    const { announcedAt, ...stored } = items.get("m-1") ?? {};
    assert.deepEqual(stored, {
      id: { S: "m-1" },
      name: { S: "Ada" },
      email: { S: "ada@example.com" },
      topic: { S: "sales" },
      message: { S: "Hello" },
      phone: { S: "+44 20 7946" },
      receivedAt: { S: "2023-11-14T22:13:20.123Z" },
      expiresAt: { N: "1731536000" },
    });
    assert.match(announcedAt?.S ?? "", /^\d{4}-\d\d-\d\dT/);
  });

  it("stores a submission once that comes again under another message id, after a redrive", async () => {
    const { items, announced, failing } = services();
    failing.add("Publish");
    assert.deepEqual((await invoke(withId("s-1", record("m-1")))).failed, ["m-1"]);
    failing.clear();
    assert.deepEqual((await invoke(withId("s-1", record("m-2")))).failed, []);
    assert.deepEqual([[...items.keys()], announced], [["s-1"], ["s-1"]]);
  });

  it("announces it after it is stored, with nothing that the person wrote", async () => {
    services();
    await invoke(record("m-1"));
    assert.deepEqual(
      calls.map(({ action }) => action),
      ["PutItem", "Publish", "UpdateItem"],
    );
    const { input } = calls[1] as Call;
    assert.equal(input.TopicArn, "arn:aws:sns:us-east-1:1:topic");
    assert.equal(input.Subject, "New contact submission");
    assert.deepEqual(JSON.parse(input.Message), {
      id: "m-1",
      topic: "sales",
      receivedAt: "2023-11-14T22:13:20.123Z",
    });
  });

  it("neither stores nor announces a message that comes again", async () => {
    const { items, announced } = services();
    await invoke(record("m-1"));
    const stored = items.get("m-1");
    assert.deepEqual((await invoke(record("m-1"))).failed, []);
    assert.equal(items.get("m-1"), stored);
    assert.deepEqual(announced, ["m-1"]);
  });

  it("announces at the next try what it stored and could not announce, and stores it once", async () => {
    const { items, announced, failing } = services();
    failing.add("Publish");
    assert.deepEqual((await invoke(record("m-1"))).failed, ["m-1"]);
    assert.deepEqual([[...items.keys()], announced], [["m-1"], []]);
    failing.clear();
    assert.deepEqual((await invoke(record("m-1"))).failed, []);
    assert.deepEqual([[...items.keys()], announced], [["m-1"], ["m-1"]]);
  });

  it("announces again rather than not at all, when it could not note that it did", async () => {
    const { items, announced, failing } = services();
    failing.add("UpdateItem");
    assert.deepEqual((await invoke(record("m-1"))).failed, ["m-1"]);
    failing.clear();
    assert.deepEqual((await invoke(record("m-1"))).failed, []);
    assert.deepEqual([[...items.keys()], announced], [["m-1"], ["m-1", "m-1"]]);
  });

  it("does not announce what it could not store", async () => {
    const { announced, failing } = services();
    failing.add("PutItem");
    assert.deepEqual((await invoke(record("m-1"))).failed, ["m-1"]);
    assert.deepEqual(announced, []);
  });

  it("gives back only the messages of a batch that failed", async () => {
    const { items } = services();
    const unreadable = [record("m-2", "ada@example.com"), record("m-3", '{"name":"Ada"}'), record("m-4", "null")];
    const { failed } = await invoke(record("m-1"), ...unreadable, record("m-5"));
    assert.deepEqual(failed, ["m-2", "m-3", "m-4"]);
    assert.deepEqual([...items.keys()], ["m-1", "m-5"]);
  });

  it("gives back the one message of a batch of one, without an error of its own", async () => {
    services();
    assert.deepEqual((await invoke(record("m-1", "{}"))).failed, ["m-1"]);
  });

  it("stores no field that a contact does not have", async () => {
    const { items } = services();
    await invoke(record("m-1", JSON.stringify({ ...contact, id: "other", website: "", expiresAt: 1, x: 1 })));
    assert.deepEqual(Object.keys(items.get("m-1") ?? {}).sort(), [
      "announcedAt",
      "email",
      "expiresAt",
      "id",
      "message",
      "name",
      "phone",
      "receivedAt",
      "topic",
    ]);
    assert.deepEqual(items.get("m-1")?.expiresAt, { N: "1731536000" });
  });

  it("logs ids and the names of errors, and nothing that the person wrote", async () => {
    services();
    const { log } = await invoke(record("m-1"), withId("s-2", record("m-2", '{"name": ada@example.com}')));
    assert.match(log, /"message":"stored and announced".*"id":"m-1"/);
    assert.match(log, /"message":"not processed".*"id":"s-2","errorName":"Error"/);
    for (const text of ["Ada", "ada@", "Hello", "London"]) assert.equal(log.includes(text), false, text);
  });
});
