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

/** Why a call fails, or those of its submissions that do: for each id the error's code. */
type Failure = string | Readonly<Record<string, string>>;

type Item = Record<string, { S?: string; N?: string } | undefined>;

/** The item that a statement inserts into the table. */
function itemOf({ Statement, Parameters }: { Statement: string; Parameters: Item[string][] }): Item {
  const [, members = ""] = /^INSERT INTO "submissions" VALUE \{(.*)\}$/.exec(Statement) ?? assert.fail(Statement);
  const names = members.split(", ").map((member) => /^'(\w+)': \?$/.exec(member)?.[1] ?? assert.fail(member));
  assert.equal(names.length, Parameters.length);
  return Object.fromEntries(names.map((name, index) => [name, Parameters[index]]));
}

/**
 * A table that keeps its items as DynamoDB would, and a topic; each action can be made to fail.
 *
 * @param refusedId The table refuses every batch with a submission of this id.
 */
function services(refusedId?: string) {
  const items = new Map<string, Item>();
  const announced: string[] = [];
  const failing = new Map<string, Failure>();
  answerWith(({ action, input }: Call) => {
    const failure = failing.get(action);
    if (typeof failure === "string") return { error: failure };
    if (action === "BatchExecuteStatement") {
      const inserts: Item[] = input.Statements.map(itemOf);
      if (inserts.some(({ id }) => id?.S === refusedId)) return { error: "ValidationException" };
      const Responses = inserts.map((item) => {
        const id = item.id?.S ?? "";
        const Code = failure?.[id] ?? (items.has(id) ? "DuplicateItem" : undefined);
        if (Code !== undefined) return { Error: { Code, Message: "internal detail" } };
        items.set(id, item);
        return { TableName: "submissions" };
      });
      return { Responses };
    }
    assert.equal(action, "PublishBatch");
    const Successful: object[] = [];
    const Failed: object[] = [];
    for (const { Id, Message } of input.entries) {
      const { id } = JSON.parse(Message);
      const Code = failure?.[id];
      if (Code === undefined) {
        announced.push(id);
        Successful.push({ Id, MessageId: `p-${Id}` });
      } else Failed.push({ Id, Code });
    }
    return { Successful, Failed };
  });
  return { items, announced, failing };
}

