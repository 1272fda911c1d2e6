import assert from "node:assert/strict";
import { idsOf, whereIs } from "../../../page/contact/stored.ts";
import type { Snapshot } from "../../../src/api/wire.ts";

const item = { id: "m-1", name: "Ada" };
const services = (changed: Partial<Snapshot> = {}): Snapshot => ({
  queues: [],
  tables: [],
  topics: [],
  streams: [],
  functions: [],
  failures: [],
  ...changed,
});

describe("where an accepted message is", () => {
  it("is the table, once its item is there", () => {
    const tables = [{ name: "submissions", count: 1, items: [item] }];
    assert.deepEqual(whereIs("m-1", services({ tables }), {}), {
      state: "stored",
      table: "submissions",
      item,
      announced: false,
    });
    const published = [{ messageId: "p", message: '{"id":"m-1"}', at: "" }];
    const found = whereIs("m-1", services({ tables, topics: [{ name: "t", arn: "", published }] }), {});
    assert.ok(found.state === "stored" && found.announced);
  });

  it("is a dead-letter queue that holds its id", () => {
    assert.deepEqual(whereIs("m-1", services(), { dead: ["m-0", "m-1"] }), { state: "dead", queue: "dead" });
  });

  it("is the queue otherwise, with the reason when the consumer is set to fail", () => {
    assert.deepEqual(whereIs("m-1", services(), {}), { state: "queued", failing: false });
    const failures = [{ target: "consumer", label: "", failing: true }];
    assert.deepEqual(whereIs("m-1", services({ failures }), {}), { state: "queued", failing: true });
  });
});

describe("a message of a dead-letter queue", () => {
  it("is known by the queue's id and by each attribute", () => {
    const message = { messageId: "m", attributes: { SubmissionId: "s" }, body: "", receiveCount: 6, sentAt: "" };
    assert.deepEqual(idsOf(message), ["m", "s"]);
  });
});
