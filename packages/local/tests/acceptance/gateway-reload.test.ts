import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { call, eventually } from "../../../../tests/acceptance/client.ts";
import type { Info } from "../../src/api/wire.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));

function documentOf(route: string, template: string): string {
  const integration = {
    type: "mock",
    requestTemplates: { "application/json": '{"statusCode": 200}' },
    responses: { default: { statusCode: "200", responseTemplates: { "application/json": template } } },
  };
  const get = { responses: { 200: { description: "" } }, "x-amazon-apigateway-integration": integration };
  return JSON.stringify({ openapi: "3.0.1", info: { title: "pets" }, paths: { [route]: { get } } });
}

describe("npm run gateway, when its document changes", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "gateway-reload-"));
  const file = path.join(folder, "api.json");
  let child: ChildProcess;
  let said = "";
  after(() => {
    child.kill();
    rmSync(folder, { recursive: true });
  });

  it("serves the new one, and keeps the old one when the new one has a mistake", async () => {
    writeFileSync(file, documentOf("/cats", "meow"));
    const args = ["--conditions=source", "--import", "tsx", "packages/local/src/gateway-main.ts"];
    child = spawn(process.execPath, [...args, "--openapi", file, "--port", "0"], { cwd: root });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        said += chunk;
      });
    }
    const url = await eventually(async () => /API {6}(\S+)/.exec(said)?.[1]);
    const answer = async (route: string) => (await fetch(`${url}${route}`)).text();
    assert.equal(await answer("/cats"), "meow");

    writeFileSync(file, documentOf("/dogs", "woof"));
    await eventually(async () => (await answer("/dogs")) === "woof");
    assert.equal((await fetch(`${url}/cats`)).status, 403);
    assert.match(said, /^Reloaded .*api\.json\.$/m);

    writeFileSync(file, "{");
    await eventually(async () => /^The document before this change is still served\.$/m.test(said));
    assert.match(said, /api\.json:1:/);
    assert.equal(await answer("/dogs"), "woof");

    writeFileSync(file, documentOf("/dogs", "#if("));
    await eventually(async () => /GET \/dogs, 200 response template application\/json, line 1: /.test(said));
    assert.equal(await answer("/dogs"), "woof");
    const info = async (): Promise<Info> => (await call(`${new URL(url).origin}/_local/info`)).json;
    assert.match((await info()).mistake?.message ?? "", /GET \/dogs, 200 response template/);

    // A document that is dropped on the page takes the file's place until the file changes; the last one is served.
    const drop = async (text: string) =>
      (await call(`${new URL(url).origin}/_local/document?name=birds.json`, "PUT", text)).status;
    assert.equal(await drop(documentOf("/birds", "tweet")), 200);
    assert.equal(await answer("/birds"), "tweet");
    assert.equal((await info()).mistake, undefined);
    assert.equal(await drop("{"), 400);
    assert.equal(await answer("/birds"), "tweet");
    writeFileSync(file, "{");
    await eventually(async () => (await info()).mistake !== undefined);
    assert.equal(await answer("/birds"), "tweet");
    writeFileSync(file, documentOf("/cats", "meow"));
    await eventually(async () => (await answer("/cats")) === "meow");
    assert.equal((await fetch(`${url}/birds`)).status, 403);
    assert.equal((await info()).mistake, undefined);
  });
});
