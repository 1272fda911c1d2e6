import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** A metric that an AWS service publishes, and how its values of one period become one. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
  /** `Sum`, `Average`, `Minimum`, `Maximum`, or a percentile such as `p99`. */
  readonly statistic: string;
}

/** An instance group behind a load balancer, as CloudWatch knows it; a `PrivateService` fits. */
export interface BalancedService {
  readonly loadBalancer: aws.lb.LoadBalancer;
  readonly targetGroup: aws.lb.TargetGroup;
}

/** Everything of a stack that is watched. */
export interface Watched {
  /** A `RestApi` fits. */
  readonly api: { readonly api: aws.apigateway.RestApi; readonly stage: aws.apigateway.Stage };
  readonly queue: aws.sqs.Queue;
  readonly deadLetterQueue: aws.sqs.Queue;
  /** The function that reads the queue, one of `functions`. */
  readonly consumer: aws.lambda.Function;
  /** Every function by a short name, which becomes part of its alarms' names. */
  readonly functions: Readonly<Record<string, aws.lambda.Function>>;
  /** Every table by a short name. */
  readonly tables: Readonly<Record<string, aws.dynamodb.Table>>;
  /** Default: none. */
  readonly stream?: aws.kinesis.Stream;
  /** Default: none. */
  readonly privateService?: BalancedService;
}

/** The stage's own metrics, which are free; those of single methods are not. */
export function apiMetric({ api, stage }: Watched["api"], name: string, statistic: string): Metric {
  const dimensions = { ApiName: api.name, Stage: stage.stageName };
  return { namespace: "AWS/ApiGateway", name, dimensions, statistic };
}

export function queueMetric(queue: aws.sqs.Queue, name: string, statistic: string): Metric {
  return { namespace: "AWS/SQS", name, dimensions: { QueueName: queue.name }, statistic };
}

export function functionMetric(lambda: aws.lambda.Function, name: string, statistic: string): Metric {
  return { namespace: "AWS/Lambda", name, dimensions: { FunctionName: lambda.name }, statistic };
}

/** Those of the whole table: `SuccessfulRequestLatency` and `ThrottledRequests` exist only for each operation. */
export function tableMetric(table: aws.dynamodb.Table, name: string, statistic: string): Metric {
  return { namespace: "AWS/DynamoDB", name, dimensions: { TableName: table.name }, statistic };
}

export function streamMetric(stream: aws.kinesis.Stream, name: string, statistic: string): Metric {
  return { namespace: "AWS/Kinesis", name, dimensions: { StreamName: stream.name }, statistic };
}

export function hostMetric(service: BalancedService, name: string, statistic: string): Metric {
  const dimensions = { LoadBalancer: service.loadBalancer.arnSuffix, TargetGroup: service.targetGroup.arnSuffix };
  return { namespace: "AWS/ApplicationELB", name, dimensions, statistic };
}
