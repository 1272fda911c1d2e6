import assert from "node:assert/strict";
import { run } from "../../components/testing/run.ts";
import { Submissions, type SubmissionsArgs } from "../../contact/submissions.ts";

const make = (args: Partial<SubmissionsArgs> = {}) =>
  run(() => new Submissions("submissions", { logRetentionDays: 30, alarmTopicArn, ...args }));

const alarmTopicArn = "arn:aws:sns:us-east-1:123456789012:operations-topic";
const queueArn = "arn:aws:sqs:us-east-1:123456789012:submissions-queue";
const deadLettersArn = "arn:aws:sqs:us-east-1:123456789012:submissions-dead-letters";

describe("Submissions", () => {
  let made: Awaited<ReturnType<typeof make>>;
  before(async () => {
    made = await make();
  });

  it("holds a message back six times as long as the consumer may take", () => {
    assert.equal(made.inputs("aws:lambda/function:Function").timeout, 30);
    assert.equal(made.inputs("aws:sqs/queue:Queue", "submissions-queue").visibilityTimeoutSeconds, 180);
  });

  it("moves a message that failed five times to a dead-letter queue of its own, which keeps it longer", () => {
    const queue = made.inputs("aws:sqs/queue:Queue", "submissions-queue");
    assert.deepEqual(JSON.parse(queue.redrivePolicy), { deadLetterTargetArn: deadLettersArn, maxReceiveCount: 5 });
    assert.equal(queue.messageRetentionSeconds, 4 * 24 * 60 * 60);
    const deadLetters = made.inputs("aws:sqs/queue:Queue", "submissions-dead-letters");
    assert.equal(deadLetters.messageRetentionSeconds, 14 * 24 * 60 * 60);
    const { redriveAllowPolicy } = made.inputs("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy");
    assert.deepEqual(JSON.parse(redriveAllowPolicy), { redrivePermission: "byQueue", sourceQueueArns: [queueArn] });
  });

  it("encrypts both queues, the table and the topic", () => {
    for (const name of ["submissions-queue", "submissions-dead-letters"]) {
      assert.equal(made.inputs("aws:sqs/queue:Queue", name).sqsManagedSseEnabled, true);
    }
    assert.deepEqual(made.inputs("aws:dynamodb/table:Table").serverSideEncryption, { enabled: true });
    assert.equal(made.inputs("aws:sns/topic:Topic").kmsMasterKeyId, "alias/aws/sns");
  });

  it("stores in a table that is paid by use, can be put back to any second, and forgets", () => {
    const { serverSideEncryption, ...inputs } = made.inputs("aws:dynamodb/table:Table");
    assert.deepEqual(inputs, {
      attributes: [{ name: "id", type: "S" }],
      hashKey: "id",
      billingMode: "PAY_PER_REQUEST",
      pointInTimeRecovery: { enabled: true },
      ttl: { attributeName: "expiresAt", enabled: true },
      deletionProtectionEnabled: false,
    });
  });

  it("refuses requests without TLS, to either queue and the topic", () => {
    for (const [type, name] of [
      ["aws:sqs/queuePolicy:QueuePolicy", "submissions-queue-tls"],
      ["aws:sqs/queuePolicy:QueuePolicy", "submissions-dead-letters-tls"],
      ["aws:sns/topicPolicy:TopicPolicy", "submissions-topic-tls"],
    ] as const) {
      const [statement, ...others] = JSON.parse(made.inputs(type, name).policy).Statement;
      assert.equal(statement.Effect, "Deny", name);
      assert.deepEqual(statement.Condition, { Bool: { "aws:SecureTransport": "false" } }, name);
      assert.deepEqual(others, [], name);
    }
  });

  it("can be deleted unless it is told to keep its data: then Pulumi refuses for table and queues, AWS for the table", async () => {
    const kept = await make({ keepData: true });
    assert.equal(kept.inputs("aws:dynamodb/table:Table").deletionProtectionEnabled, true);
    const isProtected = (submissions: Submissions) =>
      [submissions.table, submissions.queue, submissions.deadLetterQueue].map((each) => Reflect.get(each, "__protect"));
    assert.deepEqual(isProtected(kept.result), [true, true, true]);
    assert.deepEqual(isProtected(made.result), [false, false, false]);
  });

  it("gives five consumers ten messages each at a time, and takes back the ones that failed", () => {
    assert.deepEqual(made.inputs("aws:lambda/eventSourceMapping:EventSourceMapping"), {
      eventSourceArn: queueArn,
      functionName: "arn:aws:lambda:us-east-1:123456789012:function:submissions-consumer",
      batchSize: 10,
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: 5 },
    });
  });

  it("lets the consumer read its queue, add items to its table, publish to its topic, and nothing else", () => {
    const { policy } = made.inputs("aws:iam/rolePolicy:RolePolicy", "submissions-consumer-policy");
    const [log, ...statements] = JSON.parse(policy).Statement;
    assert.deepEqual(log.Action, ["logs:CreateLogStream", "logs:PutLogEvents"]);
    assert.deepEqual(statements, [
      {
        Effect: "Allow",
        Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        Resource: [queueArn],
      },
      {
        Effect: "Allow",
        Action: ["dynamodb:PartiQLInsert"],
        Resource: ["arn:aws:dynamodb:us-east-1:123456789012:table/submissions-table"],
      },
      {
        Effect: "Allow",
        Action: ["sns:Publish"],
        Resource: ["arn:aws:sns:us-east-1:123456789012:submissions-topic"],
      },
    ]);
  });

  it("tells the consumer its table and its topic", () => {
    assert.deepEqual(made.inputs("aws:lambda/function:Function").environment.variables, {
      TABLE_NAME: "submissions-table",
      TOPIC_ARN: "arn:aws:sns:us-east-1:123456789012:submissions-topic",
      NODE_OPTIONS: "--enable-source-maps",
      POWERTOOLS_SERVICE_NAME: "submissions-consumer",
    });
  });

  it("is in alarm while a dead letter waits, and says so to the topic of the operators", () => {
    const alarm = made.inputs("aws:cloudwatch/metricAlarm:MetricAlarm");
    assert.deepEqual(alarm.dimensions, { QueueName: "submissions-dead-letters" });
    assert.equal(alarm.metricName, "ApproximateNumberOfMessagesVisible");
    assert.equal(`${alarm.statistic} ${alarm.comparisonOperator} ${alarm.threshold}`, "Maximum GreaterThanThreshold 0");
    assert.deepEqual(alarm.alarmActions, [alarmTopicArn]);
  });

  it("tells nobody by e-mail unless it is given an address", async () => {
    const type = "aws:sns/topicSubscription:TopicSubscription";
    assert.deepEqual(made.names(type), []);
    const told = await make({ notificationEmail: "desk@example.com" });
    assert.deepEqual(told.inputs(type), {
      topic: "arn:aws:sns:us-east-1:123456789012:submissions-topic",
      protocol: "email",
      endpoint: "desk@example.com",
    });
  });

  it("refuses an invalid address before it creates anything", async () => {
    const refused = await run(() => {
      const args = { logRetentionDays: 30, alarmTopicArn, notificationEmail: "desk" };
      const message = 'Submissions "submissions": notificationEmail: expected an e-mail address, got "desk"';
      assert.throws(() => new Submissions("submissions", args), { message });
    });
    assert.deepEqual(refused.resources, []);
  });
});
