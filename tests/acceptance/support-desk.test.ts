import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { bundle } from "../../components/lambda/bundle.ts";
import { needsLocalhost } from "./app.ts";

/** The service as an instance runs it: its bundle, alone in a folder, told by environment variables. */
describe("the support desk's process", () => {
  const folder = mkdtempSync(join(tmpdir(), "support-desk-"));
  const started: ChildProcess[] = [];

  before(needsLocalhost);
  before(() => {
    writeFileSync(join(folder, "index.mjs"), bundle("handlers/support-desk/index.ts"));
  });

  after(() => {
    for (const child of started) child.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  function start(environment: Record<string, string>) {
    const child = spawn(process.execPath, [join(folder, "index.mjs")], { env: environment });
    started.push(child);
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const line = async () => JSON.parse((await lines.next()).value) as { level: string; message: string };
    return { child, line };
  }

  it("serves on a free port, on this machine only, unless it is told otherwise", async () => {
    const { line } = start({ PORT: "0" });
    const { message } = await line();
    assert.match(message, /^listening on http:\/\/127\.0\.0\.1:\d+$/);
    const response = await fetch(`${message.slice("listening on ".length)}/support/health`);
    assert.equal(((await response.json()) as { status: string }).status, "ok");
  });

  it("ends on SIGTERM, a client's idle connection or not", async () => {
    const { child, line } = start({ PORT: "0" });
    const url = (await line()).message.slice("listening on ".length);
    const agent = new http.Agent({ keepAlive: true });
    const request = http.get(`${url}/support/health`, { agent });
    const [response] = (await once(request, "response")) as [http.IncomingMessage];
    response.resume();
    await once(response, "end");
    child.kill("SIGTERM");
    assert.deepEqual(await line(), { level: "INFO", message: "stopped" });
    assert.deepEqual(await once(child, "exit"), [0, null]);
    agent.destroy();
  });

  it("says that it cannot have a port that is taken, and fails, so that systemd tries again", async () => {
    const first = start({ PORT: "0" });
    const port = (await first.line()).message.split(":").at(-1) as string;
    const second = start({ PORT: port });
    const message = `cannot listen on 127.0.0.1:${port}: EADDRINUSE`;
    assert.deepEqual(await second.line(), { level: "ERROR", message });
    assert.deepEqual(await once(second.child, "exit"), [1, null]);
  });
});
