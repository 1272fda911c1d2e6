import { setTimeout as wait } from "node:timers/promises";
import {
  CancelMessageMoveTaskCommand,
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResultEntry,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import type { Queue } from "./queue.ts";

/** How the command speaks with whoever typed it. */
export interface Terminal {
  readonly print: (line: string) => void;
  /** Whether the answer to a question is yes. */
  readonly confirm: (question: string) => Promise<boolean>;
}

const messages = (count: number) => (count === 1 ? "1 message" : `${count} messages`);

/**
 * Starts SQS's own task that moves a dead-letter queue's messages back to the queue they came from, once somebody said yes. A task
 * that runs already is left alone: SQS has one at a time for each queue.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 *
 * @param rate Messages a second, 1 to 500.
 * @returns Whether a task runs now.
 * @throws the SDK's error when SQS refuses it.
 */
export async function start(queue: Queue, rate: number, { print, confirm }: Terminal): Promise<boolean> {
  const { client, arn, name } = queue;
  if ((await lastTask(queue))?.Status === "RUNNING") {
    print(`A task is moving the messages of ${name} already.`);
    return true;
  }
  if (queue.messages === 0) {
    print(`No dead letters in ${name}.`);
    return false;
  }
  if (!(await confirm(`Move ${messages(queue.messages)} of ${name} back to their queue, ${rate} a second?`))) {
    print("Nothing was moved.");
    return false;
  }
  await client.send(new StartMessageMoveTaskCommand({ SourceArn: arn, MaxNumberOfMessagesPerSecond: rate }));
  return true;
}

/**
 * Waits for the end of the task that moves a queue's messages, and says how far it is.
 *
 * @param pause Milliseconds between two looks at the task.
 * @throws Error when the task fails or is canceled.
 */
export async function watch(queue: Queue, { print }: Pick<Terminal, "print">, pause = 1_000): Promise<void> {
  let last = "";
  for (;;) {
    const task = await lastTask(queue);
    const moved = task?.ApproximateNumberOfMessagesMoved ?? 0;
    if (task?.Status === "COMPLETED") return print(`Moved ${messages(moved)}.`);
    if (task?.Status !== "RUNNING" && task?.Status !== "CANCELLING") {
      const reason = task?.FailureReason === undefined ? "" : `: ${task.FailureReason}`;
      throw new Error(`the task is ${(task?.Status ?? "gone").toLowerCase()} after ${messages(moved)}${reason}`);
    }
    const progress = `${moved} of about ${task.ApproximateNumberOfMessagesToMove ?? queue.messages} moved`;
    if (progress !== last) print(progress);
    last = progress;
    await wait(pause);
  }
}

/**
 * Stops the task that moves a queue's messages. What was moved stays moved.
 *
 * @throws the SDK's error when SQS refuses it.
 */
export async function cancel(queue: Queue, { print }: Pick<Terminal, "print">): Promise<void> {
  const task = await lastTask(queue);
  if (task?.Status !== "RUNNING") return print(`No task is moving the messages of ${queue.name}.`);
  const { ApproximateNumberOfMessagesMoved: moved = 0 } = await queue.client.send(
    new CancelMessageMoveTaskCommand({ TaskHandle: task.TaskHandle }),
  );
  print(`Canceled. ${messages(moved)} moved before.`);
}

async function lastTask({ client, arn }: Queue): Promise<ListMessageMoveTasksResultEntry | undefined> {
  const { Results } = await client.send(new ListMessageMoveTasksCommand({ SourceArn: arn, MaxResults: 1 }));
  return Results?.[0];
}
