import assert from "node:assert/strict";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { answerWith, calls, context, logged, takeMessages, useServices } from "../aws.ts";

const { handler } = await import("../../../handlers/contact/index.ts");

const contact = { name: "Ada", email: "ada@example.com", topic: "sales", message: `a&b=%26"'<>\\\r\n😀` };
const json = { "content-type": "application/json" };

async function invoke(event: Partial<APIGatewayProxyEvent>) {
  const requestContext = { requestId: "chosen-by-client", extendedRequestId: "s-1" };
  const whole = { headers: json, requestContext, ...event } as APIGatewayProxyEvent;
  const { result, log } = await logged(() => handler(whole, context));
  return { ...result, body: JSON.parse(result.body), log };
}

describe("contact handler", () => {
  useServices({ QUEUE_URL: "https://queue", ALLOWED_ORIGINS: "https://www.example.com" });

  beforeEach(() => {
    answerWith(takeMessages);
  });

  it("puts the contact on the queue and answers 202 with the id that API Gateway gave the request", async () => {
    const { statusCode, headers, body } = await invoke({ body: JSON.stringify({ ...contact, website: "" }) });
    assert.equal(statusCode, 202);
    assert.deepEqual(body, { submissionId: "s-1", messageId: "m-1" });
    assert.equal(headers?.["Content-Type"], "application/json");
    assert.deepEqual(
      calls.map(({ action, input }) => [action, input.QueueUrl, JSON.parse(input.MessageBody)]),
      [["SendMessage", "https://queue", contact]],
    );
    assert.deepEqual(calls[0]?.input.MessageAttributes, { SubmissionId: { DataType: "String", StringValue: "s-1" } });
  });

  it("decodes a body that came as base64", async () => {
    const body = Buffer.from(JSON.stringify(contact)).toString("base64");
    assert.equal((await invoke({ body, isBase64Encoded: true })).statusCode, 202);
    assert.deepEqual(JSON.parse(calls[0]?.input.MessageBody), contact);
  });

  for (const headers of [
    { "Content-Type": "application/json" },
    { "CONTENT-TYPE": "Application/JSON; charset=utf-8" },
    {},
  ]) {
    it(`takes JSON from ${JSON.stringify(headers)}`, async () => {
      assert.equal((await invoke({ headers, body: JSON.stringify(contact) })).statusCode, 202);
    });
  }

  it("answers 415 to another content type, and queues nothing", async () => {
    const { statusCode, body } = await invoke({ headers: { "content-type": "text/plain" }, body: "{}" });
    assert.deepEqual([statusCode, body], [415, { message: "Unsupported Media Type" }]);
    assert.deepEqual(calls, []);
  });

  for (const [what, body, errors] of [
    ["no body", null, ["the body must be a JSON object"]],
    ["what is not JSON", "{", ["the body must be a JSON object"]],
    ["an array", "[]", ["the body must be a JSON object"]],
    ["an empty object", "{}", ["name is missing", "email is missing", "topic is missing", "message is missing"]],
    [
      "an unknown topic",
      JSON.stringify({ ...contact, topic: "cats" }),
      ["topic must be one of sales, support, billing, feedback, other"],
    ],
    [
      "a filled honeypot",
      JSON.stringify({ ...contact, website: "http://spam" }),
      ["website must have at most 0 characters"],
    ],
    ["an unknown field", JSON.stringify({ ...contact, "ada@example.com": 1 }), ["a field is not known"]],
  ] as const) {
    it(`answers 400 to ${what}, and queues nothing`, async () => {
      const answer = await invoke({ body });
      assert.deepEqual([answer.statusCode, answer.body], [400, { message: "Invalid request body", errors }]);
      assert.deepEqual(calls, []);
    });
  }

  it("answers 502, and shows nothing of the reason, when SQS does not take the message", async () => {
    answerWith(() => ({ error: "com.amazonaws.sqs#QueueDoesNotExist" }));
    const { statusCode, body, log } = await invoke({ body: JSON.stringify(contact) });
    assert.deepEqual([statusCode, body], [502, { message: "Bad gateway" }]);
    assert.match(log, /"level":"ERROR".*"errorName":"QueueDoesNotExist".*"stack":\[.*handlers\/queue\.ts:\d+:\d+/);
  });

  it("logs the submission's id, and nothing that the person wrote", async () => {
    const { log } = await invoke({ body: JSON.stringify(contact) });
    assert.match(log, /"message":"accepted".*"submissionId":"s-1"/);
    for (const text of ["Ada", "ada@", "a&b"]) assert.equal(log.includes(text), false, text);
  });

  describe("CORS headers, which no one else adds", () => {
    const cors = async (allowed: string, origin?: string) => {
      process.env.ALLOWED_ORIGINS = allowed;
      const headers = { ...json, ...(origin && { Origin: origin }) };
      const { "Content-Type": _, ...others } = (await invoke({ headers, body: "{}" })).headers ?? {};
      return others;
    };

    it("name the one allowed origin, whoever asks", async () => {
      assert.deepEqual(await cors("https://a.example", "https://b.example"), {
        "Access-Control-Allow-Origin": "https://a.example",
      });
    });

    it("name the page's origin when it is one of several that are allowed", async () => {
      assert.deepEqual(await cors("https://a.example,https://b.example", "https://b.example"), {
        "Access-Control-Allow-Origin": "https://b.example",
        Vary: "Origin",
      });
    });

    it("name no origin to a page that is not allowed", async () => {
      assert.deepEqual(await cors("https://a.example,https://b.example", "https://c.example"), { Vary: "Origin" });
      assert.deepEqual(await cors("https://a.example,https://b.example"), { Vary: "Origin" });
    });
  });
});