describe("consumer handler", () => {
  useServices({ TABLE_NAME: "submissions", TOPIC_ARN: "arn:aws:sns:us-east-1:1:topic" });

  it("stores a submission under its message's id, for a year", async () => {
    const { items } = services();
    assert.deepEqual((await invoke(record("m-1"))).failed, []);
    assert.deepEqual(items.get("m-1"), {
      id: { S: "m-1" },
      name: { S: "Ada" },
      email: { S: "ada@example.com" },
      topic: { S: "sales" },
      message: { S: "Hello" },
      phone: { S: "+44 20 7946" },
      receivedAt: { S: "2023-11-14T22:13:20.123Z" },
      expiresAt: { N: "1731536000" },
    });
  });

  it("leaves what is there as it is", async () => {
    const { items } = services();
    const changed = { id: { S: "m-1" }, answeredBy: { S: "desk" } };
    items.set("m-1", changed);
    assert.deepEqual((await invoke(record("m-1"), record("m-2"))).failed, []);
    assert.equal(items.get("m-1"), changed);
    assert.deepEqual([...items.keys()], ["m-1", "m-2"]);
  });

  it("stores a submission once that comes again under another message id, after a redrive", async () => {
    const { items, announced, failing } = services();
    failing.set("PublishBatch", "InternalError");
    assert.deepEqual((await invoke(withId("s-1", record("m-1")))).failed, ["m-1"]);
    failing.clear();
    assert.deepEqual((await invoke(withId("s-1", record("m-2")))).failed, []);
    assert.deepEqual([[...items.keys()], announced], [["s-1"], ["s-1"]]);
  });

  it("announces a batch by one call after all of it is stored, with nothing that the person wrote", async () => {
    services();
    await invoke(record("m-1"), withId("JKJaXmPLvHcESHA=", record("m-2")));
    assert.deepEqual(
      calls.map(({ action }) => action),
      ["BatchExecuteStatement", "PublishBatch"],
    );
    const { input } = calls[1] as Call;
    assert.equal(input.TopicArn, "arn:aws:sns:us-east-1:1:topic");
    const receivedAt = "2023-11-14T22:13:20.123Z";
    const told = (Id: string, id: string) => ({
      Id,
      Subject: "New contact submission",
      Message: JSON.stringify({ id, topic: "sales", receivedAt }),
    });
    // SNS takes no `=` in the ID of an entry.
    assert.deepEqual(input.entries, [told("0", "m-1"), told("1", "JKJaXmPLvHcESHA=")]);
  });

  it("stores messages that come again once, and announces them again: nobody can know that they were", async () => {
    const { items, announced } = services();
    const ten = Array.from({ length: 10 }, (_, index) => record(`m-${index}`));
    const ids = ten.map(({ messageId }) => messageId);
    assert.deepEqual((await invoke(...ten)).failed, []);
    const stored = [...items.values()];
    assert.deepEqual((await invoke(...ten)).failed, []);
    assert.deepEqual([...items.values()], stored);
    assert.deepEqual(announced, [...ids, ...ids]);
  });

  it("announces both of two messages with one id in a batch, and stores one", async () => {
    const { items, announced } = services();
    assert.deepEqual((await invoke(withId("s-1", record("m-1")), withId("s-1", record("m-2")))).failed, []);
    assert.deepEqual([[...items.keys()], announced], [["s-1"], ["s-1", "s-1"]]);
  });

  it("announces at the next try what it stored and could not announce, and stores it once", async () => {
    const { items, announced, failing } = services();
    failing.set("PublishBatch", "AuthorizationError");
    const { failed, log } = await invoke(record("m-1"), record("m-2"));
    assert.deepEqual(failed, ["m-1", "m-2"]);
    assert.deepEqual([[...items.keys()].sort(), announced], [["m-1", "m-2"], []]);
    assert.match(log, /"message":"not processed".*"id":"m-1","errorName":"AuthorizationErrorException"/);
    assert.equal(log.includes("stored and announced"), false);
    failing.clear();
    assert.deepEqual((await invoke(record("m-1"), record("m-2"))).failed, []);
    assert.deepEqual(
      [[...items.keys()].sort(), announced],
      [
        ["m-1", "m-2"],
        ["m-1", "m-2"],
      ],
    );
  });

  it("gives back only those of a batch that the topic did not take", async () => {
    const { announced, failing } = services();
    failing.set("PublishBatch", { "m-2": "InternalError" });
    const { failed, log } = await invoke(record("m-1"), record("m-2"), record("m-3"));
    assert.deepEqual(failed, ["m-2"]);
    assert.deepEqual(announced, ["m-1", "m-3"]);
    assert.match(log, /"message":"not processed".*"id":"m-2","errorName":"InternalError","stack":\["at /);
  });

  for (const [what, answer] of [
    ["says nothing of", {}],
    ["does not name", { Successful: [{ Id: "9", MessageId: "p-9" }], Failed: [{ Id: "10", Code: "InternalError" }] }],
  ] as const) {
    it(`gives back what the topic's answer ${what}`, async () => {
      answerWith(({ action }) => (action === "PublishBatch" ? answer : { Responses: [{}, {}] }));
      const { failed, log } = await invoke(record("m-1"), record("m-2"));
      assert.deepEqual(failed, ["m-1", "m-2"]);
      assert.match(log, /"message":"not processed".*"id":"m-1","errorName":"NotPublished"/);
    });
  }

  it("does not announce what it could not store", async () => {
    const { items, announced, failing } = services();
    failing.set("BatchExecuteStatement", { "m-2": "ThrottlingError" });
    const { failed, log } = await invoke(record("m-1"), record("m-2"), record("m-3"));
    assert.deepEqual(failed, ["m-2"]);
    assert.match(log, /"message":"not processed".*"id":"m-2","errorName":"ThrottlingError","stack":\["at /);
    assert.equal(log.includes("internal detail"), false);
    assert.deepEqual(
      [[...items.keys()].sort(), announced],
      [
        ["m-1", "m-3"],
        ["m-1", "m-3"],
      ],
    );
    for (const failure of ["AccessDeniedException", { "m-2": "AccessDenied" }]) {
      failing.set("BatchExecuteStatement", failure);
      assert.deepEqual((await invoke(record("m-2"))).failed, ["m-2"]);
      assert.equal(calls.at(-1)?.action, "BatchExecuteStatement", "SNS is not called for nothing");
    }
    failing.clear();
    assert.deepEqual((await invoke(record("m-2"))).failed, []);
    assert.deepEqual(announced, ["m-1", "m-3", "m-2"]);
  });

  it("gives back all of a batch that the table refuses, and calls no topic", async () => {
    const { items, announced, failing } = services();
    failing.set("BatchExecuteStatement", "ResourceNotFoundException");
    assert.deepEqual((await invoke(record("m-1"), record("m-2"))).failed, ["m-1", "m-2"]);
    assert.deepEqual([items.size, announced], [0, []]);
    assert.equal(calls.at(-1)?.action, "BatchExecuteStatement");
  });

  it("stores the others of a batch that the table refuses for one of them", async () => {
    const { items, announced } = services("m-2");
    const { failed, log } = await invoke(record("m-1"), record("m-2"), record("m-3"));
    assert.deepEqual(failed, ["m-2"]);
    assert.match(log, /"message":"not processed".*"id":"m-2","errorName":"ValidationException"/);
    assert.deepEqual(
      [[...items.keys()].sort(), announced],
      [
        ["m-1", "m-3"],
        ["m-1", "m-3"],
      ],
    );
  });

  for (const [what, answer] of [
    ["says nothing of", {}],
    ["has too few responses for", { Responses: [] }],
  ] as const) {
    it(`gives back what the table's answer ${what}, and does not announce it`, async () => {
      answerWith(() => answer);
      const { failed, log } = await invoke(record("m-1"), record("m-2"));
      assert.deepEqual(failed, ["m-1", "m-2"]);
      assert.match(log, /"message":"not processed".*"id":"m-1","errorName":"NotStored"/);
      assert.deepEqual(
        calls.map(({ action }) => action),
        ["BatchExecuteStatement"],
      );
    });
  }

  it("gives back only the messages of a batch that failed", async () => {
    const { items, announced } = services();
    const bodies = [
      "ada@example.com",
      '{"name":"Ada"}',
      "null",
      JSON.stringify({ ...contact, topic: "x".repeat(257) }),
    ];
    const unreadable = bodies.map((body, index) => record(`bad-${index}`, body));
    const good = Array.from({ length: 6 }, (_, index) => record(`m-${index}`));
    const { failed } = await invoke(...good.slice(0, 3), ...unreadable, ...good.slice(3));
    assert.deepEqual(failed, ["bad-0", "bad-1", "bad-2", "bad-3"]);
    const ids = good.map(({ messageId }) => messageId);
    assert.deepEqual([[...items.keys()].sort(), announced], [ids, ids]);
  });

  it("gives back the one message of a batch of one, without an error of its own", async () => {
    services();
    assert.deepEqual((await invoke(record("m-1", "{}"))).failed, ["m-1"]);
  });

  it("stores no field that a contact does not have", async () => {
    const { items } = services();
    await invoke(record("m-1", JSON.stringify({ ...contact, id: "other", website: "", expiresAt: 1, x: 1 })));
    assert.deepEqual(Object.keys(items.get("m-1") ?? {}).sort(), [
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
    assert.match(log, /"message":"stored and announced".*"ids":\["m-1"\]/);
    assert.match(log, /"message":"not processed".*"id":"s-2","errorName":"Error"/);
    for (const text of ["Ada", "ada@", "Hello", "London"]) assert.equal(log.includes(text), false, text);
  });
});
