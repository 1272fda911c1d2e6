import { stableId } from "../request/ids.ts";

/** Request rate that is allowed: tokens come at `rateLimit` a second into a bucket that holds `burstLimit`. */
export interface Throttle {
  /** Requests per second. */
  readonly rateLimit: number;
  /** Requests at once. */
  readonly burstLimit: number;
}

/** Throttles by method, as API Gateway names methods in its settings: `/pets/{id}/GET`, `/GET` for the root. */
export type MethodThrottles = Readonly<Record<string, Throttle>>;

/** A usage plan of the stage: the API keys in it, and what each of them may do. */
export interface UsagePlanOptions {
  /** Default: a name by the plan's place in the list. */
  readonly name?: string;
  /** The enabled API keys. A key is in one plan of a stage only. */
  readonly apiKeys: readonly string[];
  /** Limit of each key, all methods together. Default: none. */
  readonly throttle?: Throttle;
  /** Limits of each key for single methods, in the place of `throttle`. */
  readonly methodThrottles?: MethodThrottles;
  /** Requests that a key may make in a period; periods begin at 00:00 UTC, weeks on Sunday. Default: no limit. */
  readonly quota?: { readonly limit: number; readonly period: "DAY" | "WEEK" | "MONTH" };
}

/** What limits a stage. */
export interface StageLimits {
  readonly usagePlans?: readonly UsagePlanOptions[];
  /** Limit of the stage, for all clients together. Default: none. */
  readonly throttle?: Throttle;
  /** Limits of single methods, for all clients together, in the place of `throttle`. */
  readonly methodThrottles?: MethodThrottles;
}

/** The limits at work. */
export interface UsagePlans {
  /** The use of an API key, or undefined for a key that is in no plan. */
  readonly find: (apiKey: string) => KeyUsage | undefined;
  /** Takes a request off the stage's limit for a method; gives the limit that is used up, if one is. */
  readonly takeFromStage: (now: number, method: string) => Throttle | undefined;
}

/** One API key's use of its plan. */
export interface KeyUsage {
  readonly id: string;
  readonly usagePlanId: string;
  /** Takes a request off the key's limits, and says which one, if any, is used up. */
  readonly take: (now: number, method: string) => Exceeded | undefined;
}

/** A limit of a usage plan that is used up. */
export type Exceeded =
  | { readonly type: "THROTTLED"; readonly throttle: Throttle }
  | { readonly type: "QUOTA_EXCEEDED"; readonly quota: NonNullable<UsagePlanOptions["quota"]> };

/**
 * The usage plans and throttles of a stage.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 *
 * @throws RangeError when a key is in two plans
 */
export function createUsagePlans({ usagePlans = [], throttle, methodThrottles }: StageLimits): UsagePlans {
  const usages = new Map<string, KeyUsage>();
  for (const [i, plan] of usagePlans.entries()) {
    const usagePlanId = stableId(plan.name ?? `usage plan ${i}`, 6);
    for (const apiKey of plan.apiKeys) {
      if (usages.has(apiKey)) throw new RangeError("usagePlans: an API key is in two plans of the stage");
      usages.set(apiKey, keyUsage(apiKey, usagePlanId, plan));
    }
  }
  return { find: (apiKey) => usages.get(apiKey), takeFromStage: throttles(throttle, methodThrottles) };
}

function keyUsage(
  apiKey: string,
  usagePlanId: string,
  { throttle, methodThrottles, quota }: UsagePlanOptions,
): KeyUsage {
  const exceededThrottle = throttles(throttle, methodThrottles);
  let period = "";
  let used = 0;
  return {
    id: stableId(apiKey),
    usagePlanId,
    take(now, method) {
      const exceeded = exceededThrottle(now, method);
      if (exceeded) return { type: "THROTTLED", throttle: exceeded };
      if (!quota) return undefined;
      const current = periodOf(now, quota.period);
      if (current !== period) {
        period = current;
        used = 0;
      }
      if (used >= quota.limit) return { type: "QUOTA_EXCEEDED", quota };
      used++;
      return undefined;
    },
  };
}

/** A function that takes a request off a method's own throttle, or else off the common one, and gives the one that is used up. */
function throttles(
  common: Throttle | undefined,
  byMethod: MethodThrottles = {},
): (now: number, method: string) => Throttle | undefined {
  const takeCommon = common && tokenBucket(common);
  const own = new Map(
    Object.entries(byMethod).map(([method, throttle]) => [
      method.startsWith("/") ? method : `/${method}`,
      { throttle, take: tokenBucket(throttle) },
    ]),
  );
  return (now, method) => {
    const limited = own.size > 0 ? own.get(method) : undefined;
    if (limited) return limited.take(now) ? undefined : limited.throttle;
    return takeCommon === undefined || takeCommon(now) ? undefined : common;
  };
}

/** A token bucket, full at first. Its function takes one token at a time in ms, and returns false when the bucket is empty. */
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
