import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { reserve } from "../src/cloud/serve.ts";
import { passOn } from "../src/pass-on.ts";

const MEGABYTE = 1024 * 1024;

/** Waits for the end of a stream, whether it fails or not. */
const closing = (stream: net.Socket | http.IncomingMessage) =>
  new Promise<void>((resolve) => {
    stream.once("close", resolve);
  });

describe("a server that passes requests on", () => {
  const opened: { close(): unknown }[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
  });

  async function listen(server: net.Server): Promise<string> {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    opened.push(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  /** A server that passes its requests on. */
  async function passingOn(origin: string): Promise<string> {
    const port = await reserve();
    opened.push(port);
    port.serve((request, response) => passOn(origin, request, response));
    return port.url;
  }
  /** A server that answers HEAD at once, and gives any other request's socket to `answer`. */
  const rawServer = (answer: (socket: net.Socket, head: string) => void) =>
    net.createServer((socket) => {
      socket.on("error", () => undefined);
      socket.on("data", (chunk) => {
        const head = chunk.toString("latin1");
        if (head.startsWith("HEAD")) socket.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        else answer(socket, head);
      });
    });
  async function get(url: string): Promise<http.IncomingMessage> {
    const request = http.get(url);
    request.on("error", () => undefined);
    const [response] = (await once(request, "response")) as [http.IncomingMessage];
    response.on("error", () => undefined);
    return response;
  }

  it("gives as much as its client reads, and ends with it", async () => {
    let sent = 0;
    let closed: Promise<void> | undefined;
    const chunk = Buffer.alloc(MEGABYTE);
    const origin = await listen(
      rawServer((socket) => {
        closed = closing(socket);
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${1024 * MEGABYTE}\r\n\r\n`);
        const more = () => {
          while (!socket.destroyed && socket.write(chunk)) sent += chunk.length;
        };
        socket.on("drain", more);
        more();
      }),
    );
    const response = await get(await passingOn(origin));
    response.once("readable", () => undefined);
    let last = -1;
    while (last !== sent) {
      last = sent;
      await sleep(200);
    }
    assert.ok(sent < 64 * MEGABYTE, `sent ${sent / MEGABYTE} MB to a client that reads nothing`);
    response.destroy();
    await closed;
  });

  it("is left when its client leaves while it drips", async () => {
    let closed: Promise<void> | undefined;
    const origin = await listen(
      rawServer((socket) => {
        closed = closing(socket);
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
        const timer = setInterval(() => socket.write("."), 20);
        socket.once("close", () => clearInterval(timer));
      }),
    );
    const response = await get(await passingOn(origin));
    await once(response, "data");
    response.destroy();
    await closed;
  });

  for (const [what, answer] of [
    ["resets its connection in mid-body", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"],
    ["ends a chunked body without its end", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"],
  ] as const) {
    it(`does not look complete when it ${what}`, async () => {
      const origin = await listen(
        rawServer((socket) => socket.write(answer, () => setTimeout(() => socket.destroy(), 50))),
      );
      const response = await get(await passingOn(origin));
      response.resume();
      await closing(response);
      assert.equal(response.complete, false);
    });
  }

  for (const [what, answer] of [
    ["garbage", "\0\u0001 not HTTP\r\n\r\n"],
    ["nothing", ""],
    [
      "a switch of protocols that nobody asked for",
      "HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
    ],
  ] as const) {
    it(`is a broken connection when it answers ${what}, and the next request is answered`, async () => {
      let broken = true;
      const origin = await listen(
        rawServer((socket) => {
          if (broken) socket.end(answer);
          else socket.end("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        }),
      );
      const url = await passingOn(origin);
      await assert.rejects(fetch(url));
      broken = false;
      assert.equal((await fetch(url)).status, 204);
    });
  }

  it("has its bytes, its path and its query passed on as they come", async () => {
    const packed = gzipSync(Buffer.alloc(8 * MEGABYTE));
    const heads: string[] = [];
    const origin = await listen(
      rawServer((socket, head) => {
        heads.push(head.slice(0, head.indexOf("\r\n")));
        const encoding = "Content-Encoding: gzip\r\nConnection: close";
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${packed.length}\r\n${encoding}\r\n\r\n`);
        socket.end(packed);
      }),
    );
    const url = await passingOn(origin);
    const path = "/a/../b//%2e%2e/%2F?q=%zz&a+b";
    const { port } = new URL(url);
    const request = http.get({ port, host: "127.0.0.1", path });
    const [response] = (await once(request, "response")) as [http.IncomingMessage];
    assert.deepEqual(Buffer.concat(await response.toArray()), packed);
    assert.deepEqual(heads, [`GET ${path} HTTP/1.1`]);
  });
});
