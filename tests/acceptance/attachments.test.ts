import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { type App, app, localApp } from "./app.ts";
import { call } from "./client.ts";

describe("PUT /attachments/{id}", () => {
  let api: App;
  before(async () => {
    api = await app();
  });

  const pdf = Uint8Array.from([...Buffer.from("%PDF-1.7\r\n"), 0, 255, 200, 10]);
  const put = (id: string, headers: Record<string, string> = { "x-api-key": api.apiKey }) =>
    fetch(`${api.url}/attachments/${id}`, {
      method: "PUT",
      body: pdf,
      headers: { "content-type": "application/pdf", ...headers },
    });

  it("stores an attachment once, and replaces none", async () => {
    const id = randomUUID();
    const first = await put(id);
    assert.deepEqual([first.status, await first.json()], [201, { message: "Stored" }]);
    assert.match(first.headers.get("etag") ?? "", /^"[0-9a-f]{32}"$/);
    const second = await put(id);
    assert.deepEqual([second.status, await second.json()], [409, { message: "There is such an object already" }]);
  });

  it("needs the API key", async () => {
    const answer = await put(randomUUID(), {});
    assert.deepEqual([answer.status, await answer.json()], [403, { message: "Forbidden" }]);
  });

  it("gives attachments to nobody", async () => {
    const id = randomUUID();
    await (await put(id)).text();
    const answer = await call(`${api.url}/attachments/${id}`, "GET", undefined, { "x-api-key": api.apiKey });
    assert.deepEqual([answer.status, answer.json], [403, { message: "Missing Authentication Token" }]);
  });

  it("keeps every byte in the bucket, as no page that a browser would show", async function () {
    const { local } = await localApp.call(this);
    const { s3 } = (await call(`${local}/_local/info`)).json.endpoints;
    const id = randomUUID();
    await (await put(id)).text();
    const stored = await fetch(`${s3}/attachments-bucket/attachments/${id}`);
    assert.deepEqual(new Uint8Array(await stored.arrayBuffer()), pdf);
    assert.equal(stored.headers.get("content-type"), "application/octet-stream");
  });
});
