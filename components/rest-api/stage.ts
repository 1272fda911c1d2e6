import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkRetention, refuse } from "../arguments.ts";
import { type Transform, transformed } from "../transform.ts";
import type { CloudWatchRole } from "./cloudwatch-role.ts";
import {
  checkThrottling,
  checkTtl,
  createMethodSettings,
  type RouteSettings,
  type StageCache,
  type Throttling,
} from "./method-settings.ts";

/** Changes of a stage's resources. A function gets the resource's name, which tells apart those of several stages. */
export interface StageTransform {
  readonly stage?: Transform<aws.apigateway.StageArgs>;
  readonly accessLogs?: Transform<aws.cloudwatch.LogGroupArgs>;
  readonly executionLogs?: Transform<aws.cloudwatch.LogGroupArgs>;
  /** The common settings, and those of each route that has its own. */
  readonly methodSettings?: Transform<aws.apigateway.MethodSettingsArgs>;
}

/** A part of a stage's requests that the newest deployment answers. */
export interface Canary {
  /** Percent of the requests, 0 to 100. */
  readonly percentTraffic: number;
  /** Stage variables that are different for these requests. */
  readonly variables?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Whether these requests use the stage's cache. Default false. */
  readonly useStageCache?: boolean;
}

/** Settings of a stage. */
export interface StageSettings {
  /** Limit of each method by itself, for all callers together; a route's own `throttling` takes its place. */
  readonly throttling: Throttling;
  /** Days that logs are kept, one of the periods that CloudWatch Logs allows. */
  readonly logRetentionDays: number;
  /** Stage variables. A document's URIs, ARNs and templates name one as `${stageVariables.name}`. Default: none. */
  readonly variables?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * An access log's fields, each with a variable such as `$context.status`; one must be `$context.requestId`. Default:
   * what happened, without who called or what was sent.
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
   */
  readonly accessLogFormat?: Readonly<Record<string, string>>;
  /** Whether AWS X-Ray traces requests. Default true. */
  readonly xrayTracingEnabled?: boolean;
  /** Whether each method has metrics of its own, at a price for each; the stage's are free. Default false. */
  readonly metricsEnabled?: boolean;
  /** The stage's response cache. Default: none. */
  readonly cache?: StageCache;
  /**
   * ID of the deployment that the stage stays at, `deployment.id` of an earlier update. Deployments are then kept when
   * a newer one takes their place; set it in an update of its own, before the one that changes the API. Default: the
   * newest.
   */
  readonly deploymentId?: pulumi.Input<string>;
  /** Sends a part of the requests to the newest deployment, beside a `deploymentId`. Default: none. */
  readonly canary?: Canary;
}

/** Arguments of a stage. */
export interface StageArgs extends StageSettings {
  /** Name of the stage, the first part of every URL's path. */
  readonly stageName: string;
  readonly tags?: Readonly<Record<string, pulumi.Input<string>>>;
  /** The account's logging role, if this stack creates it. */
  readonly cloudWatchRole?: CloudWatchRole;
  /** Changes of the resources inside. */
  readonly transform?: StageTransform;
}

/** Arguments of a stage, and of further ones. */
export interface StagesArgs extends StageArgs {
  /**
   * Further stages of the same deployment, by name, with what they have otherwise than the first. They have its
   * settings but for `deploymentId` and `canary`. Default: none.
   */
  readonly stages?: Readonly<Record<string, Partial<StageSettings>>>;
}

/** The arguments of the further stages. */
export function furtherStages(args: StagesArgs): StageArgs[] {
  const common = { ...args, deploymentId: undefined, canary: undefined };
  return Object.entries(args.stages ?? {}).map(([stageName, stage]) => ({ ...common, ...stage, stageName }));
}

/** @throws ArgumentError that names the stage and its argument. */
export function checkFurtherStages(args: StagesArgs): void {
  for (const stage of furtherStages(args)) {
    if (stage.stageName === args.stageName) {
      refuse("stages", `expected other names than that of the first stage, got "${stage.stageName}"`);
    }
    try {
      checkStage(stage);
    } catch (error) {
      refuse(`stages["${stage.stageName}"]`, (error as Error).message);
    }
  }
}

