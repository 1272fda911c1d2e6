import assert from "node:assert/strict";
import { Alarms } from "../../../components/operations/alarms.ts";
import { resolved, run } from "../../../components/testing/run.ts";
import { createWatched } from "./watched.ts";

const topicArn = "arn:aws:sns:us-east-1:123456789012:operations";
const type = "aws:cloudwatch/metricAlarm:MetricAlarm";

describe("Alarms", () => {
  const make = () => run(() => new Alarms("alarm", { ...createWatched(), topicArn }));
  let made: Awaited<ReturnType<typeof make>>;
  before(async () => {
    made = await make();
  });

  /** When an alarm is on, in one line. */
  const condition = (name: string) => {
    const alarm = made.inputs(type, name);
    const statistic = alarm.statistic ?? alarm.extendedStatistic;
    const length = `${alarm.evaluationPeriods} x ${alarm.period} s`;
    return `${alarm.namespace} ${alarm.metricName} ${statistic} > ${alarm.threshold} for ${length}`;
  };

  it("watch each part of a request's way", () => {
    assert.deepEqual(Object.fromEntries(made.names(type).map((name) => [name, condition(name)])), {
      "alarm-server-errors": "AWS/ApiGateway 5XXError Average > 0.05 for 1 x 300 s",
      "alarm-latency": "AWS/ApiGateway Latency p99 > 5000 for 3 x 300 s",
      "alarm-form-errors": "AWS/Lambda Errors Sum > 0 for 1 x 300 s",
      "alarm-form-throttles": "AWS/Lambda Throttles Sum > 0 for 1 x 300 s",
      "alarm-consumer-errors": "AWS/Lambda Errors Sum > 0 for 1 x 300 s",
      "alarm-consumer-throttles": "AWS/Lambda Throttles Sum > 0 for 1 x 300 s",
      "alarm-unhealthy-hosts": "AWS/ApplicationELB UnHealthyHostCount Maximum > 0 for 15 x 60 s",
      "alarm-stream-writes-throttled": "AWS/Kinesis WriteProvisionedThroughputExceeded Sum > 0 for 1 x 300 s",
      "alarm-stream-reads-throttled": "AWS/Kinesis ReadProvisionedThroughputExceeded Sum > 0 for 1 x 300 s",
      "alarm-message-age": "AWS/SQS ApproximateAgeOfOldestMessage Maximum > 900 for 1 x 300 s",
      "alarm-items-reads-throttled": "AWS/DynamoDB ReadThrottleEvents Sum > 0 for 1 x 300 s",
      "alarm-items-writes-throttled": "AWS/DynamoDB WriteThrottleEvents Sum > 0 for 1 x 300 s",
    });
  });

  it("watch the resources by the dimensions under which AWS publishes their metrics", () => {
    const dimensions = (name: string) => made.inputs(type, name).dimensions;
    assert.deepEqual(dimensions("alarm-server-errors"), { ApiName: "api", Stage: "dev" });
    assert.deepEqual(dimensions("alarm-latency"), { ApiName: "api", Stage: "dev" });
    assert.deepEqual(dimensions("alarm-consumer-errors"), { FunctionName: "consumer-function" });
    assert.deepEqual(dimensions("alarm-unhealthy-hosts"), {
      LoadBalancer: "app/lb/lb-id",
      TargetGroup: "targetgroup/tg/tg-id",
    });
    assert.deepEqual(dimensions("alarm-stream-writes-throttled"), { StreamName: "stream" });
    assert.deepEqual(dimensions("alarm-message-age"), { QueueName: "queue" });
    assert.deepEqual(dimensions("alarm-items-reads-throttled"), { TableName: "table" });
  });

  it("publish to the topic, say what happened, and are off while nobody calls", () => {
    for (const name of made.names(type)) {
      const alarm = made.inputs(type, name);
      assert.deepEqual(alarm.alarmActions, [topicArn], name);
      assert.match(alarm.alarmDescription, /^[A-Z].{20,}/, name);
      assert.equal(alarm.comparisonOperator, "GreaterThanThreshold", name);
      assert.equal(alarm.treatMissingData, "notBreaching", name);
    }
  });

  it("hand out their ARNs", async () => {
    const arns = await Promise.all(made.result.arns.map(resolved));
    assert.equal(arns.length, made.names(type).length);
    assert.equal(arns[0], "arn:aws:cloudwatch:us-east-1:123456789012:alarm-server-errors");
  });

  it("watch neither hosts nor a stream that the stack does not have", async () => {
    const plain = await run(() => {
      const { stream: _, privateService: __, ...watched } = createWatched();
      return new Alarms("alarm", { ...watched, topicArn });
    });
    assert.deepEqual(
      plain.names(type).filter((name) => /hosts|stream/.test(name)),
      [],
    );
    assert.equal(plain.names(type).length, 9);
  });
});
