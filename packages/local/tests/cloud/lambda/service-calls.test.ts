import assert from "node:assert/strict";
import { type Functions, startFunctions } from "../../../src/cloud/lambda/functions.ts";
import { registerService, type ServiceRequest } from "../../../src/cloud/service.ts";
import { Switches } from "../../../src/cloud/switches.ts";

/** Nothing listens there. */
const ORIGIN = "http://127.0.0.1:9";

const CODE = `
import http from "node:http";
import { request } from "node:http";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";

const agent = new http.Agent({ keepAlive: true });
const call = ({ method = "POST", path = "/", headers = {}, chunks = [], leave = false, alone = false }) => new Promise((resolve, reject) => {
  const asked = request(process.env.AWS_ENDPOINT_URL_DYNAMODB + path, { method, headers, agent: alone ? undefined : agent }, (answer) => {
    const parts = [];
    answer.on("data", (part) => parts.push(part)).on("end", () => {
      const body = Buffer.concat(parts);
      resolve({ status: answer.statusCode, kind: answer.headers["x-kind"], bytes: body.length, text: body.toString("latin1").slice(0, 100), reused: asked.reusedSocket });
    });
  });
  asked.on("error", (error) => resolve({ error: error.code }));
  if (leave) asked.setTimeout(50, () => asked.destroy(new Error("timed out")));
  for (const chunk of chunks.slice(0, -1)) asked.write(Buffer.from(chunk, "latin1"));
  const last = chunks.at(-1);
  asked.end(last === undefined || method === "TEXT" ? last : Buffer.from(last, "latin1"));
});
const dynamodb = new DynamoDBClient({});
export const handler = async ({ calls, put, elsewhere }) => {
  if (elsewhere) return call.toString() && (await fetch(elsewhere)).status;
  if (put) {
    try { return await dynamodb.send(new PutItemCommand(put)); } catch (error) { return { name: error.name, message: error.message }; }
  }
  return Promise.all(calls.map(call));
};`;

describe("a function's call to a service of this process", () => {
  let functions: Functions;
  let unregister: () => void;
  const asked: ServiceRequest[] = [];
  before(() => {
    unregister = registerService(ORIGIN, async (request) => {
      asked.push(request);
      if (request.url === "/fails") throw new TypeError("a mistake");
      if (request.url === "/never") await new Promise((later) => setTimeout(later, 300));
      if (request.url === "/")
        return {
          status: 400,
          headers: { "x-kind": "none" },
          body: '{"__type":"x#ResourceNotFoundException","message":"no"}',
        };
      const body = request.method === "GET" ? Buffer.from([0, 255, 13, 10]) : request.body;
      return {
        status: request.method === "DELETE" ? 204 : 200,
        headers: { "x-kind": "k" },
        body: request.method === "DELETE" ? "" : body,
      };
    });
    const all = {
      handler: "index.handler",
      runtime: "nodejs24.x",
      timeout: 20,
      memorySize: 256,
      role: "arn:aws:iam::000000000000:role/caller",
      code: { files: { "index.mjs": CODE } },
    };
    const outputs = { ...all, name: "calls", arn: "arn:aws:lambda:us-east-1:000000000000:function:calls" };
    functions = startFunctions(
      [{ type: "aws:lambda/function:Function", name: "calls", id: "calls", inputs: all, outputs }],
      { AWS_ENDPOINT_URL_DYNAMODB: ORIGIN },
      new Switches(() => {}),
      () => "calls",
      () => {},
    );
  });
  after(async () => {
    unregister();
    await functions.close();
  });
  async function invoke(event: object) {
    const { payload } = await functions.invoke("calls", JSON.stringify(event));
    return JSON.parse(payload);
  }
  const calls = async (...all: object[]) => invoke({ calls: all });

  it("needs no connection: method, path, headers and body are those that Node's client sent", async () => {
    const [got] = await calls({
      method: "PUT",
      path: "/a%20b?c=d",
      headers: { "X-One": "1" },
      chunks: ["hi \u00ff\u0000"],
    });
    const { method, url, headers, body } = asked.at(-1) as ServiceRequest;
    assert.deepEqual(
      [method, url, headers["x-one"], body.toString("latin1")],
      ["PUT", "/a%20b?c=d", "1", "hi \u00ff\u0000"],
    );
    assert.equal(headers.host, "127.0.0.1:9");
    assert.deepEqual([got.status, got.kind, got.text], [200, "k", "hi \u00ff\u0000"]);
  });

  it("gets every byte of a body in pieces, of a long one, and of one without a length", async () => {
    const long = "x".repeat(1_000_000);
    const [pieces, whole, none] = await calls(
      { path: "/pieces", chunks: ["one ", "two ", "three"] },
      { path: "/long", chunks: [long], headers: { "Content-Length": String(long.length) } },
      { path: "/empty" },
    );
    assert.deepEqual([pieces.text, whole.bytes, none.bytes], ["one two three", 1_000_000, 0]);
  });

  it("reads an answer without a body, a body of bytes, and keeps its connection", async () => {
    const [deleted] = await calls({ method: "DELETE", path: "/x" });
    const [head] = await calls({ method: "HEAD", path: "/x" });
    const [bytes] = await calls({ method: "GET", path: "/x" });
    assert.deepEqual([deleted.status, deleted.bytes, head.status, head.bytes], [204, 0, 200, 0]);
    assert.deepEqual([bytes.text, bytes.reused], ["\u0000\u00ff\r\n", true]);
    const [alone] = await calls({ method: "GET", path: "/x", alone: true });
    assert.equal(alone.status, 200);
  });

  it("may be one of many at once, each with its own answer", async () => {
    const many = Array.from({ length: 100 }, (_, i) => ({ path: `/${i}`, chunks: [`body ${i}`] }));
    assert.deepEqual(
      (await calls(...many)).map(({ text }: { text: string }) => text),
      many.map(({ chunks }) => chunks[0]),
    );
  });

  it("is a 500 when the service makes a mistake", async () => {
    const { error } = console;
    console.error = () => {};
    const [got] = await calls({ path: "/fails", chunks: ["{}"] });
    console.error = error;
    assert.equal(got.status, 500);
  });

  it("may be left, and the service is told", async () => {
    const [left] = await calls({ path: "/never", chunks: ["{}"], leave: true });
    assert.notEqual(left.status, 200);
    await new Promise((later) => setTimeout(later, 20));
    assert.equal(asked.at(-1)?.isAbandoned?.(), true);
    const [next] = await calls({ path: "/next", chunks: ["{}"] });
    assert.equal(next.status, 200);
  });

  it("is the AWS SDK's as well, with the key of the function's role and the service's errors", async () => {
    const put = { TableName: "t", Item: { id: { S: "\u00e9 \u{1f30d}" } } };
    assert.deepEqual(await invoke({ put }), { name: "ResourceNotFoundException", message: "no" });
    const { headers, body } = asked.at(-1) as ServiceRequest;
    assert.equal(headers["x-amz-target"], "DynamoDB_20120810.PutItem");
    assert.match(headers.authorization ?? "", /Credential=ASIA[0-9A-Z]{16}\//);
    assert.deepEqual(JSON.parse(body.toString()), put);
  });
});
