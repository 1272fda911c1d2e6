import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openData } from "../../src/cloud/data.ts";
import { startDynamoDb } from "../../src/cloud/dynamodb.ts";
import { type Fauxqs, startFauxqs } from "../../src/cloud/fauxqs.ts";
import { reserve } from "../../src/cloud/serve.ts";
import { overHttp } from "../../src/cloud/service.ts";

describe("a folder of data", () => {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), "data-")), "kept");
  after(() => rmSync(path.dirname(folder), { recursive: true }));
  const url = (services: Fauxqs, queue: string) => services.inspect(queue)?.url;

  async function started<T>(use: (services: Fauxqs) => Promise<T>): Promise<T> {
    const data = openData(folder);
    const services = await startFauxqs(data);
    try {
      await services.sqs("CreateQueue", { QueueName: "dead" });
      await services.sqs("CreateQueue", { QueueName: "letters" });
      await services.s3({ method: "PUT", url: "/files" });
      return await use(services);
    } finally {
      await services.close();
      data.close();
    }
  }
  const bodies = async (services: Fauxqs, queue: string) => {
    const found = services.inspect(queue)?.messages;
    return [...(found?.ready ?? []), ...(found?.inflight ?? []).map(({ message }) => message)].map(({ body }) => body);
  };
  const send = async (services: Fauxqs, MessageBody: string) =>
    services.sqs("SendMessage", { QueueUrl: url(services, "letters"), MessageBody });
  const receive = async (services: Fauxqs, VisibilityTimeout: number) =>
    (await services.sqs("ReceiveMessage", { QueueUrl: url(services, "letters"), VisibilityTimeout })).result.Messages;

  it("gives each queue its messages again, once, dead letters and those in flight included", async () => {
    const sent = await started(async (services) => {
      await services.sqs("SendMessage", { QueueUrl: url(services, "dead"), MessageBody: "fails" });
      const { MessageId } = (await send(services, "in flight")).result;
      assert.equal((await receive(services, 600))[0].MessageId, MessageId);
      await send(services, "waits");
      return MessageId;
    });
    for (const _start of [1, 2]) {
      await started(async (services) => {
        assert.deepEqual(await bodies(services, "letters"), ["in flight", "waits"]);
        assert.deepEqual(await bodies(services, "dead"), ["fails"]);
        assert.equal(services.inspect("letters")?.messages.ready[0]?.messageId, sent);
      });
    }
  });

  it("gives each bucket its objects again, and not those that were deleted", async () => {
    const body = Buffer.from([0, 10, 255]);
    await started(async (services) => {
      const headers = { "content-type": "image/png" };
      await services.s3({ method: "PUT", url: "/files/a/b.png", headers, body });
      await services.s3({ method: "PUT", url: "/files/gone", body });
    });
    await started(async (services) => {
      const { body: kept, headers } = await services.s3({ method: "GET", url: "/files/a/b.png" });
      assert.deepEqual([kept, headers["content-type"]], [body, "image/png"]);
      await services.s3({ method: "DELETE", url: "/files/gone" });
    });
    await started(async (services) => {
      assert.equal((await services.s3({ method: "GET", url: "/files/gone" })).status, 404);
      assert.equal((await services.s3({ method: "GET", url: "/files/a/b.png" })).status, 200);
    });
  });

  it("says once that it cannot be written, and writes what it has when it can", async () => {
    const said: string[] = [];
    const { error } = console;
    console.error = (line: string) => said.push(line);
    const blocking = path.join(folder, "queues.json.new");
    try {
      await started(async (services) => {
        mkdirSync(blocking);
        await send(services, "kept in memory");
        while (said.length === 0) await sleep(20);
        await sleep(1_500);
        rmdirSync(blocking);
        while (said.length === 1) await sleep(20);
      });
    } finally {
      console.error = error;
    }
    assert.deepEqual(
      said.map((line) => line.replace(/: EISDIR.*/, "")),
      [
        `--data ${folder} cannot be written, what changes is lost at the end`,
        `--data ${folder}: everything is written again.`,
      ],
    );
    await started(async (services) => {
      assert.ok((await bodies(services, "letters")).includes("kept in memory"));
    });
  });

  it("keeps the items of tables", async () => {
    const { tables, close } = openData(folder);
    const TableName = "orders";
    const create = {
      TableName,
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
    };
    const calls = async (...actions: [string, object][]) => {
      const dynamodb = await startDynamoDb(
        () => {},
        () => {},
        tables,
      );
      const port = await reserve();
      port.serve(overHttp(dynamodb.handler));
      const call = async (action: string, input: object) => {
        const headers = {
          "content-type": "application/x-amz-json-1.0",
          "x-amz-target": `DynamoDB_20120810.${action}`,
          "x-amz-date": "20260101T000000Z",
          authorization:
            "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=x",
        };
        return (await fetch(port.url, { method: "POST", headers, body: JSON.stringify(input) })).json();
      };
      const answers = [];
      for (const [action, input] of actions) {
        answers.push(await call(action, input));
        // As in AWS, a new table takes no items before it is ACTIVE.
        while (action === "CreateTable" && (await call("DescribeTable", { TableName })).Table.TableStatus !== "ACTIVE");
      }
      await port.close();
      await dynamodb.close();
      return answers;
    };
    const [, put] = await calls(["CreateTable", create], ["PutItem", { TableName, Item: { id: { S: "1" } } }]);
    assert.deepEqual(put, {});
    const [scanned] = await calls(["Scan", { TableName }]);
    assert.deepEqual(scanned.Items, [{ id: { S: "1" } }]);
    close();
  });

  it("says that a folder cannot be made, at once", function () {
    if (process.platform !== "linux") this.skip();
    assert.throws(() => openData("/proc/nope/data"), /^Error: --data \/proc\/nope\/data: ENOENT: no such file/);
  });

  it("is for one process at a time, and for this user's eyes only", () => {
    assert.equal(statSync(path.join(folder, "queues.json")).mode & 0o077, 0);
    writeFileSync(path.join(folder, "lock"), String(process.ppid));
    assert.throws(() => openData(folder), {
      message: `--data ${folder}: process ${process.ppid} uses this folder; stop it, or name another folder.`,
    });
    rmSync(path.join(folder, "lock"));
  });
});