/** @throws ArgumentError that names the argument. */
export function checkStage(args: StageArgs): void {
  const { stageName, throttling, variables = {}, accessLogFormat, cache, canary, deploymentId } = args;
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(stageName)) {
    refuse("stageName", `expected at most 128 letters, digits, hyphens and underscores, got "${stageName}"`);
  }
  checkThrottling("throttling", throttling);
  checkRetention(args.logRetentionDays);
  const bad = Object.keys({ ...variables, ...canary?.variables }).find((name) => !/^[A-Za-z0-9_]+$/.test(name));
  if (bad !== undefined) refuse("variables", `expected names of letters, digits and underscores, got "${bad}"`);
  if (accessLogFormat && !Object.values(accessLogFormat).some((value) => REQUEST_ID.test(value))) {
    refuse("accessLogFormat", "expected a field with $context.requestId or $context.extendedRequestId, got none");
  }
  if (cache) checkTtl("cache", cache.ttlInSeconds);
  if (canary === undefined) return;
  if (!(canary.percentTraffic >= 0 && canary.percentTraffic <= 100)) {
    refuse("canary.percentTraffic", `expected a number from 0 to 100, got ${canary.percentTraffic}`);
  }
  if (deploymentId === undefined) {
    refuse(
      "canary",
      "expected a deploymentId beside it, the deployment that answers all other requests, got undefined",
    );
  }
}

/**
 * What API Gateway requires of a format.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
const REQUEST_ID = /\$context\.(requestId|extendedRequestId)\b/;

/**
 * Creates the stage that serves a deployment: with access logs as JSON, error logs, tracing and throttling.
 *
 * @param name What the names of its resources begin with.
 * @param routes Every route, with what it has of its own.
 * @param after The first stage, for a further one: localhost serves the one that is made first.
 */
export function createStage(
  parent: pulumi.Resource,
  name: string,
  args: StageArgs,
  api: aws.apigateway.RestApi,
  deployment: aws.apigateway.Deployment,
  routes: readonly RouteSettings[],
  after?: aws.apigateway.Stage,
) {
  const { stageName, cache, canary, variables, tags, accessLogFormat = ACCESS_LOG_FORMAT, transform } = args;
  const logs = { retentionInDays: args.logRetentionDays, tags };
  const accessLogs = new aws.cloudwatch.LogGroup(
    ...transformed<aws.cloudwatch.LogGroupArgs>(transform?.accessLogs, `${name}-access-logs`, logs, { parent }),
  );
  // API Gateway would create this one itself at the first error, and keep it for ever.
  const executionLogs = new aws.cloudwatch.LogGroup(
    ...transformed<aws.cloudwatch.LogGroupArgs>(
      transform?.executionLogs,
      `${name}-execution-logs`,
      { ...logs, name: pulumi.interpolate`API-Gateway-Execution-Logs_${api.id}/${stageName}` },
      { parent },
    ),
  );
  const stage = new aws.apigateway.Stage(
    ...transformed<aws.apigateway.StageArgs>(
      transform?.stage,
      `${name}-stage`,
      {
        restApi: api.id,
        stageName,
        deployment: args.deploymentId ?? deployment.id,
        variables,
        xrayTracingEnabled: args.xrayTracingEnabled ?? true,
        accessLogSettings: { destinationArn: accessLogs.arn, format: JSON.stringify(accessLogFormat) },
        ...(cache && { cacheClusterEnabled: true, cacheClusterSize: cache.size }),
        canarySettings: canary && {
          deploymentId: deployment.id,
          percentTraffic: canary.percentTraffic,
          stageVariableOverrides: canary.variables,
          useStageCache: canary.useStageCache,
        },
        tags,
      },
      { parent, dependsOn: [executionLogs, args.cloudWatchRole?.account, after].filter(isThere) },
    ),
  );
  createMethodSettings(parent, name, args, routes, stage, transform?.methodSettings);
  return stage;
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}

// The resource's path, not the request's, and no address: a path variable may say who the visitor is.
const ACCESS_LOG_FORMAT = {
  requestId: "$context.requestId",
  requestTime: "$context.requestTime",
  httpMethod: "$context.httpMethod",
  resourcePath: "$context.resourcePath",
  status: "$context.status",
  responseLength: "$context.responseLength",
  responseLatency: "$context.responseLatency",
  integrationStatus: "$context.integration.status",
  integrationLatency: "$context.integration.latency",
  errorType: "$context.error.responseType",
  xrayTraceId: "$context.xrayTraceId",
};
