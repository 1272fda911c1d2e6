import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeText, encodeText, md5 } from "../../../src/cloud/sqs/text.ts";

describe("message text in fauxqs", () => {
  it("has no character beyond the basic plane", () => {
    assert.equal(encodeText("hi 😀"), "hi \uF8FF2r5s;");
  });

  it("is what it was when it comes back, marks of our own included", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "1", ";", "\uF8FF", "😀", "é", "\uFFFD") }), (text) => {
        const encoded = encodeText(text);
        assert.ok(!/[\u{10000}-\u{10FFFF}]/u.test(encoded));
        assert.equal(decodeText(encoded), text);
      }),
    );
  });

  it("has the digest that SQS gives", () => {
    assert.equal(md5("hello"), "5d41402abc4b2a76b9719d911017c592");
  });
});
