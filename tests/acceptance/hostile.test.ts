import assert from "node:assert/strict";
import { type App, localApp, needsRoute } from "./app.ts";
import { call, contact, eventually, hostile } from "./client.ts";
import { named, services, stored } from "./local.ts";

describe("hostile text arrives byte for byte", function () {
  this.timeout(90_000);
  let api: App;
  before(async function () {
    api = await localApp.call(this);
  });

  for (const path of ["/contact", "/contact/lambda", "/contact/legacy"]) {
    it(`through POST ${path} into the table`, async () => {
      const { json } = await call(`${api.url}${path}`, "POST", { ...contact, message: hostile });
      assert.equal((await stored(api, json.messageId ?? json.caseNumber)).message, hostile);
    });
  }

  it("through PUT /visitors into the table, and back", async () => {
    const id = encodeURIComponent(`a"b'c&<>`);
    await call(`${api.url}/visitors/${id}`, "PUT", { name: hostile });
    const { json } = await call(`${api.url}/visitors/${id}`);
    assert.deepEqual(json, { user_id: `a"b'c&<>`, name: hostile });
  });

  it("through POST /announcements to the topic", async () => {
    const body = { subject: `S&Action=DeleteTopic"'`, message: hostile };
    const { json } = await call(`${api.url}/announcements`, "POST", body, { "x-api-key": api.apiKey });
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
    assert.equal((await stored(api, json.messageId)).message, message.replace("\u0007", ""));
  });
});
