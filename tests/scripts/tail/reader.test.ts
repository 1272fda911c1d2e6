import assert from "node:assert/strict";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { createReader, readAll } from "../../../scripts/tail/reader.ts";
import { type StandIn, startLogs } from "./logs.ts";

const NOON = Date.UTC(2026, 10, 26, 12);
const SECOND = 1_000;

describe("the reader of a log group", () => {
  let logs: StandIn;
  let client: CloudWatchLogsClient;
  const event = (eventId: string, seconds: number) => ({
    eventId,
    timestamp: NOON + seconds * SECOND,
    message: eventId,
  });
  const reader = (name: string, pattern?: string) => createReader(client, { name, source: name }, NOON, pattern);
  beforeEach(async () => {
    logs = await startLogs({ a: [], b: [] });
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    client = new CloudWatchLogsClient({ endpoint: logs.url, region: "us-east-1", credentials });
  });
  afterEach(() => logs.stop());

  it("gives each event once, from the time on, over all pages", async () => {
    logs.groups.a = [event("before", -1), event("1", 0), event("2", 1), event("3", 1)];
    const read = reader("a");
    assert.deepEqual(
      (await read()).map(({ message }) => message),
      ["1", "2", "3"],
    );
    assert.deepEqual(await read(), []);
    logs.groups.a.push(event("4", 5));
    assert.deepEqual(
      (await read()).map(({ message }) => message),
      ["4"],
    );
    assert.deepEqual([...new Set(logs.asked.map(({ action }) => action))], ["Logs_20140328.FilterLogEvents"]);
  });

  it("gives an event that appears after younger ones, and asks for none that is long past", async () => {
    logs.groups.a = [event("young", 100)];
    const read = reader("a");
    await read();
    logs.groups.a.unshift(event("late", 75), event("later", 69));
    assert.deepEqual(
      (await read()).map(({ message }) => message),
      ["late"],
    );
    assert.equal(logs.asked.at(-1)?.startTime, NOON + 70 * SECOND);
  });

  it("lets CloudWatch filter", async () => {
    await reader("a", '{ $.level = "ERROR" }')();
    assert.equal(logs.asked[0]?.filterPattern, '{ $.level = "ERROR" }');
  });

  it("gives the events of several groups in the order of their times", async () => {
    logs.groups.a = [event("1", 1), event("4", 4)];
    logs.groups.b = [event("2", 2), event("3", 3)];
    const events = await readAll([reader("a"), reader("b")]);
    assert.deepEqual(
      events.map(({ source, message }) => source + message),
      ["a1", "b2", "b3", "a4"],
    );
  });
});
