import assert from "node:assert/strict";
import { draftOf, headersText, parseHeaders } from "../../../page/explorer/drafts.ts";
import type { Example } from "../../../page/explorer/example.ts";
import type { Route } from "../../../src/api/wire.ts";

const route: Route = {
  method: "ANY",
  path: "/support/{proxy+}",
  integration: "private",
  apiKeyRequired: true,
  authorization: "none",
  summary: "",
};
const example: Example = { name: "Good", shows: "", path: "/support/hours", decidedBy: "integration" };

describe("headers in the editor", () => {
  it("are one to a line, both ways", () => {
    const headers = { "content-type": "application/json", "x-api-key": "a:b" };
    assert.equal(headersText(headers), "content-type: application/json\nx-api-key: a:b");
    assert.deepEqual(parseHeaders(headersText(headers)), { headers });
  });

  it("name the first line that is not a header", () => {
    assert.equal(parseHeaders("accept: a/b\n\nnot a header\n").wrong, "not a header");
    assert.equal(parseHeaders(": no name").wrong, ": no name");
  });
});

describe("the editor filled in with an example", () => {
  it("has the API key where the route needs one, except where its absence is the point", () => {
    assert.equal(draftOf(route, example, 0, "secret").headers, "x-api-key: secret");
    assert.equal(draftOf(route, { ...example, withoutKey: true }, 0, "secret").headers, "");
    assert.equal(draftOf({ ...route, apiKeyRequired: false }, example, 0, "secret").headers, "");
  });

  it("sends GET where any method is allowed", () => {
    assert.equal(draftOf(route, example, 0, "").method, "GET");
    assert.equal(draftOf(route, { ...example, method: "PUT" }, 0, "").method, "PUT");
  });
});
