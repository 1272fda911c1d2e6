import assert from "node:assert/strict";
import { type App, app, canSign, needsRoute } from "./app.ts";
import { type Answer, call, contact, signatureOf } from "./client.ts";

const MESSAGE_ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;
/** `$context.extendedRequestId`. */
const SUBMISSION_ID = /^[A-Za-z0-9+/_-]{8,}=*$/;

describe("the routes", () => {
  let api: App;
  before(async () => {
    api = await app();
  });
  const send = (method: string, path: string, body?: string | object, headers?: Record<string, string>) =>
    call(`${api.url}${path}`, method, body, headers);
  const withKey = (headers: Record<string, string> = {}) => ({ "x-api-key": api.apiKey, ...headers });

  function refused(answer: Answer, status: number, message: string): void {
    assert.equal(answer.status, status);
    assert.deepEqual(answer.json, { message });
  }

  for (const path of ["/contact", "/contact/lambda"]) {
    it(`POST ${path} accepts a contact and tells its ID, and the message's`, async () => {
      const answer = await send("POST", path, contact);
      assert.equal(answer.status, 202);
      assert.equal(answer.headers.get("content-type"), "application/json");
      assert.match(answer.json.submissionId, SUBMISSION_ID);
      assert.match(answer.json.messageId, MESSAGE_ID);
    });
  }

  it("POST /contact/legacy opens a case, whose number is the submission's ID", async () => {
    const answer = await send("POST", "/contact/legacy", contact);
    assert.equal(answer.status, 200);
    assert.match(answer.json.caseNumber, SUBMISSION_ID);
    assert.equal(answer.json.status, "queued");
  });

  const wrong: [string, object | string][] = [
    ["a missing field", { name: "Ada" }],
    ["a wrong type", { ...contact, message: 5 }],
    ["an unknown topic", { ...contact, topic: "gossip" }],
    ["a filled-in honeypot", { ...contact, website: "https://spam.example" }],
    ["a field of its own", { ...contact, admin: true }],
    ["no message", { ...contact, message: "" }],
    ["5,001 characters", { ...contact, message: "x".repeat(5001) }],
    ["no JSON", "{nope"],
  ];
  for (const [what, body] of wrong) {
    it(`POST /contact refuses ${what}`, async () => {
      refused(await send("POST", "/contact", body), 400, "Invalid request body");
    });
    it(`POST /contact/lambda refuses ${what}`, async () => {
      const answer = await send("POST", "/contact/lambda", body);
      assert.equal(answer.status, 400);
      assert.equal(answer.json.message, "Invalid request body");
    });
  }

  it("POST /contact takes 5,000 characters", async () => {
    assert.equal((await send("POST", "/contact", { ...contact, message: "x".repeat(5000) })).status, 202);
  });

  for (const path of ["/contact", "/contact/lambda", "/contact/legacy"]) {
    it(`POST ${path} refuses a content type that it has no template for`, async () => {
      const answer = await send("POST", path, "name=Ada", { "content-type": "text/plain" });
      refused(answer, 415, "Unsupported Media Type");
    });
  }

  it("GET /topics lists the topics that a contact may have", async () => {
    const answer = await send("GET", "/topics");
    assert.equal(answer.status, 200);
    const ids = answer.json.topics.map(({ id }: { id: string }) => id);
    assert.deepEqual(ids, ["sales", "support", "billing", "feedback", "other"]);
  });

  for (const [status, message] of [
    [500, "Internal server error"],
    [503, "Service unavailable"],
    [429, "Too many requests"],
  ] as const) {
    it(`GET /topics?simulate=${status} fails like that`, async () => {
      refused(await send("GET", `/topics?simulate=${status}`), status, message);
    });
  }

  it("GET /postal-codes passes the upstream's answer through, 404 included", async () => {
    const answer = await send("GET", "/postal-codes/us/90210");
    assert.equal(answer.status, 200);
    assert.equal(answer.json.places[0]["place name"], "Beverly Hills");
    assert.equal((await send("GET", "/postal-codes/us/00000")).status, 404);
  });

  it("ANY /support answers from the private service, by path and method", async function () {
    await needsRoute.call(this, "/support/{proxy+}");
    const hours = await send("GET", "/support/hours", undefined, withKey());
    assert.equal(hours.status, 200);
    assert.equal(hours.json.timeZone, "UTC");
    assert.equal((await send("GET", "/support/agents", undefined, withKey())).status, 200);
    assert.equal((await send("GET", "/support/health", undefined, withKey())).json.status, "ok");
    assert.equal((await send("GET", "/support/nothing", undefined, withKey())).status, 404);
    assert.equal((await send("DELETE", "/support/hours", undefined, withKey())).status, 405);
  });

  it("PUT and GET /visitors remember a visitor", async () => {
    const id = `visitor-${process.pid}`;
    const put = await send("PUT", `/visitors/${id}`, { page: "/pricing" }, withKey());
    assert.equal(put.status, 200);
    assert.deepEqual(put.json, { user_id: id });
    const got = await send("GET", `/visitors/${id}`, undefined, withKey());
    assert.deepEqual(got.json, { user_id: id, page: "/pricing" });
  });

  it("PUT /visitors needs no body", async () => {
    const id = `bare-${process.pid}`;
    assert.equal((await send("PUT", `/visitors/${id}`, undefined, withKey())).status, 200);
    assert.deepEqual((await send("GET", `/visitors/${id}`, undefined, withKey())).json, { user_id: id });
  });

  it("GET /visitors answers 404 for one who was never there", async () => {
    const answer = await send("GET", "/visitors/nobody-at-all", undefined, withKey());
    assert.equal(answer.status, 404);
    assert.deepEqual(answer.json, { message: "There is no visitor with this user_id" });
  });

  it("PUT /visitors refuses a body that breaks the model", async () => {
    refused(await send("PUT", "/visitors/ada", { page: 5 }, withKey()), 400, "Invalid request body");
    refused(await send("PUT", "/visitors/ada", { name: "Ada" }, withKey()), 400, "Invalid request body");
  });

  /** Sends an announcement as whoever has the credentials of the environment, or on localhost. */
  const announce = (body: object) =>
    send("POST", "/announcements", body, signatureOf(`${api.url}/announcements`, "POST", body));

  it("POST /announcements publishes what is signed", async function () {
    if (!(await canSign())) this.skip();
    const answer = await announce({ subject: "News", message: "We moved" });
    assert.equal(answer.status, 202);
    assert.match(answer.json.messageId, MESSAGE_ID);
  });

  it("POST /announcements refuses a body that breaks the model", async function () {
    if (!(await canSign())) this.skip();
    refused(await announce({ subject: "News" }), 400, "Invalid request body");
  });

  it("POST /announcements is forbidden without a signature, with that of another body, or with the API key", async () => {
    const body = { subject: "News", message: "We moved" };
    for (const headers of [{}, withKey()]) {
      refused(await send("POST", "/announcements", body, headers), 403, "Missing Authentication Token");
    }
    const signature = signatureOf(`${api.url}/announcements`, "POST", { ...body, message: "We stay" });
    assert.equal((await send("POST", "/announcements", body, signature)).status, 403);
  });

  for (const [method, path, route] of [
    ["PUT", "/visitors/ada", "/visitors/{user_id}"],
    ["GET", "/visitors/ada", "/visitors/{user_id}"],
    ["GET", "/support/hours", "/support/{proxy+}"],
  ] as const) {
    it(`${method} ${path} is forbidden without the API key, or with another`, async function () {
      await needsRoute.call(this, route);
      const body = method === "PUT" ? { page: "/" } : undefined;
      refused(await send(method, path, body), 403, "Forbidden");
      refused(await send(method, path, body, { "x-api-key": "not-the-key-but-long-enough" }), 403, "Forbidden");
    });
  }

  it("POST /events records an event", async function () {
    await needsRoute.call(this, "/events");
    const answer = await send("POST", "/events", { type: "view", page: "/pricing", visitor: "ada" });
    assert.equal(answer.status, 202);
    assert.match(answer.json.sequenceNumber, /^\d+$/);
  });

  it("POST /events refuses a body that breaks the model", async function () {
    await needsRoute.call(this, "/events");
    refused(await send("POST", "/events", {}), 400, "Invalid request body");
  });

  for (const [method, path] of [
    ["GET", "/nowhere"],
    ["DELETE", "/contact"],
    ["GET", "/contact/lambda/deeper"],
  ] as const) {
    it(`${method} ${path} is no route`, async () => {
      refused(await send(method, path), 403, "Missing Authentication Token");
    });
  }

  for (const path of ["/contact", "/contact/legacy", "/topics", "/visitors/ada", "/announcements", "/events"]) {
    it(`OPTIONS ${path} answers a CORS preflight`, async function () {
      if (path === "/events") await needsRoute.call(this, path);
      const answer = await send("OPTIONS", path, undefined, {
        origin: "http://localhost:3000",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
      });
      assert.equal(answer.status, 204);
      assert.equal(answer.headers.get("access-control-allow-origin"), "http://localhost:3000");
      assert.match(answer.headers.get("access-control-allow-headers") ?? "", /content-type/i);
    });
  }

  it("a page of the allowed origin may read errors too", async () => {
    const answer = await send("POST", "/contact", {}, { origin: "http://localhost:3000" });
    assert.equal(answer.status, 400);
    assert.equal(answer.headers.get("access-control-allow-origin"), "http://localhost:3000");
  });
});
