import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Transform, transformed } from "../transform.ts";
import type { CloudWatchRole } from "./cloudwatch-role.ts";

/** Changes of a stage's resources. */
export interface StageTransform {
  readonly stage?: Transform<aws.apigateway.StageArgs>;
  readonly accessLogs?: Transform<aws.cloudwatch.LogGroupArgs>;
  readonly executionLogs?: Transform<aws.cloudwatch.LogGroupArgs>;
  readonly methodSettings?: Transform<aws.apigateway.MethodSettingsArgs>;
}

/** Arguments of a stage. */
export interface StageArgs {
  /** Name of the stage, the first part of every URL's path. */
  readonly stageName: string;
  /** Limit for all routes together; further requests get 429. */
  readonly throttling: {
    /** Requests per second. */
    readonly rateLimit: number;
    /** Requests at once, the size of the token bucket. */
    readonly burstLimit: number;
  };
  /** Days that logs are kept, one of the periods that CloudWatch Logs allows. */
  readonly logRetentionDays: number;
  /** The account's logging role, if this stack creates it. */
  readonly cloudWatchRole?: CloudWatchRole;
  /** Changes of the resources inside. */
  readonly transform?: StageTransform;
}

/** Creates the stage that serves a deployment: with access logs as JSON, error logs, metrics, tracing and throttling. */
export function createStage(
  parent: pulumi.Resource,
  name: string,
  args: StageArgs,
  api: aws.apigateway.RestApi,
  deployment: aws.apigateway.Deployment,
  variables: Readonly<Record<string, pulumi.Input<string>>>,
) {
  const accessLogs = new aws.cloudwatch.LogGroup(
    ...transformed<aws.cloudwatch.LogGroupArgs>(
      args.transform?.accessLogs,
      `${name}-access-logs`,
      { retentionInDays: args.logRetentionDays },
      { parent },
    ),
  );
  // API Gateway would create this one itself at the first error, and keep it for ever.
  const executionLogs = new aws.cloudwatch.LogGroup(
    ...transformed<aws.cloudwatch.LogGroupArgs>(
      args.transform?.executionLogs,
      `${name}-execution-logs`,
      {
        name: pulumi.interpolate`API-Gateway-Execution-Logs_${api.id}/${args.stageName}`,
        retentionInDays: args.logRetentionDays,
      },
      { parent },
    ),
  );
  const stage = new aws.apigateway.Stage(
    ...transformed<aws.apigateway.StageArgs>(
      args.transform?.stage,
      `${name}-stage`,
      {
        restApi: api.id,
        stageName: args.stageName,
        deployment: deployment.id,
        variables,
        xrayTracingEnabled: true,
        accessLogSettings: { destinationArn: accessLogs.arn, format: ACCESS_LOG_FORMAT },
      },
      { parent, dependsOn: [executionLogs, ...(args.cloudWatchRole ? [args.cloudWatchRole.account] : [])] },
    ),
  );
  createMethodSettings(parent, name, args, api, stage);
  return stage;
}

// The resource's path, not the request's, and no address: a path variable may say who the visitor is.
const ACCESS_LOG_FORMAT = JSON.stringify({
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
});

function createMethodSettings(
  parent: pulumi.Resource,
  name: string,
  args: StageArgs,
  api: aws.apigateway.RestApi,
  stage: aws.apigateway.Stage,
) {
  return new aws.apigateway.MethodSettings(
    ...transformed<aws.apigateway.MethodSettingsArgs>(
      args.transform?.methodSettings,
      `${name}-settings`,
      {
        restApi: api.id,
        stageName: stage.stageName,
        methodPath: "*/*",
        settings: {
          metricsEnabled: true,
          loggingLevel: "ERROR",
          // A contact form's bodies are personal data.
          dataTraceEnabled: false,
          throttlingRateLimit: args.throttling.rateLimit,
          throttlingBurstLimit: args.throttling.burstLimit,
        },
      },
      { parent },
    ),
  );
}
