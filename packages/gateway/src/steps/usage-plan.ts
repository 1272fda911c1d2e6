import { stableId } from "../request/ids.ts";

/** Request rate that is allowed: tokens come at `rateLimit` a second into a bucket that holds `burstLimit`. */
export interface Throttle {
  /** Requests per second. */
  readonly rateLimit: number;
  /** Requests at once. */
  readonly burstLimit: number;
}

/** What each API key of the stage's usage plan may do. */
export interface UsagePlanOptions {
  readonly throttle?: Throttle;
  /** Requests that a key may make in a period; periods begin at 00:00 UTC, weeks on Sunday. */
  readonly quota?: { readonly limit: number; readonly period: "DAY" | "WEEK" | "MONTH" };
}

/** A usage plan at work, and the stage's own throttle. */
export interface UsagePlan {
  readonly id: string;
  readonly limits: UsagePlanOptions;
  readonly stageThrottle?: Throttle;
  /** The key's entry, or undefined for a key that is not in the plan. */
  readonly find: (apiKey: string) => KeyUsage | undefined;
  /** Takes a request off the stage's limit; false when it is used up. */
  readonly takeFromStage: (now: number) => boolean;
}

/** One API key's use of its plan. */
export interface KeyUsage {
  readonly id: string;
  /** Takes a request off the key's limits, and says which one, if any, is used up. */
  readonly take: (now: number) => "THROTTLED" | "QUOTA_EXCEEDED" | undefined;
}

/**
 * A usage plan for these keys, all of them enabled.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export function usagePlan(apiKeys: readonly string[], plan: UsagePlanOptions = {}, stage?: Throttle): UsagePlan {
  const usages = new Map(apiKeys.map((key) => [key, keyUsage(key, plan)]));
  return {
    find: (apiKey) => usages.get(apiKey),
    takeFromStage: stage ? tokenBucket(stage) : () => true,
    id: stableId("usage plan", 6),
    limits: plan,
    stageThrottle: stage,
  };
}

function keyUsage(apiKey: string, { throttle, quota }: UsagePlanOptions): KeyUsage {
  const takeToken = throttle ? tokenBucket(throttle) : () => true;
  let period = "";
  let used = 0;
  return {
    id: stableId(apiKey),
    take(now) {
      if (!takeToken(now)) return "THROTTLED";
      if (!quota) return undefined;
      const current = periodOf(now, quota.period);
      if (current !== period) {
        period = current;
        used = 0;
      }
      if (used >= quota.limit) return "QUOTA_EXCEEDED";
      used++;
      return undefined;
    },
  };
}

/** A token bucket, full at first. Its function takes one token at a time in ms, and returns false when there is none. */
function tokenBucket({ rateLimit, burstLimit }: Throttle): (now: number) => boolean {
  let tokens = burstLimit;
  let last: number | undefined;
  return (now) => {
    tokens = Math.min(burstLimit, tokens + ((now - (last ?? now)) / 1000) * rateLimit);
    last = now;
    if (tokens < 1) return false;
    tokens--;
    return true;
  };
}

function periodOf(now: number, period: "DAY" | "WEEK" | "MONTH"): string {
  const date = new Date(now);
  if (period === "WEEK") date.setUTCDate(date.getUTCDate() - date.getUTCDay());
  return date.toISOString().slice(0, period === "MONTH" ? 7 : 10);
}
