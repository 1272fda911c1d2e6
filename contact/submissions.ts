import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkArguments, refuse } from "../components/arguments.ts";
import { LambdaFunction } from "../components/lambda/lambda-function.ts";
import { requireQueueTls, requireTopicTls } from "../components/secure-transport.ts";
import { withFormerType } from "../components/tokens.ts";

/** Arguments of `Submissions`. */
export interface SubmissionsArgs {
  /** Address that gets an e-mail for each submission, once its owner confirmed the subscription. Default: none. */
  readonly notificationEmail?: string;
  /** Days that the consumer's log is kept. */
  readonly logRetentionDays: number;
  /**
   * Whether Pulumi refuses to delete or replace the table and the queues, which may hold accepted submissions for days, and
   * AWS the table. Default: false.
   */
  readonly keepData?: boolean;
  /** ARN of the topic that says when a dead letter waits; CloudWatch must be allowed to publish to it. */
  readonly alarmTopicArn: pulumi.Input<string>;
}

// Seconds. SQS must hide a message for six times as long as the consumer may run; otherwise the message comes twice.
// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
const CONSUMER_TIMEOUT = 30;
const VISIBILITY_TIMEOUT = 6 * CONSUMER_TIMEOUT;

// Fewer than the ten executions at once that a new account has for all its functions. Without a limit a long queue takes
// all of them, and a message that meets the account's limit five times becomes a dead letter.
// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
const MAX_CONSUMERS = 5;

/** Seconds. */
const DAY = 24 * 60 * 60;

/**
 * What happens to a submission, whichever route it came by: queue, consumer, table and topic. A message that the consumer
 * fails on five times waits in the dead-letter queue for a person.
 */
export class Submissions extends pulumi.ComponentResource {
  readonly queue: aws.sqs.Queue;
  readonly deadLetterQueue: aws.sqs.Queue;
  readonly table: aws.dynamodb.Table;
  readonly topic: aws.sns.Topic;
  readonly consumer: LambdaFunction;
  /** On while a dead letter waits. */
  readonly deadLettersAlarm: aws.cloudwatch.MetricAlarm;

  constructor(name: string, args: SubmissionsArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArguments(`Submissions "${name}"`, () => checkArgs(args));
    super("contact:index:Submissions", name, {}, withFormerType(opts, "contact-us:index:Submissions"));

    const { keepData = false } = args;
    const kept: pulumi.CustomResourceOptions = { parent: this, protect: keepData };
    this.deadLetterQueue = createDeadLetterQueue(this, name, kept);
    this.queue = createQueue(this, name, this.deadLetterQueue, kept);
    this.deadLettersAlarm = createAlarm(this, name, args.alarmTopicArn);
    this.table = createTable(name, keepData, kept);
    this.topic = createTopic(this, name, args.notificationEmail);
    this.consumer = createConsumer(this, name, args.logRetentionDays);

    this.registerOutputs({
      queue: this.queue,
      deadLetterQueue: this.deadLetterQueue,
      table: this.table,
      topic: this.topic,
      consumer: this.consumer,
    });
  }
}

function createDeadLetterQueue(parent: Submissions, name: string, kept: pulumi.CustomResourceOptions): aws.sqs.Queue {
  const queue = new aws.sqs.Queue(
    `${name}-dead-letters`,
    // A message's age counts from its first sending, so this queue must keep it longer than the other one.
    { sqsManagedSseEnabled: true, messageRetentionSeconds: 14 * DAY },
    kept,
  );
  requireQueueTls(parent, `${name}-dead-letters`, queue);
  return queue;
}

function createQueue(
  parent: Submissions,
  name: string,
  deadLetterQueue: aws.sqs.Queue,
  kept: pulumi.CustomResourceOptions,
): aws.sqs.Queue {
  const queue = new aws.sqs.Queue(
    `${name}-queue`,
    {
      sqsManagedSseEnabled: true,
      visibilityTimeoutSeconds: VISIBILITY_TIMEOUT,
      messageRetentionSeconds: 4 * DAY,
      redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetterQueue.arn, maxReceiveCount: 5 }),
    },
    kept,
  );
  requireQueueTls(parent, `${name}-queue`, queue);
  new aws.sqs.RedriveAllowPolicy(
    `${name}-dead-letters-source`,
    {
      queueUrl: deadLetterQueue.url,
      redriveAllowPolicy: pulumi.jsonStringify({ redrivePermission: "byQueue", sourceQueueArns: [queue.arn] }),
    },
    { parent },
  );
  return queue;
}

function createAlarm(
  parent: Submissions,
  name: string,
  alarmTopicArn: pulumi.Input<string>,
): aws.cloudwatch.MetricAlarm {
  return new aws.cloudwatch.MetricAlarm(
    `${name}-dead-letters-alarm`,
    {
      alarmDescription: "A submission could not be processed and waits in the dead-letter queue",
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: parent.deadLetterQueue.name },
      statistic: "Maximum",
      period: 300,
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      treatMissingData: "notBreaching",
      alarmActions: [alarmTopicArn],
    },
    { parent },
  );
}

function createTable(name: string, keepData: boolean, kept: pulumi.CustomResourceOptions): aws.dynamodb.Table {
  return new aws.dynamodb.Table(
    `${name}-table`,
    {
      attributes: [{ name: "id", type: "S" }],
      hashKey: "id",
      billingMode: "PAY_PER_REQUEST",
      serverSideEncryption: { enabled: true },
      pointInTimeRecovery: { enabled: true },
      ttl: { attributeName: "expiresAt", enabled: true },
      deletionProtectionEnabled: keepData,
    },
    kept,
  );
}

function createTopic(parent: Submissions, name: string, notificationEmail: string | undefined): aws.sns.Topic {
  const topic = new aws.sns.Topic(`${name}-topic`, { kmsMasterKeyId: "alias/aws/sns" }, { parent });
  requireTopicTls(parent, `${name}-topic`, topic);
  if (notificationEmail !== undefined) {
    new aws.sns.TopicSubscription(
      `${name}-notification`,
      { topic: topic.arn, protocol: "email", endpoint: notificationEmail },
      { parent },
    );
  }
  return topic;
}

function createConsumer(parent: Submissions, name: string, logRetentionDays: number): LambdaFunction {
  const { queue, table, topic } = parent;
  const consumer = new LambdaFunction(
    `${name}-consumer`,
    {
      entry: "handlers/consumer/index.ts",
      description: "Stores each submission of the queue once, and announces it",
      environment: { TABLE_NAME: table.name, TOPIC_ARN: topic.arn },
      allow: [
        { actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], resources: [queue.arn] },
        // Neither replaces nor deletes an item.
        { actions: ["dynamodb:PartiQLInsert"], resources: [table.arn] },
        { actions: ["sns:Publish"], resources: [topic.arn] },
      ],
      timeout: CONSUMER_TIMEOUT,
      logRetentionDays,
    },
    { parent },
  );
  new aws.lambda.EventSourceMapping(
    `${name}-events`,
    {
      eventSourceArn: queue.arn,
      functionName: consumer.function.arn,
      // The consumer announces a batch by one call, which takes ten messages.
      batchSize: 10,
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: MAX_CONSUMERS },
    },
    { parent },
  );
  return consumer;
}

function checkArgs({ notificationEmail }: SubmissionsArgs): void {
  if (notificationEmail !== undefined && !/^[^@\s]+@[^@\s]+$/.test(notificationEmail)) {
    refuse("notificationEmail", `expected an e-mail address, got "${notificationEmail}"`);
  }
}
