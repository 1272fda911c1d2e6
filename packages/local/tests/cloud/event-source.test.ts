import assert from "node:assert/strict";
import { failedIds, toRecord } from "../../src/cloud/event-source.ts";

const messages = ["a", "b", "c"].map((MessageId) => ({ MessageId }));
const outcome = (result: unknown) => ({ payload: Buffer.from(JSON.stringify(result)), requestId: "r", log: "" });

describe("what a function failed on", () => {
  it("is what it reports", () => {
    const reported = outcome({ batchItemFailures: [{ itemIdentifier: "b" }] });
    assert.deepEqual([...failedIds(reported, messages, true)], ["b"]);
  });

  it("is nothing without a report, or with an empty one", () => {
    for (const result of [null, {}, { batchItemFailures: [] }, { batchItemFailures: null }, "done"]) {
      assert.deepEqual([...failedIds(outcome(result), messages, true)], [], JSON.stringify(result));
    }
  });

  it("is everything when a report names what is not in the batch", () => {
    for (const itemIdentifier of ["z", "", null, undefined]) {
      const reported = outcome({ batchItemFailures: [{ itemIdentifier: "a" }, { itemIdentifier }] });
      assert.deepEqual([...failedIds(reported, messages, true)], ["a", "b", "c"], String(itemIdentifier));
    }
  });

  it("is everything when the function threw", () => {
    const thrown = { ...outcome({ errorMessage: "no" }), functionError: "Unhandled" as const };
    assert.deepEqual([...failedIds(thrown, messages, true)], ["a", "b", "c"]);
  });

  it("is nothing when the mapping does not ask for reports", () => {
    const reported = outcome({ batchItemFailures: [{ itemIdentifier: "b" }] });
    assert.deepEqual([...failedIds(reported, messages, false)], []);
  });
});

describe("a record of an SQS event", () => {
  it("has Lambda's names", () => {
    const message = {
      MessageId: "m",
      ReceiptHandle: "r",
      Body: "hi",
      MD5OfBody: "5d",
      Attributes: { ApproximateReceiveCount: "2" },
      MessageAttributes: { kind: { DataType: "String", StringValue: "x" } },
    };
    assert.deepEqual(toRecord(message, "arn:aws:sqs:us-east-1:000000000000:q"), {
      messageId: "m",
      receiptHandle: "r",
      body: "hi",
      md5OfBody: "5d",
      attributes: { ApproximateReceiveCount: "2" },
      messageAttributes: {
        kind: {
          dataType: "String",
          stringValue: "x",
          binaryValue: undefined,
          stringListValues: [],
          binaryListValues: [],
        },
      },
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:q",
      awsRegion: "us-east-1",
    });
  });
});
