import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { createServer } from "../../../handlers/support-desk/server.ts";

describe("support desk server", () => {
  const allowedOrigins = ["https://a.example", "https://b.example"];
  const server = createServer({ host: "host-1", allowedOrigins, now: () => new Date("2026-01-05T09:00:00Z") });
  const call = (path: string, options?: RequestInit) =>
    fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, options);

  before((done) => {
    server.listen(0, "127.0.0.1", done);
  });

  after((done) => {
    server.close(done);
    server.closeAllConnections();
  });

  it("tells the opening hours", async () => {
    const response = await call("/support/hours?x=1");
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "application/json");
    const body = (await response.json()) as Record<string, unknown>;
    assert.deepEqual([body.open, body.timeZone, body.host], [true, "UTC", "host-1"]);
  });

  it("tells who is on duty", async () => {
    assert.deepEqual(await (await call("/support/agents")).json(), {
      agents: [{ name: "Amara", topics: ["support", "billing"], until: "14:00" }],
      host: "host-1",
    });
  });

  it("tells that it is well", async () => {
    assert.deepEqual(await (await call("/support/health")).json(), { status: "ok", host: "host-1" });
  });

  it("answers HEAD as GET, without the body", async () => {
    const response = await call("/support/health", { method: "HEAD" });
    assert.deepEqual([response.status, response.headers.get("content-length"), await response.text()], [200, "31", ""]);
  });

  it("answers below a stage's name too, which API Gateway puts before the path", async () => {
    assert.deepEqual(await (await call("/dev/support/health?x=1")).json(), { status: "ok", host: "host-1" });
    assert.equal((await call("/a/b/support/health")).status, 404);
  });

  for (const path of ["/", "/support", "/support/hours/", "/support/constructor", "/support/Hours"]) {
    it(`knows nothing at ${path}`, async () => {
      const response = await call(path);
      assert.deepEqual([response.status, await response.json()], [404, { message: "Not found", host: "host-1" }]);
    });
  }

  it("refuses to change anything", async () => {
    const response = await call("/support/hours", { method: "POST", body: "{}" });
    assert.equal(response.status, 405);
    assert.equal(response.headers.get("allow"), "GET, HEAD");
    assert.deepEqual(await response.json(), { message: "Method not allowed", host: "host-1" });
  });

  it("lets pages of the allowed origins read, and no others", async () => {
    const allowed = async (origin: string) =>
      (await call("/support/health", { headers: { origin } })).headers.get("access-control-allow-origin");
    assert.equal(await allowed("https://b.example"), "https://b.example");
    assert.equal(await allowed("https://c.example"), null);
  });
});
