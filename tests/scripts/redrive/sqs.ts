import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

/** A stand-in for SQS with one dead-letter queue, which answers the calls about message-move tasks as its API documents them. */
export interface StandIn {
  readonly url: string;
  /** What was called, with what, in order. */
  readonly calls: readonly { readonly action: string; readonly input: Record<string, unknown> }[];
  stop(): void;
}

export const ARN = "arn:aws:sqs:us-east-1:123456789012:dead-letters";

/** How a task goes: what each `ListMessageMoveTasks` after its start answers, the last one again and again. */
export interface Script {
  readonly waiting: number;
  readonly tasks: readonly object[];
  /** Whether a task runs before any was started. */
  readonly running?: boolean;
  /** An error's name and message with which SQS answers the start. */
  readonly refusal?: readonly [string, string];
}

export async function startSqs({ waiting, tasks, running = false, refusal }: Script): Promise<StandIn> {
  const calls: { action: string; input: Record<string, unknown> }[] = [];
  let isStarted = running;
  let looks = 0;
  const answers: Record<string, () => object> = {
    GetQueueUrl: () => ({ QueueUrl: `${base}/123456789012/dead-letters` }),
    GetQueueAttributes: () => ({ Attributes: { QueueArn: ARN, ApproximateNumberOfMessages: `${waiting}` } }),
    ListMessageMoveTasks: () => ({ Results: isStarted ? [tasks[Math.min(looks++, tasks.length - 1)]] : [] }),
    StartMessageMoveTask: () => {
      isStarted = true;
      return { TaskHandle: "handle" };
    },
    CancelMessageMoveTask: () => ({ ApproximateNumberOfMessagesMoved: 3 }),
  };
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const action = String(request.headers["x-amz-target"]).replace("AmazonSQS.", "");
    calls.push({ action, input: JSON.parse(Buffer.concat(chunks).toString()) });
    const [name, message] = (action === "StartMessageMoveTask" && refusal) || [];
    const body = name === undefined ? answers[action]?.() : { __type: `com.amazonaws.sqs#${name}`, message };
    response.writeHead(name === undefined ? 200 : 400, { "content-type": "application/x-amz-json-1.0" });
    response.end(JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: base,
    calls,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
