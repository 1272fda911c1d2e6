import assert from "node:assert/strict";
import Ajv from "ajv-draft-04";
import fc from "fast-check";
import type { JsonSchema } from "../../components/openapi.ts";
import schema from "../../contact/contact.schema.json" with { type: "json" };
import { contactModel, topics } from "../../contact/contact-model.ts";
import { announcementModel, eventModel, visitorModel } from "../../contact/models.ts";

const contact = { name: "Ada", email: "ada@example.com", topic: "sales", message: "Hello" };
const announcement = { subject: "News", message: "All is well" };
const event = { type: "view", page: "/", visitor: "u1" };

function check(what: string, model: JsonSchema, base: object, accepted: object[], refused: object[]): void {
  describe(what, () => {
    const isValid = new Ajv.default().compile(model);
    for (const change of [{}, ...accepted]) {
      it(`takes ${shorten(change)}`, () => assert.equal(isValid({ ...base, ...change }), true));
    }
    for (const change of [{ unknown: 1 }, ...refused]) {
      it(`refuses ${shorten(change)}`, () =>
        assert.equal(isValid(JSON.parse(JSON.stringify({ ...base, ...change }))), false));
    }
    it("refuses what is not an object", () => {
      for (const value of [[], "text", 1, null]) assert.equal(isValid(value), false);
    });
  });
}

function shorten(value: object): string {
  const text = Object.entries(value).map(([key, v]) => `${key}: ${JSON.stringify(v) ?? "nothing"}`);
  return text.length === 0 ? "the least" : text.join().slice(0, 60);
}

check(
  "contactModel",
  contactModel,
  contact,
  [
    { message: "x".repeat(5000) },
    { name: "x".repeat(100) },
    { website: "" },
    { phone: "+44 (0)20 7946-0000" },
    ...topics.map(({ id }) => ({ topic: id })),
    ...["😀", "😀😀 a", "\t\r\n\u0085\u2028\ufffd"].map((message) => ({ message })),
  ],
  [
    ...["name", "email", "topic", "message"].map((field) => ({ [field]: undefined })),
    { message: "" },
    { message: "x".repeat(5001) },
    { name: "" },
    { name: "x".repeat(101) },
    { name: 1 },
    { email: "ada" },
    { email: "ada@example" },
    { email: "ada@example.com\nBcc: all@example.com" },
    { email: `${"a".repeat(251)}@b.c` },
    { topic: "gossip" },
    { phone: "call me" },
    { website: "https://spam.example" },
    ...["\0", "a\u000bb", "a\u007fb", "\uffff", "\ufffe", "\ud83d", "a\ude00", "\ude00\ud83d", "😀\ud83d"].flatMap(
      (text) => [{ message: text }, { name: text }, { email: `${text}@b.c` }],
    ),
  ],
);

check(
  "visitorModel",
  visitorModel,
  {},
  [{ page: "/pricing" }],
  [{ name: "Ada" }, { page: "" }, { page: 1 }, { page: "x".repeat(2049) }, { page: "\ud83d" }, { page: "\uffff" }],
);

check(
  "announcementModel",
  announcementModel,
  announcement,
  [{ subject: `a&Action=DeleteQueue&x=%26"'<>\\` }, { subject: "x".repeat(100) }, { message: "Grüße\n😀" }],
  [
    { subject: undefined },
    { message: undefined },
    { subject: "" },
    { subject: "x".repeat(101) },
    { subject: " begins with a space" },
    { subject: "two\nlines" },
    { subject: "Grüße" },
    { message: "" },
    { message: "a\ud83d" },
  ],
);

check(
  "eventModel",
  eventModel,
  event,
  [{ visitor: "x".repeat(256) }],
  [{ type: undefined }, { page: undefined }, { visitor: undefined }, { visitor: "" }, { visitor: "x".repeat(257) }],
);

describe("the pattern of an e-mail address", () => {
  const pattern = new RegExp(schema.properties.email.pattern);

  it("is that of text with an @ and, after it, a dot that has text on both sides", () => {
    const text = fc.string({ unit: fc.constantFrom("a", ".", "@", " ", "\n", "é"), maxLength: 12 });
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          fc.tuple(text, text).map(([a, b]) => `${a}@${b}`),
        ),
        (address) => {
          assert.equal(pattern.test(address), /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(address));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("takes a time that grows with the text, and not with its square", () => {
    // With the square this takes hours.
    assert.equal(pattern.test(`a@${".".repeat(5_000_000)} `), false);
    assert.equal(pattern.test(`${"a".repeat(5_000_000)} `), false);
  });
});
