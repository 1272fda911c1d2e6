import type { Way } from "../contact/ways.ts";
import { PRICES, type Price } from "./prices.ts";

/** What a month's bill depends on. */
export interface Usage {
  /** Messages a month. */
  requests: number;
  /** Billed duration of the old way's function, in milliseconds. */
  durationMs: number;
  /** Memory of the function, in MB. */
  memoryMb: number;
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

/**
 * A month's dollars from the client to the queue, the log of the function included. What both ways share (access log,
 * consumer, table, topic, data transfer) is left out.
 */
export function monthlyCost(way: Way, { requests, durationMs, memoryMb }: Usage): number {
  const shared = priceOf(PRICES.restApi, requests) + priceOf(PRICES.sqs, requests);
  if (way === "sqs") {
    return shared;
  }
  const gbSeconds = requests * (durationMs / 1000) * (memoryMb / 1024);
  return (
    shared +
    priceOf(PRICES.lambdaRequest, requests) +
    priceOf(PRICES.lambdaCompute, gbSeconds) +
    priceOf(PRICES.lambdaLog, (requests * LOG_BYTES) / GIGABYTE)
  );
}

/** Dollars for each million messages, at a monthly volume. */
export function costPerMillion(way: Way, usage: Usage): number {
  return usage.requests === 0 ? 0 : (monthlyCost(way, usage) / usage.requests) * 1_000_000;
}
