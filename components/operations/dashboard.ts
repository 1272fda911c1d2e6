import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { typeToken } from "../tokens.ts";
import { type Transform, transformed } from "../transform.ts";
import {
  apiMetric,
  type BalancedService,
  functionMetric,
  hostMetric,
  type Metric,
  queueMetric,
  streamMetric,
  tableMetric,
  type Watched,
} from "./metrics.ts";

/** Arguments of `Dashboard`. */
export interface DashboardArgs extends Watched {
  /** ARNs of the alarms whose states stand above everything else. */
  readonly alarmArns: readonly pulumi.Input<string>[];
  /** Changes of the resource inside. */
  readonly transform?: { readonly dashboard?: Transform<aws.cloudwatch.DashboardArgs> };
}

/**
 * A CloudWatch dashboard that reads from top to bottom as a request goes: API, integrations, queue, consumer, tables, dead
 * letters. The first row that looks wrong is where to begin.
 */
export class Dashboard extends pulumi.ComponentResource {
  readonly dashboard: aws.cloudwatch.Dashboard;

  constructor(name: string, args: DashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeToken("Dashboard"), name, {}, opts);
    const { region } = aws.getRegionOutput({}, { parent: this });
    this.dashboard = new aws.cloudwatch.Dashboard(
      ...transformed<aws.cloudwatch.DashboardArgs>(
        args.transform?.dashboard,
        name,
        {
          // Pulumi chooses no unique name for a dashboard as it does for other resources; the API's ID is one.
          dashboardName: pulumi.interpolate`${pulumi.getProject()}-${pulumi.getStack()}-${name}-${args.api.api.id}`,
          dashboardBody: pulumi.jsonStringify({ widgets: composeWidgets(args, region) }),
        },
        { parent: this },
      ),
    );
    this.registerOutputs({ dashboard: this.dashboard });
  }
}

// Units of the dashboard's grid. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
const COLUMNS = 24;
const STATES_HEIGHT = 4;
const HEADING_HEIGHT = 2;
const GRAPH_HEIGHT = 6;

/** More graphs than that go into a further row. */
const GRAPHS_IN_ROW = 4;

/** Lays the widgets out: the states of the alarms, then each section's heading above its graphs. */
function composeWidgets({ alarmArns, ...watched }: DashboardArgs, region: pulumi.Output<string>): object[] {
  const states = { title: "Alarms", alarms: alarmArns };
  const widgets: object[] = [{ type: "alarm", x: 0, y: 0, width: COLUMNS, height: STATES_HEIGHT, properties: states }];
  let y = STATES_HEIGHT;
  for (const { heading, graphs } of sectionsOf(watched).filter((section) => section.graphs.length > 0)) {
    widgets.push({ type: "text", x: 0, y, width: COLUMNS, height: HEADING_HEIGHT, properties: { markdown: heading } });
    y += HEADING_HEIGHT;
    const width = COLUMNS / Math.min(graphs.length, GRAPHS_IN_ROW);
    for (const [index, { title, lines }] of graphs.entries()) {
      const place = { x: (index % GRAPHS_IN_ROW) * width, y: y + Math.floor(index / GRAPHS_IN_ROW) * GRAPH_HEIGHT };
      const properties = { title, region, view: "timeSeries", metrics: Object.entries(lines).map(metricOf) };
      widgets.push({ type: "metric", ...place, width, height: GRAPH_HEIGHT, properties });
    }
    y += Math.ceil(graphs.length / GRAPHS_IN_ROW) * GRAPH_HEIGHT;
  }
  return widgets;
}

/** A line as a dashboard writes it: namespace, name, each dimension's name and value, and how it is drawn. */
function metricOf([label, { namespace, name, dimensions, statistic }]: [string, Metric]): unknown[] {
  return [namespace, name, ...Object.entries(dimensions).flat(), { label, stat: statistic }];
}

interface Graph {
  readonly title: string;
  /** By their labels. */
  readonly lines: Readonly<Record<string, Metric>>;
}

interface Section {
  /** Markdown: what the section shows. */
  readonly heading: string;
  readonly graphs: readonly Graph[];
}

function sectionsOf(watched: Watched): Section[] {
  return [
    { heading: "## API\nWhat callers see. A 4XX is their mistake, a 5XX is ours.", graphs: apiGraphs(watched) },
    { heading: "## Integrations\nWhat the API calls besides the queue.", graphs: integrationGraphs(watched) },
    { heading: "## Queue\nWhat comes in goes out, and nothing waits for long.", graphs: queueGraphs(watched) },
    {
      heading: "## Consumer\nIt reads the queue. A message that fails is no error here: it goes back to the queue.",
      graphs: consumerGraphs(watched),
    },
    { heading: "## Tables\nWhat was read and written, and what was refused.", graphs: tableGraphs(watched) },
    {
      heading: "## Dead letters\nEach waits for a person. SQS deletes it when the queue's retention period is over.",
      graphs: deadLetterGraphs(watched),
    },
  ];
}

