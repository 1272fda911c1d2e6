import type { Way } from "../contact/ways.ts";
import { LAMBDA_COMPUTE, LAMBDA_LOGS, LAMBDA_REQUESTS, type Price, REST_API, SQS } from "./prices.ts";

/** What a month's bill depends on. */
export interface Usage {
  /** Messages a month. */
  requests: number;
  /** Billed duration of the old way's function, in milliseconds. */
  durationMs: number;
  /** Memory of the function, in MB. */
  memoryMb: number;
}

/** One line of a month's bill. */
export interface Line {
  price: Price;
  units: number;
}

/** Bytes that each call adds to the log: START, END and REPORT lines of Lambda, and one line of the function. */
const LOG_BYTES = 1024;
const GIGABYTE = 1024 ** 3;

/** What `units` of a price cost in one month, tier by tier. */
export function priceOf({ tiers }: Pick<Price, "tiers">, units: number): number {
  return tiers.reduce((sum, { above, dollars }, index) => {
    const until = Math.min(units, tiers[index + 1]?.above ?? Number.POSITIVE_INFINITY);
    return until > above ? sum + (until - above) * dollars : sum;
  }, 0);
}

/** The dollars of a bill. */
export function sumOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { price, units }) => sum + priceOf(price, units), 0);
}

/** What a function costs: its calls, the time that they take, and the log that each writes. */
export function functionLines({ requests, durationMs, memoryMb }: Usage): Line[] {
  return [
    { price: LAMBDA_REQUESTS, units: requests },
    { price: LAMBDA_COMPUTE, units: requests * (durationMs / 1000) * (memoryMb / 1024) },
    { price: LAMBDA_LOGS, units: (requests * LOG_BYTES) / GIGABYTE },
  ];
}

/**
 * A month's bill from the client to the queue, the log of the function included. What both ways share (access log, consumer,
 * table, topic, data transfer) is left out.
 */
export function wayLines(way: Way, usage: Usage): Line[] {
  const { requests } = usage;
  const shared = [
    { price: REST_API, units: requests },
    { price: SQS, units: requests },
  ];
  return way === "sqs" ? shared : [...shared, ...functionLines(usage)];
}

/** A month's dollars from the client to the queue. */
export function monthlyCost(way: Way, usage: Usage): number {
  return sumOf(wayLines(way, usage));
}

/** Dollars for each million messages, at a monthly volume. */
export function costPerMillion(way: Way, usage: Usage): number {
  return usage.requests === 0 ? 0 : (monthlyCost(way, usage) / usage.requests) * 1_000_000;
}
