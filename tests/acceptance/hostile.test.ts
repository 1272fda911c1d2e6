import assert from "node:assert/strict";
import { type App, app, localApp, needsRoute } from "./app.ts";
import { call, contact, eventually, hostile, signatureOf } from "./client.ts";
import { named, services, stored } from "./local.ts";

describe("hostile text comes back byte for byte", () => {
  it("through PUT /visitors into the table, and GET /visitors", async () => {
    const { url, apiKey } = await app();
    const id = encodeURIComponent(`a"b'c&<>`);
    const withKey = { "x-api-key": apiKey };
    await call(`${url}/visitors/${id}`, "PUT", { page: hostile }, withKey);
    const { json } = await call(`${url}/visitors/${id}`, "GET", undefined, withKey);
    assert.deepEqual(json, { user_id: `a"b'c&<>`, page: hostile });
  });
});

describe("hostile text arrives byte for byte", () => {
  let api: App;
  before(async function () {
    api = await localApp.call(this);
  });

  for (const path of ["/contact", "/contact/lambda", "/contact/legacy"]) {
    it(`through POST ${path} into the table`, async () => {
      const { json } = await call(`${api.url}${path}`, "POST", { ...contact, message: hostile });
      assert.equal((await stored(api, json.submissionId ?? json.caseNumber)).message, hostile);
    });
  }

  it("through POST /announcements to the topic", async () => {
    const body = { subject: `S&Action=DeleteTopic"'`, message: hostile };
    const url = `${api.url}/announcements`;
    const { json } = await call(url, "POST", body, signatureOf(url, "POST", body));
    const topic = named((await services(api)).topics, "announcements-topic");
    const published = topic.published.find((one: { messageId: string }) => one.messageId === json.messageId);
    assert.equal(published.message, hostile);
    assert.equal(published.subject, body.subject);
  });

  it("through POST /events into the stream", async function () {
    await needsRoute.call(this, "/events");
    const event = { type: "view", page: hostile, visitor: "ada" };
    const { json } = await call(`${api.url}/events`, "POST", event);
    const record = await eventually(async () => {
      const { records } = named((await services(api)).streams, "events-stream");
      return records.find((one: { sequenceNumber: string }) => one.sequenceNumber === json.sequenceNumber);
    });
    assert.deepEqual(JSON.parse(record.data), event);
  });

  it("as it was sent: as JSON text with line breaks and Unicode escapes", async () => {
    const message = "line\nbreak\ttab \u2028 \u0007";
    const { json } = await call(`${api.url}/contact`, "POST", { ...contact, message: message.replace("\u0007", "") });
    assert.equal((await stored(api, json.submissionId)).message, message.replace("\u0007", ""));
  });
});

describe("what a client may send", () => {
  let api: App;
  before(async function () {
    api = await localApp.call(this);
  });
  const spaces = " ".repeat(9_900_000);

  for (const path of ["/contact", "/contact/lambda", "/contact/legacy"]) {
    for (const text of ["\ufffe", "a\uffffb", "\0", "\\uffff", "\\ud83d"]) {
      it(`is refused by POST ${path} when it has ${JSON.stringify(text)}`, async () => {
        const body = JSON.stringify({ ...contact, message: "here" }).replace("here", text);
        assert.equal((await call(`${api.url}${path}`, "POST", body)).status, 400);
      });
    }
  }

  for (const id of ["%", "%zz", "a%4", "%ff", "%c3%28"]) {
    it(`is not a visitor's id when it is ${id}`, async () => {
      const { url, apiKey } = api;
      const withKey = { "x-api-key": apiKey };
      assert.equal((await call(`${url}/visitors/${id}`, "PUT", { page: "/" }, withKey)).status, 400);
      assert.equal((await call(`${url}/visitors/${id}`, "GET", undefined, withKey)).status, 400);
      assert.ok((await call(`${url}/postal-codes/us/${id}`)).status < 500);
    });
  }

  for (const [path, body, status] of [
    ["/contact", contact, 413],
    ["/contact/lambda", contact, 413],
    ["/contact/legacy", contact, 200],
    ["/events", { type: "view", page: "/", visitor: "ada" }, 202],
  ] as const) {
    it(`may be 9.9 MB of spaces before the body of POST ${path}, which answers ${status}`, async () => {
      assert.equal((await call(`${api.url}${path}`, "POST", `${spaces}${JSON.stringify(body)}`)).status, status);
    });
  }
});
