import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { LoadResult } from "../../bench/generator.ts";
import { ask, startModule } from "../../bench/processes.ts";

describe("the load generator", () => {
  async function load(listener: RequestListener, connections: number): Promise<LoadResult> {
    const server = createServer(listener).listen(0, "127.0.0.1");
    await once(server, "listening");
    const child = startModule("generator.ts");
    try {
      const { port } = server.address() as AddressInfo;
      const options = { port, method: "POST", path: "/x?y=1", body: '{"é":1}', connections, seconds: 0.2 };
      return await ask<LoadResult>(child, options);
    } finally {
      child.kill();
      server.close();
      server.closeAllConnections();
    }
  }

  it("counts exactly the requests that a server answers, whole or in chunks, at once or in parts", async () => {
    let answered = 0;
    const bodies = new Set<string>();
    const result = await load((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (text) => {
        body += text;
      });
      request.on("end", async () => {
        bodies.add(`${request.method} ${request.url} ${request.headers["content-type"]} ${body}`);
        const kind = answered++ % 3;
        if (kind === 0) return response.end("x".repeat(100_000));
        if (kind === 1) response.setHeader("content-length", 6);
        response.write("abc");
        setImmediate(() => response.end("def"));
      });
    }, 4);
    assert.equal(result.requests + result.late, answered);
    assert.ok(result.requests > 3, `${result.requests}`);
    assert.ok(result.p50 > 0 && result.p99 >= result.p50 && result.cpu > 0);
    assert.deepEqual([...bodies], ['POST /x?y=1 application/json {"é":1}']);
  });

  it("fails with the answer that was not a 2xx", async () => {
    const loading = load((_request, response) => {
      response.statusCode = 503;
      response.end("busy");
    }, 2);
    await assert.rejects(loading, { message: "answered 503: busy" });
  });

  it("fails when the server closes a connection", async () => {
    await assert.rejects(
      load((request) => request.socket.end(), 1),
      { message: "the server closed a connection" },
    );
  });
});
