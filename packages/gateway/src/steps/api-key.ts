import type { Context } from "../request/context.ts";
import { GatewayError } from "./gateway-error.ts";
import type { Throttle } from "./usage-plan.ts";

/**
 * Checks the API key of a method that requires one, and takes the request off the limits of stage and usage plan.
 *
 * @throws GatewayError 403 `Forbidden`, 429 `Too Many Requests` or `Limit Exceeded`
 */
export function apiKey(context: Context): void {
  const { api, method, variables } = context;
  const now = variables.requestTimeEpoch;
  if (method?.apiKeyRequired) {
    apiKeyAgain(context);
    checkKey(context, now);
  }
  const exceeded = api.usagePlans.takeFromStage(now, method?.throttleKey ?? "");
  if (!exceeded) return;
  // A trace could not find that out again.
  if (!context.trace) {
    context.trace = context.recording?.listen("apiKey");
    apiKeyAgain(context);
  }
  context.trace?.rule("the stage limits requests per second", throttleDetail(exceeded));
  throw tooManyRequests("the stage's throttle limit is exceeded");
}

/** Says whether the method requires a key. */
export function apiKeyAgain({ api, method, trace }: Context): void {
  const required = method?.apiKeyRequired ?? false;
  trace?.rule(required ? "the method requires an API key" : "no API key required", {
    required,
    apiStage: `${api.id}/${api.stage}`,
  });
}

function checkKey({ api, method, apiKey: key, variables, trace }: Context, now: number): void {
  const usage = key ? api.usagePlans.find(key) : undefined;
  if (!usage) {
    const reason = key ? "the API key is in no usage plan of the stage" : "there is no x-api-key header";
    throw new GatewayError("INVALID_API_KEY", "Forbidden", { reason });
  }
  variables.identity.apiKey = key ?? null;
  variables.identity.apiKeyId = usage.id;
  const { usagePlanId } = usage;
  const exceeded = usage.take(now, method?.throttleKey ?? "");
  if (exceeded?.type === "QUOTA_EXCEEDED") {
    trace?.rule("the usage plan limits requests per period", { usagePlanId, ...exceeded.quota });
    throw new GatewayError("QUOTA_EXCEEDED", "Limit Exceeded", { reason: "the usage plan's quota is used up" });
  }
  if (exceeded?.type === "THROTTLED") {
    trace?.rule("the usage plan limits requests per second", { usagePlanId, ...throttleDetail(exceeded.throttle) });
    throw tooManyRequests("the usage plan's throttle limit is exceeded");
  }
  trace?.rule("the API key is in a usage plan of the stage");
}

const throttleDetail = ({ rateLimit, burstLimit }: Throttle) => ({ limit: rateLimit, burst: burstLimit });

const tooManyRequests = (reason: string) => new GatewayError("THROTTLED", "Too Many Requests", { reason });
