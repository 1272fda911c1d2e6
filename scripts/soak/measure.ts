import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { type Panel, plot } from "../plot.ts";

/** How npm start's process did in some time, such as a minute. */
export interface Measure {
  /** Bytes, threads included. */
  readonly rss: number;
  /** Bytes of the main thread. */
  readonly heapUsed: number;
  /** Timers, sockets and whatever else keeps the event loop running. */
  readonly handles: number;
  /** Milliseconds by which the event loop was late. */
  readonly delayP99Ms: number;
  readonly delayMaxMs: number;
}

/** Arguments of node besides those of `npm start`, with which its process answers {@link measure}. */
export const PROBE: readonly string[] = ["--import", new URL("probe.js", import.meta.url).href];

/** How a process that was started with {@link PROBE} has done since it was last asked. */
export async function measure(child: ChildProcess): Promise<Measure> {
  child.send("measure");
  const [answer] = await once(child, "message");
  return answer;
}

const MEGABYTE = 1024 * 1024;

/** The measures, one a minute, as an SVG. */
export function plotMeasures(measures: readonly Measure[]): string {
  const one = (name: string, value: (measure: Measure) => number) => ({ name, values: measures.map(value) });
  const panels: Panel[] = [
    { title: "Memory of the process", unit: "MB", lines: [one("rss", ({ rss }) => rss / MEGABYTE)] },
    { title: "Heap of the main thread", unit: "MB", lines: [one("heap", ({ heapUsed }) => heapUsed / MEGABYTE)] },
    { title: "Handles", unit: "", lines: [one("handles", ({ handles }) => handles)] },
    { title: "Event loop delay, 99th percentile", unit: "ms", lines: [one("p99", ({ delayP99Ms }) => delayP99Ms)] },
  ];
  return plot(`npm start in a soak of ${measures.length} minutes`, panels, `${measures.length} minutes`);
}
