import assert from "node:assert/strict";
import fc from "fast-check";
import { contactModel, topics } from "../../../contact/contact-model.ts";
import { contactErrors } from "../../../handlers/contact/validate.ts";
import { bodyValidators } from "../../../packages/gateway/src/validation/validator.ts";

const contact = { name: "Ada", email: "ada@example.com", topic: "sales", message: "Hello" };

describe("contactErrors", () => {
  const previous = process.env.TOPICS;

  before(() => {
    process.env.TOPICS = topics.map(({ id }) => id).join(",");
  });

  after(() => {
    if (previous === undefined) delete process.env.TOPICS;
    else process.env.TOPICS = previous;
  });

  for (const [field, value, errors] of [
    ["name", "x".repeat(100), []],
    ["name", "x".repeat(101), ["name must be 1 to 100 characters"]],
    ["name", "", ["name must be 1 to 100 characters"]],
    ["name", 1, ["name must be 1 to 100 characters"]],
    ["email", "ada", ["email must be an e-mail address"]],
    ["email", `${"x".repeat(248)}@a.com`, []],
    ["email", `${"x".repeat(249)}@a.com`, ["email must be an e-mail address"]],
    ["message", "\n".repeat(5000), []],
    ["message", "😀".repeat(5000), []],
    ["message", "x".repeat(5001), ["message must be 1 to 5000 characters"]],
    ["phone", "+44 (0)20 7946-0958", []],
    ["phone", "call me", ["phone must be a phone number"]],
    ["phone", null, ["phone must be a phone number"]],
    ["town", "London", ["a field is not known"]],
    ["website", "x", ["website must be empty"]],
  ] as const) {
    it(`${errors.length === 0 ? "allows" : "refuses"} ${field} ${JSON.stringify(value).slice(0, 30)}`, () => {
      assert.deepEqual(contactErrors({ ...contact, [field]: value }), errors);
    });
  }

  it("has the same opinion as the contact model, which API Gateway is given", () => {
    const model = bodyValidators({})(contactModel);
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.constantFrom("sales", "a@b.c", "a@b", "+1 23456", "\n", "x".repeat(100), "x".repeat(5000)),
    );
    const known = ["name", "email", "topic", "message", "phone", "website"];
    const field = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...known) }, fc.string());
    const change = fc.dictionary(field, fc.oneof({ weight: 4, arbitrary: text }, fc.jsonValue()), { maxKeys: 3 });
    const missing = fc.subarray(Object.keys(contact), { maxLength: 1 });
    fc.assert(
      fc.property(change, missing, (changed, without) => {
        const body: Record<string, unknown> = { ...contact, ...changed };
        for (const name of without) delete body[name];
        // As it arrives: `__proto__`, for one, is a field like any other in JSON.
        const sent = JSON.stringify(body);
        const allowed = model(Buffer.from(sent)).length === 0;
        assert.equal(contactErrors(JSON.parse(sent)).length === 0, allowed);
      }),
      { numRuns: 1000 },
    );
  });
});
