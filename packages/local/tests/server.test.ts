import assert from "node:assert/strict";
import { once } from "node:events";
import net from "node:net";
import { type Reserved, reserve } from "../src/cloud/serve.ts";
import { createSite } from "../src/server.ts";

describe("the server of API, page and /_local", () => {
  let site: Reserved;
  before(async () => {
    site = await reserve();
    const stage = "dev";
    site.serve(
      createSite({
        stage,
        gateway: (request, response) => response.end(`API ${request.url}`),
        local: (request, response) => response.end(`local ${request.url}`),
        host: "127.0.0.1",
        port: site.port,
      }),
    );
  });
  after(() => site.close());

  /** Status and body of the answer to a request line and a Host header. */
  async function ask(target: string, host = `localhost:${site.port}`): Promise<[number, string]> {
    const socket = net.connect(site.port, "127.0.0.1");
    socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk;
    });
    await once(socket, "close");
    return [Number(text.split(" ")[1]), text.slice(text.indexOf("\r\n\r\n") + 4)];
  }

  it("takes an absolute URL as a target, and its host for the request's", async () => {
    const own = `http://localhost:${site.port}`;
    assert.deepEqual(await ask(`${own}/dev/topics?a=1`), [200, "API /dev/topics?a=1"]);
    assert.deepEqual(await ask(`HTTP://LOCALHOST:${site.port}/_local/info`), [200, "local /_local/info"]);
    assert.equal((await ask(`http://evil.example/_local/info`))[0], 403);
    assert.equal((await ask(`http://evil.example/`))[0], 403);
    assert.deepEqual(await ask(`${own}/_local/info`, "evil.example"), [200, "local /_local/info"]);
    assert.match((await ask(own))[1], /<!doctype html>/i);
    assert.match((await ask(`${own}?x`))[1], /<!doctype html>/i);
  });

  it("answers with the API to any name, and with the page and /_local to this machine's", async () => {
    for (const host of ["evil.example", `evil.example:${site.port}`, "localhost.evil.example", "", "10.0.0.1"]) {
      assert.deepEqual(await ask("/dev/topics", host), [200, "API /dev/topics"], host);
      const [status, text] = await ask("/", host);
      assert.equal(status, 403, host);
      assert.equal(text.includes(`The page is at http://localhost:${site.port}`), true, host);
      assert.equal((await ask("/_local/info", host))[0], 403, host);
    }
    // Behind a forwarded port the page has another one.
    for (const host of ["localhost", "127.0.0.1:1", "[::1]"]) assert.equal((await ask("/", host))[0], 200, host);
  });
});
