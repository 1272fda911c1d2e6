import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { localUrl, needsBrowser, visit } from "./browser.ts";

/** A server that hands requests on to the localhost server as its own, and can be taken away. */
function standIn(target: URL): Server {
  return createServer((req, res) => {
    const headers = { ...req.headers, host: target.host, ...(req.headers.origin && { origin: target.origin }) };
    const onward = request(target, { path: req.url, method: req.method, headers }, (answer) => {
      res.writeHead(answer.statusCode as number, answer.headers);
      answer.pipe(res);
    });
    onward.on("error", () => res.destroy());
    res.on("close", () => onward.destroy());
    req.pipe(onward);
  });
}

describe("a server that goes away", () => {
  before(needsBrowser);

  it("is missed, and found again when it is back", async () => {
    const server = standIn(new URL(await localUrl()));
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const page = await visit("#/contact", {}, `http://127.0.0.1:${port}`);
    await page.getByLabel("Name").fill("Ada");
    // Its port is refused from now on, and Chromium says so on the console.
    server.close().closeAllConnections();
    await page.getByText("The local server does not answer.").waitFor();
    await page.getByText("Server away").waitFor();

    await once(server.listen(port, "127.0.0.1"), "listening");
    await page.getByText("The local server does not answer.").waitFor({ state: "detached" });
    await page.getByText("Live", { exact: true }).waitFor();
    assert.equal(await page.getByLabel("Name").inputValue(), "Ada");
    server.close().closeAllConnections();
  });
});
