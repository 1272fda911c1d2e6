import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { Switches } from "../../src/cloud/switches.ts";
import { startUpstream, type Upstream } from "../../src/cloud/upstream.ts";

describe("a third-party service, as localhost reaches it", () => {
  const switches = new Switches(() => undefined);
  const opened: { close(): unknown }[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
  });

  async function upstreamOf(origin: string, offline: boolean): Promise<Upstream> {
    const program = {
      config: { "p:thingsUrl": origin },
      localhost: { samples: { "p:thingsUrl": { "/a": "sample" } } },
    };
    const upstream = await startUpstream(
      origin,
      program as unknown as Parameters<typeof startUpstream>[1],
      offline,
      switches,
    );
    opened.push(upstream);
    return upstream;
  }

  it("is called itself, on this machine without a network too, and answers 503 while its switch is turned", async () => {
    const server = http.createServer((_request, response) => response.end("its own")).listen(0, "127.0.0.1");
    await once(server, "listening");
    opened.push(server);
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const offline of [false, true]) {
      const upstream = await upstreamOf(origin, offline);
      assert.equal(upstream.url(), origin);
      assert.equal(upstream.note, `Some answers come from ${origin}.`);
      switches.set("things", true);
      assert.equal((await fetch(upstream.url())).status, 503);
      switches.set("things", false);
      assert.equal(await (await fetch(upstream.url())).text(), "its own");
    }
  });

  it("answers from its samples without a network, whatever the request's target is", async () => {
    const upstream = await upstreamOf("https://things.example.com", true);
    assert.match(upstream.note, /^https:\/\/things\.example\.com is not asked: its answers come from a sample\.$/);
    const { port } = new URL(upstream.url());
    for (const [target, status] of [
      ["/A?x", 200],
      ["/b", 404],
      ["*", 404],
      ["//", 404],
      ["http://[", 404],
      ["/%zz", 404],
      ["/__proto__", 404],
      ["/constructor", 404],
    ] as const) {
      const socket = net.connect(Number(port), "127.0.0.1");
      socket.write(`OPTIONS ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      const answer = Buffer.concat(await socket.toArray()).toString();
      assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `), target);
    }
  });
});
