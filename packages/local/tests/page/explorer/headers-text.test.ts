import assert from "node:assert/strict";
import { headersText, parseHeaders } from "../../../page/explorer/headers-text.ts";

describe("headers in the editor", () => {
  it("are one to a line, both ways", () => {
    const headers = { "content-type": "application/json", "x-api-key": "a:b" };
    assert.equal(headersText(headers), "content-type: application/json\nx-api-key: a:b");
    assert.deepEqual(parseHeaders(headersText(headers)), { headers });
  });

  it("name the first line that is none", () => {
    assert.equal(parseHeaders("accept: a/b\n\nnot a header\n").wrong, "not a header");
    assert.equal(parseHeaders(": no name").wrong, ": no name");
  });
});
