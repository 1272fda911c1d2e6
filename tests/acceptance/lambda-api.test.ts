import assert from "node:assert/strict";
import { type App, localApp } from "./app.ts";
import { call, eventually } from "./client.ts";
import { named, services } from "./local.ts";

describe("the Lambda Invoke API", () => {
  let api: App;
  let endpoint: string;
  before(async function () {
    api = await localApp.call(this);
    endpoint = (await call(`${api.local}/_local/info`)).json.endpoints.lambda;
  });
  const invoke = (name: string, payload: string, headers: Record<string, string> = {}) =>
    call(`${endpoint}/2015-03-31/functions/${name}/invocations`, "POST", payload, headers);
  const noRecords = JSON.stringify({ Records: [] });

  it("returns a function's result", async () => {
    const answer = await invoke("contact-function", JSON.stringify({ body: "{}", headers: {} }));
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("x-amz-function-error"), null);
    assert.equal(answer.headers.get("x-amz-executed-version"), "$LATEST");
    assert.equal(typeof answer.json.statusCode, "number");
  });

  it("takes the function's ARN too", async () => {
    const arn = encodeURIComponent("arn:aws:lambda:us-east-1:000000000000:function:contact-function");
    assert.equal((await invoke(arn, JSON.stringify({ body: "{}", headers: {} }))).status, 200);
  });

  it("returns what a function threw as Lambda's error", async () => {
    const answer = await invoke("legacy-crm", JSON.stringify({ document: "<nonsense/>" }), {
      "x-amz-log-type": "Tail",
    });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("x-amz-function-error"), "Unhandled");
    assert.match(answer.json.errorMessage, /^BadRequest: /);
    assert.equal(typeof answer.json.errorType, "string");
    assert.ok(Array.isArray(answer.json.trace));
    const log = Buffer.from(answer.headers.get("x-amz-log-result") ?? "", "base64").toString();
    assert.match(log, /BadRequest/);
  });

  it("invokes later when asked for an event", async () => {
    const count = async () => named((await services(api)).functions, "contact-function").invocations;
    const before = await count();
    const answer = await invoke("contact-function", JSON.stringify({ body: "{}", headers: {} }), {
      "x-amz-invocation-type": "Event",
    });
    assert.equal(answer.status, 202);
    assert.equal(answer.text, "");
    await eventually(async () => (await count()) > before);
  });

  it("says so when there is no such function", async () => {
    const answer = await invoke("nobody", noRecords);
    assert.equal(answer.status, 404);
    assert.equal(answer.headers.get("x-amzn-errortype"), "ResourceNotFoundException");
    assert.equal(answer.json.Message, "Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody");
  });

  it("refuses what is not JSON", async () => {
    const answer = await invoke("legacy-crm", "{nope");
    assert.equal(answer.status, 400);
    assert.equal(answer.headers.get("x-amzn-errortype"), "InvalidRequestContentException");
  });
});
