import assert from "node:assert/strict";
import { binaryMediaTypes, decodeBase64, forAccept, forContentType } from "../../src/request/media-types.ts";

describe("binary media types", () => {
  it("match a type, or any subtype of one", () => {
    const isBinary = binaryMediaTypes(["image/png", "application/*"]);
    const headers = [
      "image/png",
      "IMAGE/PNG; q=1",
      "application/zip",
      "application/*",
      "image/jpeg",
      "image/*",
      "application",
    ];
    assert.deepEqual(headers.map(isBinary), [true, true, true, true, false, false, false]);
  });

  it("look at the first type of an Accept header only", () => {
    const isBinary = binaryMediaTypes(["image/png"]);
    assert.equal(isBinary("image/png,image/*,*/*;q=0.8"), true);
    assert.equal(isBinary("image/webp,image/png,*/*;q=0.8"), false);
  });

  it("know no wildcard for the type, except */* for all there is", () => {
    assert.equal(binaryMediaTypes(["*/png"])("image/png"), false);
    assert.equal(binaryMediaTypes(["*/*"])("text/plain"), true);
    assert.equal(binaryMediaTypes(["*/*"])(undefined), true);
    assert.equal(binaryMediaTypes(["image/png"])(undefined), false);
    assert.equal(binaryMediaTypes([])("image/png"), false);
  });
});

describe("content types", () => {
  const map = new Map([
    ["application/json", "json"],
    ["application/json; v=2", "json 2"],
    ["$default", "default"],
  ]);

  it("match with their parameters first, then without, then $default", () => {
    assert.equal(forContentType(map, "application/json; v=2"), "json 2");
    assert.equal(forContentType(map, "Application/JSON; charset=utf-8"), "json");
    assert.equal(forContentType(map, "text/plain"), "default");
    assert.equal(forContentType(map, undefined), "json");
    assert.equal(forContentType(new Map([["application/json", 1]]), "text/plain"), undefined);
  });

  it("of responses are the first that the client accepts, JSON or the first there is", () => {
    const templates = new Map([
      ["text/xml", "xml"],
      ["application/json", "json"],
    ]);
    assert.equal(forAccept(templates, "text/xml;q=0.9, application/json"), "xml");
    assert.equal(forAccept(templates, "text/plain, text/xml"), "json");
    assert.equal(forAccept(new Map([["text/xml", "xml"]]), "*/*"), "xml");
    assert.equal(forAccept(new Map(), undefined), undefined);
  });
});

describe("decodeBase64", () => {
  it("takes what Java's decoder takes: padding may be missing, nothing else", () => {
    assert.equal(decodeBase64("aGk=")?.toString(), "hi");
    assert.equal(decodeBase64("aGk")?.toString(), "hi");
    assert.equal(decodeBase64("")?.length, 0);
    for (const text of ["a", "aGk==", "a b=", "aGk=aGk=", "this is text"])
      assert.equal(decodeBase64(text), undefined, text);
  });
});
