import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { checkWholeNumber, refuse } from "../arguments.ts";
import { type Transform, transformed } from "../transform.ts";
import { ALL_METHODS } from "./routes.ts";

/**
 * A limit of requests; more are answered 429. AWS takes it for a target, not for a ceiling.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export interface Throttling {
  /** Requests per second, above 0. */
  readonly rateLimit: number;
  /** Requests at once, the size of the token bucket. */
  readonly burstLimit: number;
}

/** The cache cluster of a stage, which has an hourly price. It stores the responses of the routes that ask for it. */
export interface StageCache {
  /** Gigabytes. */
  readonly size: "0.5" | "1.6" | "6.1" | "13.5" | "28.4" | "58.2" | "118" | "237";
  /** Seconds, 0 to 3,600, for which a response is kept. Default 300. */
  readonly ttlInSeconds?: number;
  /** Whether responses are encrypted at rest. Default true. */
  readonly encrypted?: boolean;
}

/** How the responses of one route are cached. */
export interface RouteCache {
  /** Seconds, 0 to 3,600. Default: the stage's. */
  readonly ttlInSeconds?: number;
  /**
   * The parameters that tell two requests apart, such as `method.request.querystring.page`. What is not among them is
   * ignored. Default: every path variable of the route, and every parameter that its integration declares.
   */
  readonly keyParameters?: readonly string[];
}

/** What a route has of its own in a stage. */
export interface RouteSettings {
  readonly method: string;
  readonly path: string;
  readonly throttling?: Throttling;
  readonly cache?: RouteCache;
}

/** Arguments of a stage's method settings. */
export interface MethodSettingsArgs {
  readonly throttling: Throttling;
  readonly metricsEnabled?: boolean;
  readonly cache?: StageCache;
}

/** @throws ArgumentError that names the argument. */
export function checkThrottling(argument: string, { rateLimit, burstLimit }: Throttling): void {
  // AWS takes -1 for "no limit".
  if (!(rateLimit > 0))
    refuse(`${argument}.rateLimit`, `expected a number of requests per second above 0, got ${rateLimit}`);
  checkWholeNumber(`${argument}.burstLimit`, burstLimit, 1, 2 ** 31 - 1);
}

/** @throws ArgumentError that names the argument. */
export function checkTtl(argument: string, ttlInSeconds: number | undefined): void {
  if (ttlInSeconds !== undefined) checkWholeNumber(`${argument}.ttlInSeconds`, ttlInSeconds, 0, 3600);
}

/**
 * Creates the settings of all methods of a stage, and after them those of each route that has its own. These take the
 * place of the common ones as a whole, so each repeats what is not its own.
 *
 * @param routes Every route: an `ANY` route has settings for each method that no other route of its path takes.
 */
export function createMethodSettings(
  parent: pulumi.Resource,
  name: string,
  args: MethodSettingsArgs,
  routes: readonly RouteSettings[],
  stage: aws.apigateway.Stage,
  transform: Transform<aws.apigateway.MethodSettingsArgs> | undefined,
): void {
  let before: pulumi.Resource | undefined;
  const create = (suffix: string, methodPath: string, settings: aws.apigateway.MethodSettingsArgs["settings"]) => {
    before = new aws.apigateway.MethodSettings(
      ...transformed<aws.apigateway.MethodSettingsArgs>(
        transform,
        `${name}-settings${suffix}`,
        { restApi: stage.restApi, stageName: stage.stageName, methodPath, settings },
        // One after the other, the common ones first: each is an update of the same stage.
        // https://github.com/hashicorp/terraform-provider-aws/issues/41104
        { parent, dependsOn: before },
      ),
    );
  };
  create("", "*/*", settingsOf(args));
  for (const route of routes) {
    if (route.throttling === undefined && route.cache === undefined) continue;
    for (const method of methodsOf(route, routes)) {
      create(`-${method.toLowerCase()}-${hashOf(route.path)}`, methodPath(method, route.path), settingsOf(args, route));
    }
  }
}

/**
 * API Gateway takes no settings for `ANY` ("Invalid method setting path"). `OPTIONS` is the preflight's, which the
 * common ones limit.
 * https://github.com/hashicorp/terraform-provider-aws/issues/15855
 */
function methodsOf({ method, path }: RouteSettings, routes: readonly RouteSettings[]): readonly string[] {
  if (method !== "ANY") return [method];
  const others = routes.filter((route) => route.path === path).map((route) => route.method);
  return ALL_METHODS.filter((each) => !others.includes(each) && each !== "OPTIONS");
}

/**
 * The key of a method's settings: `~1` stands for each slash of the path, the first one included.
 * https://docs.aws.amazon.com/cli/latest/reference/apigateway/get-stage.html
 */
export function methodPath(method: string, path: string): string {
  return `${path.replaceAll("/", "~1")}/${method}`;
}

function settingsOf({ throttling, metricsEnabled = false, cache }: MethodSettingsArgs, route?: RouteSettings) {
  const { rateLimit, burstLimit } = route?.throttling ?? throttling;
  return {
    metricsEnabled,
    loggingLevel: "ERROR",
    // A contact form's bodies are personal data.
    dataTraceEnabled: false,
    throttlingRateLimit: rateLimit,
    throttlingBurstLimit: burstLimit,
    ...(cache && {
      cachingEnabled: route?.cache !== undefined,
      cacheTtlInSeconds: route?.cache?.ttlInSeconds ?? cache.ttlInSeconds ?? 300,
      cacheDataEncrypted: cache.encrypted ?? true,
      // Otherwise whoever sends `Cache-Control: max-age=0` empties the cache.
      requireAuthorizationForCacheControl: true,
      unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITHOUT_RESPONSE_HEADER",
    }),
  };
}

function hashOf(path: string): string {
  return createHash("sha256").update(path).digest("hex").slice(0, 8);
}
