import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Program } from "pulumi-localhost/program";
import { devStack } from "./stack.ts";

describe("the stack's operations", () => {
  let program: Program;
  before(async () => {
    program = await devStack();
  });

  const named = (type: string) =>
    program.resources.filter((resource) => resource.type === type).map(({ name, inputs }) => ({ name, inputs }));

  it("tells the operations topic of each alarm", () => {
    const topicArn = "arn:aws:sns:us-east-1:000000000000:operations-topic";
    assert.equal(program.outputs.operationsTopicArn, topicArn);
    const alarms = named("aws:cloudwatch/metricAlarm:MetricAlarm");
    for (const { name, inputs } of alarms) {
      assert.deepEqual(inputs.alarmActions, [topicArn], name);
    }
    assert.deepEqual(alarms.map(({ name }) => name).toSorted(), [
      "alarm-consumer-errors",
      "alarm-consumer-throttles",
      "alarm-contact-errors",
      "alarm-contact-throttles",
      "alarm-latency",
      "alarm-legacy-crm-errors",
      "alarm-legacy-crm-throttles",
      "alarm-message-age",
      "alarm-server-errors",
      "alarm-stream-reads-throttled",
      "alarm-stream-writes-throttled",
      "alarm-submissions-reads-throttled",
      "alarm-submissions-writes-throttled",
      "alarm-unhealthy-hosts",
      "alarm-visitors-reads-throttled",
      "alarm-visitors-writes-throttled",
      "submissions-dead-letters-alarm",
    ]);
  });

  it("has an alarm for each function and each table", () => {
    const watched = named("aws:cloudwatch/metricAlarm:MetricAlarm").map(({ inputs }) => inputs.dimensions);
    const names = (type: string) =>
      program.resources.filter((resource) => resource.type === type).map(({ outputs }) => outputs.name ?? outputs.id);
    for (const name of names("aws:lambda/function:Function")) {
      assert.equal(watched.filter(({ FunctionName }) => FunctionName === name).length, 2, name);
    }
    for (const name of names("aws:dynamodb/table:Table")) {
      assert.equal(watched.filter(({ TableName }) => TableName === name).length, 2, name);
    }
  });

  it("has each alarm explained in docs/operations.md", () => {
    const page = readFileSync("docs/operations.md", "utf8");
    const rows = named("aws:cloudwatch/metricAlarm:MetricAlarm").map(({ name, inputs: { dimensions } }) => {
      const [, what] = /-(errors|throttles|reads-throttled|writes-throttled)$/.exec(name) ?? [];
      if ("FunctionName" in dimensions) return `alarm-NAME-${what}`;
      return "TableName" in dimensions ? `alarm-TABLE-${what}` : name;
    });
    assert.equal(rows.length > 10, true);
    assert.deepEqual(
      rows.filter((row) => !new RegExp(`^\\|[^|]*\`${row}\``, "m").test(page)),
      [],
    );
  });

  it("lets no wildcard publish, use the key or receive", () => {
    for (const { name, inputs } of named("aws:sns/topicPolicy:TopicPolicy")) {
      const allowed = JSON.parse(inputs.policy).Statement.filter(
        ({ Effect }: { Effect: string }) => Effect === "Allow",
      );
      assert.equal(allowed.length, name === "operations-policy" ? 1 : 0, name);
      assert.doesNotMatch(JSON.stringify(allowed), /\*/, name);
    }
    for (const { name, inputs } of named("aws:kms/key:Key")) {
      for (const { Principal } of JSON.parse(inputs.policy).Statement) {
        assert.doesNotMatch(JSON.stringify(Principal), /\*/, name);
      }
    }
  });

  it("shows every alarm on the dashboard", () => {
    const [dashboard] = named("aws:cloudwatch/dashboard:Dashboard");
    const [states] = JSON.parse(dashboard?.inputs.dashboardBody).widgets;
    assert.equal(states.type, "alarm");
    assert.equal(states.properties.alarms.length, named("aws:cloudwatch/metricAlarm:MetricAlarm").length);
  });

  it("has no budget unless one is set", () => {
    assert.deepEqual(named("aws:budgets/budget:Budget"), []);
  });
});
