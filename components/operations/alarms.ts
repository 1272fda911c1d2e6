import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { typeToken } from "../tokens.ts";
import { type Transform, transformed } from "../transform.ts";
import {
  apiMetric,
  functionMetric,
  hostMetric,
  type Metric,
  queueMetric,
  streamMetric,
  tableMetric,
  type Watched,
} from "./metrics.ts";

/** Arguments of `Alarms`. */
export interface AlarmsArgs extends Watched {
  /** ARN of the topic that every alarm publishes to; CloudWatch must be allowed to, as `OperationsTopic` allows it. */
  readonly topicArn: pulumi.Input<string>;
  /** Changes of each alarm; a function gets the alarm's name. */
  readonly transform?: { readonly alarm?: Transform<aws.cloudwatch.MetricAlarmArgs> };
}

/** Seconds. */
const MINUTE = 60;

/** Seconds. Long enough that a form which few people use has a request in it, short enough to hear of a fault at once. */
const PERIOD = 5 * MINUTE;

/** Share of requests. AWS's own recommendation; a quiet site passes it with its first failed request, as it should. */
const MAX_SERVER_ERRORS = 0.05;

/** Milliseconds. Above a cold start, which takes one to two seconds, and about as long as a person waits for a form. */
const MAX_LATENCY = 5_000;

/** Periods in a row. A burst of cold starts, or one slow answer of another service, is over before. */
const SLOW_PERIODS = 3;

/**
 * Seconds. Longer than a message can be on its way while the consumer works: five tries, three minutes apart, and then it
 * is a dead letter, which has an alarm of its own.
 */
const MAX_MESSAGE_AGE = 15 * MINUTE;

/**
 * Minutes in a row. A new instance fails its health checks for some minutes, while it installs the service, and an
 * instance refresh replaces one after the other.
 */
const UNHEALTHY_MINUTES = 15;

/** Of failed calls, throttled calls and unhealthy hosts: one is worth a look. */
const NONE = 0;

/**
 * The alarms of a stack, each of which publishes to one topic. Thresholds begin with AWS's recommendations.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html
 */
export class Alarms extends pulumi.ComponentResource {
  /** ARNs of the alarms. */
  readonly arns: readonly pulumi.Output<string>[];

  constructor(name: string, args: AlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeToken("Alarms"), name, {}, opts);
    this.arns = Object.entries(alarmsOf(args)).map(
      ([suffix, alarm]) => createAlarm(this, `${name}-${suffix}`, alarm, args).arn,
    );
    this.registerOutputs({ arns: this.arns });
  }
}

interface Alarm {
  /** What happened; the e-mail shows it. */
  readonly description: string;
  readonly metric: Metric;
  /** The alarm is on while the metric is above it. */
  readonly threshold: number;
  /** Seconds over which the metric's statistic is taken. Default `PERIOD`. */
  readonly period?: number;
  /** Periods in a row. Default 1. */
  readonly periods?: number;
}

/** The alarms by the end of their names, in the order of a request's way. */
function alarmsOf(watched: Watched): Record<string, Alarm> {
  const { api, queue, functions, tables, stream, privateService } = watched;
  return {
    "server-errors": {
      description: "The API answered more than 5% of the requests with a 5XX status",
      metric: apiMetric(api, "5XXError", "Average"),
      threshold: MAX_SERVER_ERRORS,
    },
    latency: {
      description: "The slowest 1% of the requests took longer than 5 seconds for 15 minutes",
      metric: apiMetric(api, "Latency", "p99"),
      threshold: MAX_LATENCY,
      periods: SLOW_PERIODS,
    },
    ...each(functions, functionAlarms),
    ...(privateService && {
      "unhealthy-hosts": {
        description: "An instance of the private service failed its health checks for 15 minutes",
        metric: hostMetric(privateService, "UnHealthyHostCount", "Maximum"),
        threshold: NONE,
        period: MINUTE,
        periods: UNHEALTHY_MINUTES,
      },
    }),
    ...(stream && {
      "stream-writes-throttled": {
        description: "The stream refused records because they came too fast",
        metric: streamMetric(stream, "WriteProvisionedThroughputExceeded", "Sum"),
        threshold: NONE,
      },
      "stream-reads-throttled": {
        description: "The stream refused readers because they read too fast",
        metric: streamMetric(stream, "ReadProvisionedThroughputExceeded", "Sum"),
        threshold: NONE,
      },
    }),
    "message-age": {
      description: "A message has waited in the queue for more than 15 minutes",
      metric: queueMetric(queue, "ApproximateAgeOfOldestMessage", "Maximum"),
      threshold: MAX_MESSAGE_AGE,
    },
    ...each(tables, tableAlarms),
  };
}

function functionAlarms(name: string, lambda: aws.lambda.Function): Record<string, Alarm> {
  return {
    errors: {
      description: `The function ${name} failed: it threw an error, timed out or ran out of memory`,
      metric: functionMetric(lambda, "Errors", "Sum"),
      threshold: NONE,
    },
    throttles: {
      description: `Lambda refused to run the function ${name} because too many executions ran at once`,
      metric: functionMetric(lambda, "Throttles", "Sum"),
      threshold: NONE,
    },
  };
}

function tableAlarms(name: string, table: aws.dynamodb.Table): Record<string, Alarm> {
  return {
    "reads-throttled": {
      description: `The table of ${name} refused reads because they came too fast`,
      metric: tableMetric(table, "ReadThrottleEvents", "Sum"),
      threshold: NONE,
    },
    "writes-throttled": {
      description: `The table of ${name} refused writes because they came too fast`,
      metric: tableMetric(table, "WriteThrottleEvents", "Sum"),
      threshold: NONE,
    },
  };
}

function each<T>(
  named: Readonly<Record<string, T>>,
  alarms: (name: string, item: T) => Record<string, Alarm>,
): Record<string, Alarm> {
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, item]) =>
      Object.entries(alarms(name, item)).map(([suffix, alarm]) => [`${name}-${suffix}`, alarm]),
    ),
  );
}

function createAlarm(
  parent: Alarms,
  name: string,
  { description, metric, threshold, period = PERIOD, periods = 1 }: Alarm,
  { topicArn, transform }: AlarmsArgs,
): aws.cloudwatch.MetricAlarm {
  const isPercentile = metric.statistic.startsWith("p");
  return new aws.cloudwatch.MetricAlarm(
    ...transformed<aws.cloudwatch.MetricAlarmArgs>(
      transform?.alarm,
      name,
      {
        alarmDescription: description,
        namespace: metric.namespace,
        metricName: metric.name,
        dimensions: metric.dimensions,
        ...(isPercentile ? { extendedStatistic: metric.statistic } : { statistic: metric.statistic }),
        period,
        evaluationPeriods: periods,
        comparisonOperator: "GreaterThanThreshold",
        threshold,
        // Services publish no values while nobody calls.
        treatMissingData: "notBreaching",
        alarmActions: [topicArn],
      },
      { parent },
    ),
  );
}
