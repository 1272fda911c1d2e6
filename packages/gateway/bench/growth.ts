import type { ChildProcess } from "node:child_process";
import type { LoadOptions, LoadResult } from "./generator.ts";
import { bodies, connections, type GrowthRequest, manyRoutes, type Question, templates } from "./growth-documents.ts";
import { ask, startModule } from "./processes.ts";
import { callService, purgeQueue } from "./queues.ts";
import { type Info, type RunningServer, startBenchProgram, startRole, startUpstream } from "./servers.ts";
import { CONTACT } from "./targets.ts";
import { usageOfTree } from "./usage.ts";

/** How the cost of a request grows with something. */
export interface Growth {
  /** What grows, such as `routes`. */
  readonly by: string;
  readonly unit: string;
  readonly series: readonly Series[];
}

/** One kind of request. */
export interface Series {
  readonly name: string;
  readonly points: readonly Point[];
}

/** CPU time of the server a request, in microseconds, where what grows has a size. */
export interface Point {
  readonly size: number;
  readonly cpu: number;
}

const SECONDS = 1.5;
/** Messages that wait. */
const WAITING = [100, 1_000, 10_000, 100_000];
/** Messages that are sent, and then received, at each number of waiting ones. */
const MESSAGES = 2_000;
/** Calls at once. */
const CALLS = 8;
/** Messages of a batch of SQS. */
const BATCH = 10;

/** Measures the CPU time of requests to the gateway alone, and of messages through `npm start`, at each size. */
export async function measureGrowth(progress: (text: string) => void): Promise<Growth[]> {
  const generator = startModule("generator.ts");
  const upstream = await startUpstream();
  const results: Growth[] = [];
  for (const question of [manyRoutes, templates, bodies, connections]) {
    results.push(await measure(question, generator, upstream, progress));
  }
  try {
    return [...results, await measureWaiting(upstream, progress)];
  } catch (error) {
    console.error(`\nNot measured: messages that wait. ${(error as Error).message}`);
    return results;
  }
}

async function measure(
  question: Question,
  generator: ChildProcess,
  upstream: string,
  progress: (text: string) => void,
): Promise<Growth> {
  const { by, unit, sizes } = question;
  const points = new Map<string, Point[]>();
  for (const size of sizes) {
    const { document, requests } = question.make(size);
    const server = await startRole("gateway", { document, upstream });
    for (const [name, request] of Object.entries(requests)) {
      progress(`growth by ${by}, ${size.toLocaleString("en-US")} ${unit}: ${name}`);
      try {
        const cpu = await cpuOf(generator, server, { ...request, path: `/dev${request.path}` });
        points.set(name, [...(points.get(name) ?? []), { size, cpu }]);
      } catch (error) {
        console.error(`\nNot measured: ${name} at ${size} ${unit}. ${(error as Error).message}`);
      }
    }
    process.kill(server.pid);
  }
  return { by, unit, series: [...points].map(([name, list]) => ({ name, points: list })) };
}

async function cpuOf(generator: ChildProcess, server: { pid: number; port: number }, request: GrowthRequest) {
  const options = { ...request, port: server.port, seconds: SECONDS } satisfies LoadOptions;
  await ask<LoadResult>(generator, { ...options, seconds: 0.7 }); // so that all is compiled
  const before = usageOfTree(server.pid).cpu;
  const { requests, late } = await ask<LoadResult>(generator, options);
  return (usageOfTree(server.pid).cpu - before) / (requests + late);
}

/** Sends and receives beside many messages that wait in a queue of `npm start`. */
async function measureWaiting(upstream: string, progress: (text: string) => void): Promise<Growth> {
  progress("growth by messages that wait");
  const server = await startBenchProgram(upstream);
  const { info } = server;
  const queueUrl = String(info.outputs.queueUrl);
  const url = `http://127.0.0.1:${server.port}${server.prefix}/queue`;
  await send(url, MESSAGES); // so that all is compiled
  await receive(info, queueUrl, MESSAGES);
  const sending: Point[] = [];
  const receiving: Point[] = [];
  for (const size of WAITING) {
    progress(`growth by messages that wait, ${size.toLocaleString("en-US")}`);
    await purgeQueue(info, queueUrl);
    await fill(info, queueUrl, size);
    sending.push({ size, cpu: await cpuOfCalls(server, () => send(url, MESSAGES)) });
    receiving.push({ size, cpu: await cpuOfCalls(server, () => receive(info, queueUrl, MESSAGES)) });
  }
  return {
    by: "messages that wait",
    unit: "messages",
    series: [
      { name: "POST to the queue", points: sending },
      { name: "receive and delete, ten at once", points: receiving },
    ],
  };
}

async function cpuOfCalls({ pid }: RunningServer, calls: () => Promise<void>): Promise<number> {
  const before = usageOfTree(pid).cpu;
  await calls();
  return (usageOfTree(pid).cpu - before) / MESSAGES;
}

async function send(url: string, messages: number): Promise<void> {
  await inParallel(messages, async () => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(url, { method: "POST", headers, body: CONTACT });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  });
}

async function fill(info: Info, queueUrl: string, messages: number): Promise<void> {
  const Entries = Array.from({ length: BATCH }, (_, id) => ({ Id: String(id), MessageBody: CONTACT }));
  await inParallel(messages / BATCH, () =>
    callService(info, "sqs", "SendMessageBatch", { QueueUrl: queueUrl, Entries }),
  );
}

async function receive(info: Info, queueUrl: string, messages: number): Promise<void> {
  await inParallel(messages / BATCH, async () => {
    const input = { QueueUrl: queueUrl, MaxNumberOfMessages: BATCH };
    const { Messages = [] } = await callService<{ Messages?: { ReceiptHandle: string }[] }>(
      info,
      "sqs",
      "ReceiveMessage",
      input,
    );
    if (Messages.length === 0) return;
    const Entries = Messages.map(({ ReceiptHandle }, id) => ({ Id: String(id), ReceiptHandle }));
    await callService(info, "sqs", "DeleteMessageBatch", { QueueUrl: queueUrl, Entries });
  });
}

async function inParallel(times: number, call: () => Promise<unknown>): Promise<void> {
  let left = times;
  await Promise.all(
    Array.from({ length: CALLS }, async () => {
      while (left-- > 0) await call();
    }),
  );
}
