import assert from "node:assert/strict";
import http from "node:http";
import net from "node:net";
import { type Listener, type Reserved, readBody, reserve } from "../../src/cloud/serve.ts";

async function serve(listener: Listener, port = 0): Promise<Reserved> {
  const reserved = await reserve(port);
  reserved.serve(listener);
  return reserved;
}

describe("a port", () => {
  let served: Reserved | undefined;
  const logged: unknown[] = [];
  const { error } = console;
  before(() => {
    console.error = (message) => logged.push(message);
  });
  afterEach(async () => {
    await served?.close();
    logged.length = 0;
  });
  after(() => {
    console.error = error;
  });

  it("answers 503 until there is something to serve, and asks to come again", async () => {
    served = await reserve();
    const early = await fetch(served.url);
    assert.deepEqual([early.status, early.headers.get("refresh")], [503, "1"]);
    served.serve((_request, response) => response.end("ready"));
    assert.equal(await (await fetch(served.url)).text(), "ready");
  });

  it("answers 500 for a request that its listener fails on, says why in the terminal, and goes on", async () => {
    served = await serve(async (request, response) => {
      if (request.url === "/bad") throw new Error("a bad request");
      response.end("good");
    });
    const bad = await fetch(`${served.url}/bad`);
    assert.deepEqual([bad.status, await bad.text()], [500, "Internal error; the terminal has more.\n"]);
    assert.match(String(logged), /a bad request/);
    assert.equal(await (await fetch(`${served.url}/good`)).text(), "good");
  });

  it("says nothing of a client that leaves in the middle of a request, and goes on", async () => {
    let left: (() => void) | undefined;
    const leaving = new Promise<void>((resolve) => {
      left = resolve;
    });
    served = await serve(async (request, response) => {
      request.once("close", () => left?.());
      response.end(await readBody(request));
    });
    const socket = net.connect(served.port, "127.0.0.1");
    socket.write("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf", () => socket.destroy());
    await leaving;
    const { status } = await fetch(served.url, { method: "POST", body: "whole" });
    assert.equal(status, 200);
    assert.deepEqual(logged, []);
  });

  it("frees its port when it closes, with a connection open", async () => {
    const agent = new http.Agent({ keepAlive: true });
    served = await serve((_request, response) => response.end());
    const { port, close } = served;
    await new Promise((resolve, reject) => {
      http.get({ port, agent }, (response) => response.resume().once("end", resolve)).once("error", reject);
    });
    await close();
    served = await serve((_request, response) => response.end(), port);
    assert.equal(served.port, port);
  });
});
