import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { callService } from "../../src/cloud/call.ts";
import { startDynamoDb } from "../../src/cloud/dynamodb.ts";
import { type Emulator, startEmulator } from "../../src/cloud/emulator.ts";
import { startKinesis } from "../../src/cloud/kinesis.ts";
import { type Reserved, reserve } from "../../src/cloud/serve.ts";
import { overHttp } from "../../src/cloud/service.ts";

/** Dies of `/die`, and counts the requests that it has had. */
const MORTAL = `
const http = require("node:http");
module.exports = () => {
  let count = 0;
  return http.createServer((request, response) => {
    if (request.url === "/die") setTimeout(() => { throw new Error("it is over"); });
    else response.end(String(++count));
  });
};`;

/** Works on one request at a time, a tenth of a second each, and counts them. */
const SLOW = `
const http = require("node:http");
module.exports = () => {
  let count = 0;
  let last = Promise.resolve();
  return http.createServer((request, response) => {
    count++;
    last = last.then(() => new Promise((done) => setTimeout(done, 100))).then(() => response.end(String(count)));
  });
};`;

describe("an emulator", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "emulator-"));
  let port: Reserved;
  let emulator: Emulator;
  const losses: string[] = [];
  async function serve(starting: Promise<Emulator>): Promise<void> {
    [port, emulator] = await Promise.all([reserve(), starting]);
    port.serve(overHttp(emulator.handler, 17 * 1024 * 1024));
  }
  afterEach(async () => {
    await port.close();
    await emulator.close();
    losses.length = 0;
  });
  after(() => rmSync(folder, { recursive: true }));
  const noLoss = (message: string) => losses.push(message);

  async function half(): Promise<void> {
    const socket = net.connect(port.port, "127.0.0.1");
    await new Promise<void>((resolve) => {
      socket.write("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc", () => resolve());
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const call = (service: "dynamodb" | "kinesis", action: string) =>
    callService({ sqs: "", sns: "", lambda: "", s3: "", dynamodb: port.url, kinesis: port.url }, service, action, {});

  it("of DynamoDB survives a client that leaves in the middle of a request, and a GET with a target", async () => {
    await serve(startDynamoDb(() => {}, noLoss));
    await half();
    const get = await fetch(port.url, { headers: { "x-amz-target": "DynamoDB_20120810.PutItem" } });
    assert.equal(get.status, 200);
    assert.deepEqual(await call("dynamodb", "ListTables"), { TableNames: [] });
    assert.deepEqual(losses, []);
  });

  it("of Kinesis survives a client that leaves in the middle of a request", async () => {
    await serve(startKinesis(() => {}, noLoss));
    await half();
    assert.deepEqual((await call("kinesis", "ListStreams")).StreamNames, []);
    assert.deepEqual(losses, []);
  });

  it("that dies answers 500, is started again empty, and says so", async () => {
    const module = path.join(folder, "mortal.cjs");
    writeFileSync(module, MORTAL);
    let lost = () => {};
    const loss = new Promise<void>((resolve) => {
      lost = resolve;
    });
    const options = { module, options: {}, loss: "It ended%s." };
    await serve(
      startEmulator(
        options,
        () => {},
        (message) => {
          losses.push(message);
          lost();
        },
      ),
    );
    assert.equal(await (await fetch(port.url)).text(), "1");
    assert.equal(await (await fetch(port.url)).text(), "2");
    const dead = await fetch(`${port.url}/die`);
    assert.equal(dead.status, 500);
    assert.equal(((await dead.json()) as { __type: string }).__type, "InternalServerError");
    await loss;
    assert.deepEqual(losses, ["It ended (it is over)."]);
    assert.equal(await (await fetch(port.url)).text(), "1");
  });

  it("does not work through the requests of clients that have left", async () => {
    const module = path.join(folder, "slow.cjs");
    writeFileSync(module, SLOW);
    await serve(startEmulator({ module, options: {}, loss: "" }, () => {}, noLoss));
    assert.equal(await (await fetch(port.url)).text(), "1");
    const leaving = new AbortController();
    const left = Array.from({ length: 200 }, () => fetch(port.url, { signal: leaving.signal }));
    await new Promise((later) => setTimeout(later, 300));
    leaving.abort();
    await Promise.allSettled(left);
    const worked = Number(await (await fetch(port.url)).text());
    assert.ok(worked < 50, `it worked on ${worked} requests`);
  });

  it("refuses a body that is longer than any request to it", async () => {
    await serve(startKinesis(() => {}, noLoss));
    const answer = await fetch(port.url, { method: "POST", body: Buffer.alloc(18 * 1024 * 1024) });
    assert.equal(answer.status, 413);
  });
});
