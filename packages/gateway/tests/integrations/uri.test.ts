import assert from "node:assert/strict";
import { appendQuery, parseAddress, withPathParameters } from "../../src/integrations/uri.ts";

describe("integration URI", () => {
  it("takes mapped path parameters, and leaves the others as they are", () => {
    assert.equal(withPathParameters("http://h/{a}/{b}?c={a}", { a: "1%2F2" }), "http://h/1%2F2/{b}?c=1%2F2");
  });

  it("takes query parameters after its own", () => {
    const uri = appendQuery("http://h/?a=1", { b: ["2", "3"] }, { a: "x y&" });
    assert.equal(uri, "http://h/?a=1&b=2&b=3&a=x%20y%26");
    assert.equal(appendQuery("http://h/", {}), "http://h/");
  });

  it("is taken apart without a change of its path", () => {
    assert.deepEqual(parseAddress("http://host:81/a/../b%2e?c#d"), {
      secure: false,
      origin: "http://host:81",
      hostname: "host",
      port: 81,
      host: "host:81",
      path: "/a/../b%2e?c",
    });
    assert.equal(parseAddress("HTTPS://me:secret@host/").origin, "https://host");
    assert.equal(parseAddress("https://host?x").path, "/?x");
    assert.equal(parseAddress("https://host").port, 443);
    assert.equal(parseAddress("http://[::1]:8080/").hostname, "::1");
    assert.equal(parseAddress("http://h/é x").path, "/%C3%A9%20x");
  });

  it("without a host is a 500", () => {
    for (const uri of ["http:///x", "http://a b/", "ftp://h/", "", "http://h:port/"]) {
      assert.throws(() => parseAddress(uri), { status: 500, message: "Internal server error" }, uri);
    }
  });
});
