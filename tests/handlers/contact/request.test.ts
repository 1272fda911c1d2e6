import assert from "node:assert/strict";
import type { APIGatewayProxyEvent } from "aws-lambda";
import fc from "fast-check";
import { createGateway } from "local-api-gateway";
import { contactModel } from "../../../contact/contact-model.ts";
import { contactErrors, readContact } from "../../../handlers/contact/request.ts";

const contact = { name: "Ada", email: "ada@example.com", topic: "sales", message: "Hello" };

describe("contactErrors", () => {
  for (const [field, value, errors] of [
    ["name", "x".repeat(100), []],
    ["name", "x".repeat(101), ["name must have at most 100 characters"]],
    ["name", "", ["name must have at least 1 characters"]],
    ["name", 1, ["name must be a string"]],
    ["email", "ada", ["email has an invalid form"]],
    ["email", `${"x".repeat(248)}@a.com`, []],
    ["email", `${"x".repeat(249)}@a.com`, ["email must have at most 254 characters"]],
    ["topic", "cats", ["topic must be one of sales, support, billing, feedback, other"]],
    ["message", "\n".repeat(5000), []],
    ["message", "😀".repeat(5000), []],
    ["message", "x".repeat(5001), ["message must have at most 5000 characters"]],
    ["message", "a\uffff", ["message has a character that is not text"]],
    ["name", "\ud83d", ["name has a character that is not text"]],
    ["phone", "+44 (0)20 7946-0958", []],
    ["phone", "call me", ["phone has an invalid form"]],
    ["phone", null, ["phone must be a string"]],
    ["website", "x", ["website must have at most 0 characters"]],
    ["town", "London", ["a field is not known"]],
  ] as const) {
    it(`${errors.length === 0 ? "allows" : "refuses"} ${field} ${JSON.stringify(value).slice(0, 30)}`, () => {
      assert.deepEqual(contactErrors({ ...contact, [field]: value }), errors);
    });
  }

  it("names every error at once, and an unknown field never", () => {
    const body = JSON.parse('{"name": "", "phone": 5, "<script>": 1, "__proto__": 2}');
    assert.deepEqual(contactErrors(body), [
      "email is missing",
      "topic is missing",
      "message is missing",
      "name must have at least 1 characters",
      "phone must be a string",
      "a field is not known",
    ]);
  });

  it("says of many unknown fields what it says of one", () => {
    const unknown = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`field${at}`, at]));
    assert.deepEqual(contactErrors({ ...unknown, ...contact, name: 1, ...unknown }), [
      "name must be a string",
      "a field is not known",
    ]);
  });
});

describe("readContact", () => {
  const gateway = createGateway(
    {
      openapi: "3.0.1",
      info: { title: "contact", version: "1" },
      paths: {
        "/contact": {
          post: {
            requestBody: { content: { "application/json": { schema: contactModel } } },
            responses: { "200": { description: "OK" } },
            "x-amazon-apigateway-request-validator": "body",
            "x-amazon-apigateway-integration": {
              type: "mock",
              requestTemplates: { "application/json": '{"statusCode": 200}' },
              responses: { default: { statusCode: "200" } },
            },
          },
        },
      },
      "x-amazon-apigateway-request-validators": {
        body: { validateRequestBody: true, validateRequestParameters: false },
      },
    },
    { stage: "test" },
  );
  let url: string;
  before(async () => {
    url = await gateway.listen(0);
  });
  after(() => gateway.close());

  it("accepts exactly what API Gateway accepts with the contact model", async () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.constantFrom("sales", "a@b.c", "a@b", "+1 23456", "\n", "😀".repeat(100), "x".repeat(101), "x".repeat(5000)),
    );
    const known = ["name", "email", "topic", "message", "phone", "website"];
    const field = fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...known) },
      fc.string(),
      fc.constant("constructor"),
    );
    const change = fc.dictionary(field, fc.oneof({ weight: 4, arbitrary: text }, fc.jsonValue()), { maxKeys: 3 });
    const missing = fc.subarray(Object.keys(contact), { maxLength: 1 });
    const submission = fc.tuple(change, missing).map(([changed, without]) => {
      const body: Record<string, unknown> = { ...contact, ...changed };
      for (const name of without) delete body[name];
      return JSON.stringify(body);
    });
    const changes = [
      {},
      { email: "a@b.c\n" },
      { email: "a@b.c\u2028" },
      { email: "😀@b.c" },
      { email: "a@b.\ud83d" },
      { phone: "+1 23456\n" },
      { phone: "١٢٣٤٥" },
      { message: "\ud83d".repeat(5000) },
      { message: "😀".repeat(5000) },
      { name: "😀\ud83d" },
      { name: "\ude00😀" },
      { name: "\u000b" },
      { name: "\uffff" },
      { website: 0 },
      { topic: ["sales"] },
    ];
    const examples = ["", "null", "[]", " ", ...changes.map((change) => JSON.stringify({ ...contact, ...change }))].map(
      (body): [string] => [body],
    );
    const verdicts = new Set<number>();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 8, arbitrary: submission }, fc.json(), fc.string({ unit: "grapheme" })),
        async (body) => {
          const headers = { "Content-Type": "application/json" };
          const { status } = await fetch(`${url}/contact`, { method: "POST", headers, body });
          const request = readContact({ headers, body, isBase64Encoded: false } as unknown as APIGatewayProxyEvent);
          assert.equal("contact" in request ? 200 : request.status, status);
          verdicts.add(status);
        },
      ),
      { numRuns: 1000, examples },
    );
    assert.deepEqual([...verdicts].sort(), [200, 400]);
  });
});
