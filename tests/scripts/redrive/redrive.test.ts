import assert from "node:assert/strict";
import { findQueue } from "../../../scripts/redrive/queue.ts";
import { cancel, start, watch } from "../../../scripts/redrive/redrive.ts";
import { ARN, type Script, type StandIn, startSqs } from "./sqs.ts";

const running = (moved: number) => ({
  TaskHandle: "handle",
  Status: "RUNNING",
  SourceArn: ARN,
  ApproximateNumberOfMessagesMoved: moved,
  ApproximateNumberOfMessagesToMove: 12,
});
const ended = (Status: string, moved: number, FailureReason?: string) => ({
  Status,
  SourceArn: ARN,
  ApproximateNumberOfMessagesMoved: moved,
  FailureReason,
});

describe("the redrive of dead letters", () => {
  let sqs: StandIn;
  before(() => {
    // The SDK signs each call, the stand-in asks for no more.
    process.env.AWS_ACCESS_KEY_ID ??= "test";
    process.env.AWS_SECRET_ACCESS_KEY ??= "test";
    process.env.AWS_REGION ??= "us-east-1";
  });
  afterEach(() => sqs.stop());

  /** Redrives with an answer to the question; what was asked and printed, in order. */
  async function redrive(script: Script, answer = true): Promise<string[]> {
    sqs = await startSqs(script);
    const lines: string[] = [];
    const print = (line: string) => lines.push(line);
    const confirm = async (question: string) => {
      print(question);
      return answer;
    };
    const queue = await findQueue(ARN, sqs.url);
    if (await start(queue, 5, { print, confirm })) await watch(queue, { print }, 1);
    return lines;
  }
  const started = () => sqs.calls.filter(({ action }) => action === "StartMessageMoveTask").map(({ input }) => input);

  it("moves the messages back to the queue they came from after a yes, and says how far it is", async () => {
    const script = { waiting: 12, tasks: [running(0), running(7), running(7), ended("COMPLETED", 12)] };
    assert.deepEqual(await redrive(script), [
      "Move 12 messages of dead-letters back to their queue, 5 a second?",
      "0 of about 12 moved",
      "7 of about 12 moved",
      "Moved 12 messages.",
    ]);
    assert.deepEqual(started(), [{ SourceArn: ARN, MaxNumberOfMessagesPerSecond: 5 }]);
  });

  it("moves nothing after a no", async () => {
    assert.deepEqual((await redrive({ waiting: 1, tasks: [] }, false)).slice(1), ["Nothing was moved."]);
    assert.deepEqual(started(), []);
  });

  it("asks nothing where no dead letter waits", async () => {
    assert.deepEqual(await redrive({ waiting: 0, tasks: [] }), ["No dead letters in dead-letters."]);
    assert.deepEqual(started(), []);
  });

  it("watches a task that runs already, and starts none", async () => {
    assert.deepEqual(await redrive({ waiting: 5, running: true, tasks: [running(6), ended("COMPLETED", 12)] }), [
      "A task is moving the messages of dead-letters already.",
      "Moved 12 messages.",
    ]);
    assert.deepEqual(started(), []);
  });

  it("fails with SQS's reason when the task fails, or is canceled by somebody", async () => {
    await assert.rejects(
      redrive({ waiting: 12, tasks: [running(1), ended("FAILED", 2, "AWS.SimpleQueueService.NonExistentQueue")] }),
      { message: "the task is failed after 2 messages: AWS.SimpleQueueService.NonExistentQueue" },
    );
    sqs.stop();
    await assert.rejects(redrive({ waiting: 12, tasks: [ended("CANCELLED", 1)] }), {
      message: "the task is cancelled after 1 message",
    });
  });

  it("fails with SQS's error when the queue is no dead-letter queue", async () => {
    const refusal = ["InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue."] as const;
    await assert.rejects(redrive({ waiting: 12, tasks: [], refusal }), { message: refusal[1] });
  });

  it("cancels the task that runs", async () => {
    sqs = await startSqs({ waiting: 9, running: true, tasks: [running(3)] });
    const lines: string[] = [];
    await cancel(await findQueue(`${sqs.url}/123456789012/dead-letters`, undefined), {
      print: (line) => lines.push(line),
    });
    assert.deepEqual(lines, ["Canceled. 3 messages moved before."]);
    assert.deepEqual(sqs.calls.at(-1), { action: "CancelMessageMoveTask", input: { TaskHandle: "handle" } });
  });

  it("cancels nothing where no task runs", async () => {
    sqs = await startSqs({ waiting: 9, running: true, tasks: [ended("COMPLETED", 12)] });
    const lines: string[] = [];
    await cancel(await findQueue(ARN, sqs.url), { print: (line) => lines.push(line) });
    assert.deepEqual(lines, ["No task is moving the messages of dead-letters."]);
  });
});
