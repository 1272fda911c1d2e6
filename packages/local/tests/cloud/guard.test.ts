import assert from "node:assert/strict";
import type http from "node:http";
import { isAllowed, isLocal } from "../../src/cloud/guard.ts";

const allowed = (headers: http.IncomingHttpHeaders, host = "127.0.0.1") =>
  isAllowed({ headers } as http.IncomingMessage, host, 3000);

describe("who may see what is behind the API", () => {
  it("programs and this server's page", () => {
    for (const host of ["localhost:3000", "127.0.0.1:3000", "[::1]:3000", "LOCALHOST:3000"]) {
      assert.ok(allowed({ host }), host);
      assert.ok(allowed({ host, origin: `http://${host}` }), host);
      assert.ok(allowed({ host, "sec-fetch-site": "same-origin" }), host);
      assert.ok(allowed({ host, "sec-fetch-site": "none" }), host);
    }
  });

  it("no other page, name or port", () => {
    const refused = [
      {},
      { host: "evil.example:3000" },
      { host: "localhost.evil.example:3000" },
      { host: "localhost" },
      { host: "localhost:30000" },
      { host: "10.0.0.5:3000" },
      { host: "localhost:3000", origin: "https://evil.example" },
      { host: "localhost:3000", origin: "http://localhost:4000" },
      { host: "localhost:3000", origin: "http://127.0.0.1:3000" },
      { host: "localhost:3000", origin: "https://localhost:3000" },
      { host: "localhost:3000", origin: "null" },
      // An image or a link of another page has no Origin.
      { host: "localhost:3000", "sec-fetch-site": "cross-site" },
      { host: "localhost:3000", "sec-fetch-site": "same-site" },
    ];
    for (const headers of refused) {
      assert.equal(allowed(headers), false, JSON.stringify(headers));
    }
  });

  it("with --host also the network, by address, but by no foreign name", () => {
    assert.ok(allowed({ host: "10.0.0.5:3000" }, "0.0.0.0"));
    assert.ok(allowed({ host: "contact.test:3000" }, "contact.test"));
    assert.equal(allowed({ host: "evil.example:3000" }, "0.0.0.0"), false);
  });
});

describe("who may call the services behind the API", () => {
  const isProgram = (headers: http.IncomingHttpHeaders) => isLocal({ headers } as http.IncomingMessage);

  it("programs on this machine", () => {
    for (const host of ["localhost:3001", "127.0.0.1:3001", "[::1]:3001", "attachments-bucket.localhost:3001"]) {
      assert.ok(isProgram({ host }), host);
    }
  });

  it("no browser, not even for an address that a user typed: another site may have redirected to it", () => {
    const host = "127.0.0.1:3001";
    for (const site of ["none", "same-origin", "same-site", "cross-site"]) {
      assert.equal(isProgram({ host, "sec-fetch-site": site }), false, site);
    }
    assert.equal(isProgram({ host, origin: `http://${host}` }), false);
    assert.equal(isProgram({ host: "evil.example:3001" }), false);
    assert.equal(isProgram({}), false);
  });

  it("nothing whose target is an absolute URL: its host counts, and not `Host`", () => {
    const isAnswered = (url: string) => isLocal({ url, headers: { host: "127.0.0.1:3001" } } as http.IncomingMessage);
    for (const url of ["http://evil.example/?Action=ListQueues", "HTTPS://evil.example/", "http:evil.example"]) {
      assert.equal(isAnswered(url), false, url);
    }
    assert.ok(isAnswered("/queue?Action=SendMessage&MessageBody=http://evil.example/"));
  });
});
