import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { type PrivateService, startService } from "../../../src/cloud/ec2/service.ts";

const MODULE = "/opt/echo/index.mjs";
const SERVICE = `
import http from "node:http";
http.createServer((request, response) => {
  if (request.url === "/crash") process.exit(1);
  response.end(JSON.stringify({ pid: process.pid, greeting: process.env.GREETING, args: process.argv.slice(2) }));
}).listen(process.env.PORT, process.env.HOST);`;
const instance = (code: string) => ({
  name: "echo",
  args: [MODULE, "--loud"],
  environment: { GREETING: "good day", PORT: "80", HOST: "0.0.0.0" },
  files: new Map([[MODULE, Buffer.from(code)]]),
});

describe("a private service on this machine", () => {
  let service: PrivateService;
  const answer = async () =>
    (await fetch(service.url)).json() as Promise<{ pid: number; greeting: string; args: string[] }>;
  async function again(): Promise<Awaited<ReturnType<typeof answer>>> {
    for (;;) {
      try {
        return await answer();
      } catch {
        await sleep(50);
      }
    }
  }
  before(async () => {
    service = await startService(instance(SERVICE));
  });
  after(() => service.close());

  it("runs with its environment and arguments, on an address and port of its own", async () => {
    const { greeting, args } = await answer();
    assert.deepEqual({ greeting, args }, { greeting: "good day", args: ["--loud"] });
  });

  it("is started again at the same URL when it ends by itself", async () => {
    const { pid } = await answer();
    await assert.rejects(fetch(`${service.url}/crash`));
    assert.notEqual((await again()).pid, pid);
  });

  it("is stopped and started by its switch, however fast that is turned", async () => {
    service.switch(false);
    service.switch(true);
    service.switch(false);
    service.switch(true);
    const { pid } = await again();
    await sleep(1_000);
    assert.equal((await answer()).pid, pid, "a second one was started beside it");
    service.switch(false);
    await assert.rejects(async () => {
      for (;;) await answer();
    });
  });

  it("is an error when it ends before it listens", async () => {
    await assert.rejects(startService(instance("process.exit(3);")), {
      message: "The private service echo ended before it listened on the port in its variable PORT.",
    });
  });
});
