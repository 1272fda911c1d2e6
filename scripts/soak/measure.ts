import { type Panel, plot } from "../plot.ts";

/** How npm start's process did in a minute. */
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
