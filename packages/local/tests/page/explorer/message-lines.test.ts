import assert from "node:assert/strict";
import { headerText, messageLines } from "../../../page/explorer/message-lines.ts";

describe("a message as lines", () => {
  it("has the request line or the status; headers sorted and in lower case", () => {
    assert.deepEqual(
      messageLines({
        method: "POST",
        uri: "/dev/contact",
        headers: { Host: "localhost", Accept: ["a/b", "c/d"] },
        body: '{"name":"Ada"}',
      }),
      { first: ["POST /dev/contact"], headers: ["accept: a/b", "accept: c/d", "host: localhost"] },
    );
    assert.deepEqual(messageLines({ status: 200, body: "text" }), { first: ["200"], headers: [] });
    assert.deepEqual(messageLines(undefined), { first: [], headers: [] });
  });

  it("finds a header whatever its case", () => {
    assert.equal(headerText({ headers: { "Content-Type": "text/plain" } }, "content-type"), "text/plain");
    assert.equal(headerText({ headers: { Accept: ["a/b", "c/d"] } }, "accept"), "a/b, c/d");
    assert.equal(headerText({}, "accept"), "");
  });
});
