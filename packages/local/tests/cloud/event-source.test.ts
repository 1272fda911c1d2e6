import assert from "node:assert/strict";
import { failedIds, startEventSource, toRecord } from "../../src/cloud/event-source.ts";
import { type Reserved, readBody, reserve } from "../../src/cloud/serve.ts";

const messages = ["a", "b", "c"].map((MessageId) => ({ MessageId }));
const outcome = (result: unknown) => ({ payload: JSON.stringify(result), requestId: "r", log: "" });

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

  it("is everything when a report is not a list", () => {
    for (const batchItemFailures of ["a", { itemIdentifier: "a" }, 1, true]) {
      const reported = outcome({ batchItemFailures });
      assert.deepEqual([...failedIds(reported, messages, true)], ["a", "b", "c"], JSON.stringify(batchItemFailures));
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

describe("a queue that feeds a function", () => {
  let queue: Reserved;
  afterEach(() => queue.close());

  /** A queue with one message, whose other answers are what `answer` says, and the actions that came. */
  async function oneMessage(result: unknown, answer: (action: string, count: number) => number) {
    const actions: string[] = [];
    const inputs: Record<string, unknown>[] = [];
    let delivered = false;
    queue = await reserve();
    const settled = new Promise<void>((resolve) => {
      queue.serve(async (request, response) => {
        const action = String(request.headers["x-amz-target"]).replace("AmazonSQS.", "");
        const input = JSON.parse((await readBody(request)).toString());
        if (action === "ReceiveMessage") {
          const Messages = delivered ? [] : [{ MessageId: "a", ReceiptHandle: "handle", Body: "hi" }];
          if (delivered) await new Promise((later) => setTimeout(later, 50));
          delivered = true;
          response.end(JSON.stringify({ Messages }));
          return;
        }
        actions.push(action);
        inputs.push(input);
        const status = answer(action, actions.length);
        response.writeHead(status).end("{}");
        if (status === 200) resolve();
      });
    });
    const source = startEventSource({
      endpoints: { sqs: queue.url, sns: "", dynamodb: "", kinesis: "", lambda: "", s3: "" },
      functions: { invoke: async () => outcome(result) },
      queueUrl: "queue",
      mapping: {
        type: "",
        name: "",
        id: "",
        inputs: { eventSourceArn: "arn", functionName: "f", functionResponseTypes: ["ReportBatchItemFailures"] },
        outputs: {},
      },
      retrySeconds: 7,
    });
    await settled;
    await source.stop();
    return { actions, inputs };
  }

  it("is told again to delete what was done when it did not answer", async () => {
    const { actions } = await oneMessage(null, (_action, count) => (count === 1 ? 503 : 200));
    assert.deepEqual(actions, ["DeleteMessageBatch", "DeleteMessageBatch"]);
  });

  it("shows again after the given time what the function failed on", async () => {
    const { actions, inputs } = await oneMessage({ batchItemFailures: [{ itemIdentifier: "a" }] }, () => 200);
    assert.deepEqual(actions, ["ChangeMessageVisibilityBatch"]);
    assert.deepEqual(inputs[0]?.Entries, [{ Id: "0", ReceiptHandle: "handle", VisibilityTimeout: 7 }]);
  });
});
