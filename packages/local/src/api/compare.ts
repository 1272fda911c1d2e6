import type http from "node:http";
import { setImmediate as breathe } from "node:timers/promises";
import { routesOf } from "../program/operations.ts";
import type { Program } from "../program/resources.ts";
import type { CompareLine, CompareRequest, Way, WayResult } from "./wire.ts";

/** Checks a request's body; returns what is wrong with it, in a sentence, when it is invalid. */
export function checkCompare(body: unknown): CompareRequest | string {
  const { requests, concurrency } = (body ?? {}) as Partial<CompareRequest>;
  if (!isBetween(requests, 1, 5000)) {
    return "requests must be a whole number from 1 to 5000";
  }
  if (!isBetween(concurrency, 1, 100)) {
    return "concurrency must be a whole number from 1 to 100";
  }
  return { requests, concurrency };
}

function isBetween(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}

/** The routes of the two ways of a submission, and what is sent to both. */
export interface Ways {
  readonly paths: Readonly<Record<Way, string>>;
  /** JSON. */
  readonly body: string;
}

/**
 * The API's first POST to SQS and its first POST to a Lambda proxy function, with the former's example from the stack's
 * file; undefined where one of them is missing.
 */
export function waysOf({ document, localhost }: Program): Ways | undefined {
  const posts = routesOf(document).filter(({ method }) => method === "POST");
  const sqs = posts.find(({ integration }) => integration === "sqs")?.path;
  const lambda = posts.find(({ integration }) => integration === "lambda-proxy")?.path;
  const example = localhost.examples[`POST ${sqs}`];
  return sqs && lambda && example ? { paths: { sqs, lambda }, body: JSON.stringify(example) } : undefined;
}

/**
 * Sends the same submissions both ways, in turns of `concurrency` so that both meet the same conditions, and streams the
 * progress as lines of JSON. Ends early when the client disconnects.
 *
 * @param apiUrl Base URL of the API with the stage.
 */
export async function streamComparison(
  response: http.ServerResponse,
  apiUrl: string,
  { paths, body }: Ways,
  { requests, concurrency }: CompareRequest,
): Promise<void> {
  const disconnected = new AbortController();
  response.once("close", () => disconnected.abort());
  response.writeHead(200, { "content-type": "application/x-ndjson", "cache-control": "no-store" });
  const runs: Record<Way, Run> = { sqs: createRun(), lambda: createRun() };
  for (let done = 0; done < requests && !disconnected.signal.aborted; done += concurrency) {
    const count = Math.min(concurrency, requests - done);
    for (const way of ["sqs", "lambda"] as const) {
      await turn(runs[way], `${apiUrl}${paths[way]}`, body, count, disconnected.signal);
      response.write(asLine({ done: done + count, total: requests, way }));
      await breathe();
    }
  }
  if (!disconnected.signal.aborted) {
    response.end(asLine({ result: { sqs: resultOf(runs.sqs), lambda: resultOf(runs.lambda) } }));
  }
}

function asLine(line: CompareLine): string {
  return `${JSON.stringify(line)}\n`;
}

interface Run {
  readonly latencies: number[];
  errors: number;
  /** Milliseconds of all its turns. */
  elapsed: number;
}

function createRun(): Run {
  return { latencies: [], errors: 0, elapsed: 0 };
}

async function turn(run: Run, url: string, body: string, count: number, signal: AbortSignal): Promise<void> {
  const started = performance.now();
  await Promise.all(Array.from({ length: count }, () => submit(run, url, body, signal)));
  run.elapsed += performance.now() - started;
}

async function submit(run: Run, url: string, body: string, signal: AbortSignal): Promise<void> {
  const started = performance.now();
  try {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(url, { method: "POST", headers, body, signal });
    await answer.arrayBuffer();
    run.errors += answer.ok ? 0 : 1;
    run.latencies.push(round(performance.now() - started));
  } catch {
    run.errors++;
  }
}

/** Figures of a run; percentiles by nearest rank. */
export function resultOf({ latencies, errors, elapsed }: Run): WayResult {
  const sorted = [...latencies].sort((one, other) => one - other);
  const rank = (part: number) => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
  const sum = sorted.reduce((total, latency) => total + latency, 0);
  return {
    p50: rank(0.5),
    p99: rank(0.99),
    mean: round(sorted.length && sum / sorted.length),
    errors,
    perSecond: round(elapsed && (sorted.length / elapsed) * 1000),
    latencies,
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
