import assert from "node:assert/strict";
import { SqsBatchIntegration } from "../../../components/integrations/sqs-batch.ts";
import { resolved, run } from "../../../components/testing/run.ts";
import { type Served, serveRoutes } from "./served.ts";

const queue = { arn: "arn:aws:sqs:us-east-1:123456789012:inbox" };

describe("SqsBatchIntegration", () => {
  it("may send messages to its queue, and nothing else", async () => {
    const { inputs } = await run(() => new SqsBatchIntegration("events", { model: "List", queue }));
    assert.deepEqual(JSON.parse(inputs("aws:iam/rolePolicy:RolePolicy").policy).Statement, [
      { Effect: "Allow", Action: ["sqs:SendMessage"], Resource: [queue.arn] },
    ]);
  });

  it("creates a queue, encrypted, unless it is given one", async () => {
    const { inputs, result } = await run(() => new SqsBatchIntegration("events", { model: "List" }));
    assert.equal(inputs("aws:sqs/queue:Queue", "events-queue").sqsManagedSseEnabled, true);
    assert.equal(await resolved(result.queueArn), "arn:aws:sqs:us-east-1:123456789012:events-queue");
    const given = await run(() => new SqsBatchIntegration("events", { model: "List", queue }));
    assert.deepEqual(given.names("aws:sqs/queue:Queue"), []);
    assert.equal(await resolved(given.result.queueArn), queue.arn);
  });

  it("refuses a FIFO queue, whose messages need a group", async () => {
    const fifo = { arn: `${queue.arn}.fifo` };
    await assert.rejects(
      run(() => new SqsBatchIntegration("events", { model: "List", queue: fifo })),
      ({ message }: Error) =>
        message.endsWith(`SqsBatchIntegration "events": queue: expected a standard queue, got "${fifo.arn}"`),
    );
  });
});

describe("SqsBatchIntegration over HTTP", () => {
  let served: Served;
  before(async () => {
    served = await serveRoutes(() => ({ "POST /events": new SqsBatchIntegration("events", { model: "List", queue }) }));
  });
  after(() => served.close());

  const items = [{ note: `it's "x" \\ é` }, "two"];
  const post = async (body: unknown = items) => {
    const headers = { "content-type": "application/json" };
    const answer = await served.send("POST", "/events", JSON.stringify(body), headers);
    return [answer.status, await answer.json()];
  };

  it("sends each item as a message", async () => {
    const Successful = [
      { Id: "0", MessageId: "m-0" },
      { Id: "1", MessageId: "m-1" },
    ];
    served.answerWith({ body: JSON.stringify({ Successful }) });
    const accepted = [
      { index: 0, messageId: "m-0" },
      { index: 1, messageId: "m-1" },
    ];
    assert.deepEqual(await post(), [202, { accepted }]);
    const [request] = served.received;
    assert.equal(request?.headers["x-amz-target"], "AmazonSQS.SendMessageBatch");
    assert.equal(request?.headers["content-type"], "application/x-amz-json-1.0");
    assert.deepEqual([request?.method, request?.path], ["POST", "/"]);
    const { QueueUrl, Entries } = JSON.parse(String(request?.body));
    assert.equal(QueueUrl, "https://sqs.us-east-1.amazonaws.com/123456789012/inbox");
    assert.deepEqual(
      Entries.map(({ MessageBody }: { MessageBody: string }) => JSON.parse(MessageBody)),
      items,
    );
  });

  for (const [SenderFault, status, message] of [
    [true, 400, "Bad request"],
    [false, 502, "Bad gateway"],
  ] as const) {
    it(`answers ${status} when a message fails ${SenderFault ? "by itself" : "by SQS"}, and says which`, async () => {
      const Successful = [{ Id: "1", MessageId: "m-1" }];
      const Failed = [{ Id: "0", SenderFault, Code: "secret", Message: "secret" }];
      served.answerWith({ body: JSON.stringify({ Successful, Failed }) });
      const accepted = [{ index: 1, messageId: "m-1" }];
      assert.deepEqual(await post(), [status, { message, failed: [0], accepted }]);
    });
  }

  it("answers 400 to more messages than SQS takes, before SQS is asked", async () => {
    served.answerWith({});
    assert.deepEqual(await post(Array(11).fill("x")), [400, { message: "Invalid request body" }]);
    assert.deepEqual(served.received, []);
  });

  it("answers 400 to messages that are too long together", async () => {
    served.answerWith({ status: 400, body: '{"__type": "com.amazonaws.sqs#BatchRequestTooLong"}' });
    assert.deepEqual(await post(), [400, { message: "Bad request" }]);
  });
});
