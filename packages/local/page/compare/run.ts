import { signal } from "@preact/signals";
import { messageOf } from "../api/request.ts";
import type { Way } from "../contact/ways.ts";
import { chunksOf, jsonLines } from "./ndjson.ts";

/** What one way measured. Times in milliseconds. */
export interface WayResult {
  p50: number;
  p99: number;
  mean: number;
  errors: number;
  perSecond: number;
  latencies: number[];
}

/** How far a way is. */
export interface Progress {
  done: number;
  total: number;
}

/** A comparison: not yet run, running, or over for one of three reasons. */
export interface Run {
  state: "idle" | "running" | "done" | "stopped" | "failed";
  progress: Partial<Record<Way, Progress>>;
  result?: Record<Way, WayResult>;
  error?: string;
}

/** The last comparison; it goes on while other parts of the page are looked at. */
export const run = signal<Run>({ state: "idle", progress: {} });

let stopper: AbortController | undefined;

/** Stops the comparison that runs. */
export function stopRun(): void {
  stopper?.abort();
}

/** Sends `requests` messages each way, `concurrency` at a time. What it found is in `run`. Never throws. */
export async function startRun(requests: number, concurrency: number): Promise<void> {
  stopper = new AbortController();
  run.value = { state: "running", progress: {} };
  try {
    const response = await fetch("/_local/compare", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ requests, concurrency }),
      signal: stopper.signal,
    });
    if (!response.ok || !response.body) {
      throw new Error(messageOf(await response.text()) ?? `The local server answered ${response.status}.`);
    }
    for await (const line of jsonLines(chunksOf(response.body))) {
      take(line as Line);
    }
    if (!run.value.result) {
      throw new Error("The server ended the comparison before it was complete.");
    }
  } catch (error) {
    run.value = stopper.signal.aborted
      ? { ...run.value, state: "stopped" }
      : { ...run.value, state: "failed", error: (error as Error).message };
  }
}

type Line = { way: Way; done: number; total: number } | { result: Record<Way, WayResult> } | { message: string };

function take(line: Line): void {
  if ("result" in line) {
    run.value = { ...run.value, state: "done", result: line.result };
  } else if ("way" in line) {
    const { way, done, total } = line;
    run.value = { ...run.value, progress: { ...run.value.progress, [way]: { done, total } } };
  }
}