function apiGraphs({ api }: Watched): Graph[] {
  return [
    { title: "Requests", lines: { requests: apiMetric(api, "Count", "Sum") } },
    {
      title: "Errors",
      lines: { "4XX": apiMetric(api, "4XXError", "Sum"), "5XX": apiMetric(api, "5XXError", "Sum") },
    },
    {
      title: "Latency (ms)",
      lines: {
        p50: apiMetric(api, "Latency", "p50"),
        p99: apiMetric(api, "Latency", "p99"),
        "p99 of the integration": apiMetric(api, "IntegrationLatency", "p99"),
      },
    },
  ];
}

function integrationGraphs({ functions, consumer, privateService, stream }: Watched): Graph[] {
  const called = Object.entries(functions).filter(([, lambda]) => lambda !== consumer);
  return [
    ...called.map(([name, lambda]) => callGraph(name, lambda)),
    ...(privateService ? [hostGraph(privateService)] : []),
    ...(stream ? [streamGraph(stream)] : []),
  ];
}

function callGraph(name: string, lambda: aws.lambda.Function): Graph {
  return {
    title: `Function ${name}`,
    lines: {
      calls: functionMetric(lambda, "Invocations", "Sum"),
      errors: functionMetric(lambda, "Errors", "Sum"),
      throttles: functionMetric(lambda, "Throttles", "Sum"),
    },
  };
}

function hostGraph(service: BalancedService): Graph {
  return {
    title: "Hosts of the private service",
    lines: {
      healthy: hostMetric(service, "HealthyHostCount", "Minimum"),
      unhealthy: hostMetric(service, "UnHealthyHostCount", "Maximum"),
    },
  };
}

function streamGraph(stream: aws.kinesis.Stream): Graph {
  return {
    title: "Records of the stream",
    lines: {
      written: streamMetric(stream, "IncomingRecords", "Sum"),
      refused: streamMetric(stream, "WriteProvisionedThroughputExceeded", "Sum"),
    },
  };
}

function queueGraphs({ queue }: Watched): Graph[] {
  return [
    {
      title: "Messages",
      lines: {
        sent: queueMetric(queue, "NumberOfMessagesSent", "Sum"),
        deleted: queueMetric(queue, "NumberOfMessagesDeleted", "Sum"),
      },
    },
    {
      title: "Backlog",
      lines: {
        waiting: queueMetric(queue, "ApproximateNumberOfMessagesVisible", "Maximum"),
        "in flight": queueMetric(queue, "ApproximateNumberOfMessagesNotVisible", "Maximum"),
      },
    },
    {
      title: "Age of the oldest message (s)",
      lines: { age: queueMetric(queue, "ApproximateAgeOfOldestMessage", "Maximum") },
    },
  ];
}

function consumerGraphs({ consumer }: Watched): Graph[] {
  return [
    callGraph("of the queue", consumer),
    {
      title: "Duration (ms)",
      lines: { p50: functionMetric(consumer, "Duration", "p50"), p99: functionMetric(consumer, "Duration", "p99") },
    },
    {
      title: "Executions at once",
      lines: { executions: functionMetric(consumer, "ConcurrentExecutions", "Maximum") },
    },
  ];
}

function tableGraphs({ tables }: Watched): Graph[] {
  return Object.entries(tables).map(([name, table]) => ({
    title: `Table ${name}`,
    lines: {
      "read units": tableMetric(table, "ConsumedReadCapacityUnits", "Sum"),
      "write units": tableMetric(table, "ConsumedWriteCapacityUnits", "Sum"),
      "reads refused": tableMetric(table, "ReadThrottleEvents", "Sum"),
      "writes refused": tableMetric(table, "WriteThrottleEvents", "Sum"),
    },
  }));
}

function deadLetterGraphs({ deadLetterQueue }: Watched): Graph[] {
  return [
    {
      title: "Dead letters",
      lines: { waiting: queueMetric(deadLetterQueue, "ApproximateNumberOfMessagesVisible", "Maximum") },
    },
    {
      title: "Age of the oldest dead letter (s)",
      lines: { age: queueMetric(deadLetterQueue, "ApproximateAgeOfOldestMessage", "Maximum") },
    },
  ];
}
