import assert from "node:assert/strict";
import { messageLines } from "../../../page/explorer/message-lines.ts";

describe("a message as lines", () => {
  it("has the request line, then JSON indented; headers sorted and in lower case", () => {
    const lines = messageLines({
      method: "POST",
      uri: "/dev/contact",
      headers: { Host: "localhost", Accept: ["a/b", "c/d"] },
      body: '{"name":"Ada"}',
    });
    assert.deepEqual(lines, {
      content: ["POST /dev/contact", "", "{", '  "name": "Ada"', "}"],
      headers: ["accept: a/b", "accept: c/d", "host: localhost"],
    });
  });

  it("puts each parameter of a form body on its own line", () => {
    const { content } = messageLines({ body: "Action=SendMessage&MessageBody=%7B%7D" });
    assert.deepEqual(content, ["Action=SendMessage", "&MessageBody=%7B%7D"]);
  });

  it("says that a body was cut, and that it is base64", () => {
    assert.deepEqual(messageLines({ body: "AAEC", base64: true, truncatedFrom: 120_000 }).content, [
      "base64: AAEC",
      "… cut: the whole body has 120.0 kB",
    ]);
  });

  it("keeps what is not JSON as it is", () => {
    assert.deepEqual(messageLines({ status: 200, body: "<a>\n</a>" }).content, ["200", "", "<a>", "</a>"]);
    assert.deepEqual(messageLines(undefined), { content: [], headers: [] });
  });
});
