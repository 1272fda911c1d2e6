import assert from "node:assert/strict";
import { callService, type Endpoints, ServiceError } from "../../src/cloud/call.ts";
import { type Fauxqs, startFauxqs } from "../../src/cloud/fauxqs.ts";
import { type Reserved, reserve } from "../../src/cloud/serve.ts";
import { callInProcess, overHttp, registerService } from "../../src/cloud/service.ts";
import { createSqsFront } from "../../src/cloud/sqs/front.ts";

const ORIGIN = "http://127.0.0.1:9";
const HEADERS = ["Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json"];

describe("a service of this process", () => {
  let fauxqs: Fauxqs;
  let port: Reserved;
  let unregister: () => void;
  const endpoints = { sqs: ORIGIN } as Endpoints;
  const call = (action: string, input: object, signal?: AbortSignal) =>
    callService(endpoints, "sqs", action, input, signal);
  before(async () => {
    [fauxqs, port] = await Promise.all([startFauxqs(), reserve()]);
    const front = createSqsFront(fauxqs, () => {});
    unregister = registerService(ORIGIN, front);
    port.serve(overHttp(front));
  });
  after(async () => {
    unregister();
    await Promise.all([port.close(), fauxqs.close()]);
  });

  it("is called without its port, and its errors are errors", async () => {
    const { QueueUrl } = await call("CreateQueue", { QueueName: "one" });
    assert.equal(QueueUrl, `${ORIGIN}/000000000000/one`);
    await assert.rejects(call("GetQueueUrl", { QueueName: "none" }), (error: ServiceError) => {
      assert.ok(error instanceof ServiceError);
      assert.equal(error.code, "QueueDoesNotExist");
      return true;
    });
  });

  it("refuses a longer body than its port takes, as its port does", async () => {
    const path = "/000000000000/one";
    const body = `Action=SendMessage&MessageBody=${"x".repeat(8 * 1024 * 1024)}`;
    const isAbandoned = () => false;
    const direct = await callInProcess({ method: "POST", origin: ORIGIN, path, headers: HEADERS, body, isAbandoned });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const sent = await fetch(`${port.url}${path}`, { method: "POST", headers, body });
    assert.deepEqual([direct?.status, direct?.body.toString()], [413, "The body is too long.\n"]);
    assert.deepEqual([sent.status, await sent.text()], [413, "The body is too long.\n"]);
  });

  it("answers the gateway what its port answers", async () => {
    const body = "Action=SendMessage&MessageBody=hi%20%F0%9F%8C%8D";
    const direct = await callInProcess({
      method: "POST",
      origin: ORIGIN,
      path: "/000000000000/one",
      headers: HEADERS,
      body,
      isAbandoned: () => false,
    });
    const sent = await fetch(`${port.url}/000000000000/one`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
      body,
    });
    assert.equal(direct?.status, sent.status);
    const named = new Map(direct?.headers.flatMap((name, i, all) => (i % 2 ? [] : [[name.toLowerCase(), all[i + 1]]])));
    assert.deepEqual([...named.keys()], ["date", "content-type", "content-length"]);
    assert.equal(named.get("content-type"), sent.headers.get("content-type"));
    assert.equal(named.get("content-length"), sent.headers.get("content-length"));
    // Of the bodies only the IDs differ.
    const without = (text: string) => text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID");
    assert.equal(without(String(direct?.body)), without(await sent.text()));
    await call("PurgeQueue", { QueueUrl: `${ORIGIN}/000000000000/one` });
  });

  it("is nobody's at another origin", () => {
    const request = { method: "GET", path: "/", headers: [], body: "", isAbandoned: () => false };
    assert.equal(callInProcess({ ...request, origin: "http://127.0.0.1:10" }), undefined);
  });

  it("leaves a message to others when who waited for it has left", async () => {
    const QueueUrl = `${ORIGIN}/000000000000/one`;
    const leaving = new AbortController();
    const left = call("ReceiveMessage", { QueueUrl, WaitTimeSeconds: 20 }, leaving.signal);
    await new Promise((later) => setTimeout(later, 20));
    leaving.abort();
    await assert.rejects(left, { name: "AbortError" });
    await call("SendMessage", { QueueUrl, MessageBody: "kept" });
    const { Messages } = await call("ReceiveMessage", { QueueUrl, WaitTimeSeconds: 5 });
    assert.deepEqual(
      Messages.map(({ Body }: { Body: string }) => Body),
      ["kept"],
    );
  });

  it("wakes one of those that wait for one message, and all for as many", async () => {
    const QueueUrl = `${ORIGIN}/000000000000/one`;
    const waiting = [1, 2, 3].map(() => call("ReceiveMessage", { QueueUrl, WaitTimeSeconds: 20 }));
    let woken = 0;
    for (const each of waiting) void each.then(() => woken++);
    await new Promise((later) => setTimeout(later, 20));
    await call("SendMessage", { QueueUrl, MessageBody: "1" });
    await new Promise((later) => setTimeout(later, 100));
    assert.equal(woken, 1);
    await call("SendMessage", { QueueUrl, MessageBody: "2" });
    await call("SendMessage", { QueueUrl, MessageBody: "3" });
    const bodies = (await Promise.all(waiting)).flatMap(({ Messages }) => Messages).map(({ Body }) => Body);
    assert.deepEqual(bodies.sort(), ["1", "2", "3"]);
  });
});
