import type { GatewayOptions, MethodThrottles, Throttle, UsagePlanOptions } from "local-api-gateway";
import { operationsOf } from "./operations.ts";
import { type Json, ofType, type Program } from "./resources.ts";

/** Credentials that localhost takes for signed requests, and prints: they are no secret and open nothing else. */
export const LOCAL_ACCESS_KEY = { accessKeyId: "test", secretAccessKey: "test" };

/** What the gateway must know of an API's callers beside its document: credentials, API keys, and their limits. */
export function callersOf(
  program: Pick<Program, "resources" | "document">,
  stage: string,
): Pick<GatewayOptions, "usagePlans" | "methodThrottles" | "accessControl"> {
  return {
    usagePlans: usagePlansOf(program, stage),
    methodThrottles: methodThrottlesOf(program, stage),
    accessControl: { accessKeys: [LOCAL_ACCESS_KEY, ...environmentKeys(process.env)] },
  };
}

/** The credentials of the environment, with which the AWS CLI's users sign already. */
function environmentKeys(environment: NodeJS.ProcessEnv) {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  const isSet = accessKeyId && secretAccessKey && accessKeyId !== LOCAL_ACCESS_KEY.accessKeyId;
  return isSet ? [{ accessKeyId, secretAccessKey, sessionToken: environment.AWS_SESSION_TOKEN || undefined }] : [];
}

/** The usage plans of a stage, with the values of their keys. */
function usagePlansOf(program: Pick<Program, "resources">, stage: string): UsagePlanOptions[] {
  const keys = new Map(ofType(program, "aws:apigateway/apiKey:ApiKey").map((key) => [key.id, key]));
  const ties = ofType(program, "aws:apigateway/usagePlanKey:UsagePlanKey");
  return ofType(program, "aws:apigateway/usagePlan:UsagePlan")
    .filter(({ inputs }) => inputs.apiStages?.some((each: Json) => each.stage === stage))
    .map(({ id, name, inputs: { throttleSettings, quotaSettings } }) => ({
      name,
      apiKeys: ties
        .filter(({ inputs }) => inputs.usagePlanId === id)
        .flatMap(({ inputs }) => keys.get(inputs.keyId) ?? [])
        .filter(({ inputs }) => inputs.enabled !== false)
        .map(({ outputs }): string => outputs.value),
      throttle: throttleSettings,
      quota: quotaSettings && { limit: quotaSettings.limit, period: quotaSettings.period },
    }));
}

/**
 * The limit of each method: its own, or else the stage's, to which AWS holds each method by itself.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
function methodThrottlesOf(program: Pick<Program, "resources" | "document">, stage: string): MethodThrottles {
  const settings = ofType(program, "aws:apigateway/methodSettings:MethodSettings").filter(
    ({ inputs }) => inputs.stageName === stage,
  );
  const limits = new Map(settings.map(({ inputs }) => [decodedPath(inputs.methodPath), throttleOf(inputs.settings)]));
  const common = limits.get("/*/*");
  return Object.fromEntries(
    operationsOf(program.document).flatMap(({ method, path }) => {
      const key = `${path === "/" ? "" : path}/${method}`;
      // AWS has a limit for each method of an ANY route, the gateway one for the route.
      const own = method === "ANY" ? limits.get(`${key.slice(0, -"ANY".length)}GET`) : limits.get(key);
      const limit = own ?? common;
      return limit ? [[key, limit]] : [];
    }),
  );
}

/**
 * `~1pets~1{id}/GET`, which Terraform's users write as `pets/{id}/GET`, as the gateway names a method:
 * `/pets/{id}/GET`.
 */
function decodedPath(methodPath: string): string {
  return `/${methodPath.replaceAll("~1", "/")}`.replace(/^\/+/, "/");
}

/** AWS writes "no limit" as -1. */
function throttleOf({ throttlingRateLimit = -1, throttlingBurstLimit = -1 }: Json = {}): Throttle | undefined {
  const isLimited = throttlingRateLimit >= 0 && throttlingBurstLimit >= 0;
  return isLimited ? { rateLimit: throttlingRateLimit, burstLimit: throttlingBurstLimit } : undefined;
}
