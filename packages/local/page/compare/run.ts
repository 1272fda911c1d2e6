import { signal } from "@preact/signals";
import type { CompareLine, Way, WayResult } from "../../src/api/wire.ts";
import { messageOf } from "../api/request.ts";
import { chunksOf, jsonLines } from "./ndjson.ts";

/** How far a way is. */
export interface Progress {
  done: number;
  total: number;
}

/** A comparison: not yet run, running, or over for one of three reasons. */
export interface Run {
  state: "idle" | "running" | "done" | "stopped" | "failed";
  progress: Partial<Record<Way, Progress>>;
  result?: Readonly<Record<Way, WayResult>>;
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
      take(line as CompareLine);
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

function take(line: CompareLine): void {
  if ("result" in line) {
    run.value = { ...run.value, state: "done", result: line.result };
  } else {
    const { way, done, total } = line;
    run.value = { ...run.value, progress: { ...run.value.progress, [way]: { done, total } } };
  }
}
