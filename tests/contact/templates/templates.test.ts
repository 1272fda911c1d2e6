import assert from "node:assert/strict";
import { contactTemplate } from "../../../contact/templates/template.ts";
import { renderFile } from "../../components/templates/render.ts";

describe("put-visitor.vtl", () => {
  const put = (body: string, user_id = "u1") => {
    const context = { requestTimeEpoch: 1_700_000_000_123 };
    const call = { body, path: { user_id }, context, values: { tableName: "visitors" } };
    return JSON.parse(renderFile("request", contactTemplate("put-visitor.vtl"), call).body);
  };

  it("stores the page for 90 days, in seconds since 1970, as the table's time to live has it", () => {
    const { TableName, Item } = put('{"page": "/pricing"}');
    assert.equal(TableName, "visitors");
    assert.deepEqual(Item, { user_id: { S: "u1" }, page: { S: "/pricing" }, expires_at: { N: "1707776000" } });
  });

  it("stores no attribute for what was not sent, and none but the page", () => {
    assert.deepEqual(Object.keys(put("{}").Item), ["user_id", "expires_at"]);
    assert.deepEqual(Object.keys(put('{"name": "Ada", "page": "/"}').Item), ["user_id", "expires_at", "page"]);
  });

  it("takes the key from the path, not from the body", () => {
    assert.deepEqual(put('{"user_id": "u2"}').Item.user_id, { S: "u1" });
  });
});

describe("get-visitor.vtl", () => {
  const key = (user_id: string) => {
    const call = { path: { user_id }, values: { tableName: "visitors" } };
    return JSON.parse(renderFile("request", contactTemplate("get-visitor.vtl"), call).body).Key.user_id.S;
  };

  it("knows a visitor however the client spells the URL", () => {
    assert.equal(key("ada@example.com"), "ada@example.com");
    assert.equal(key("ada%40example.com"), "ada@example.com");
    assert.equal(key("100%25"), "100%");
    assert.equal(key("a%20b%2Fc"), "a b/c");
  });

  it("has the empty key, which DynamoDB refuses, for what is not URL-encoded text", () => {
    for (const user_id of ["%", "%zz", "a%2", "%41%", "%ff", "%c3%28", "%ed%a0%80", "a%fe%ffb"]) {
      assert.equal(key(user_id), "", user_id);
      const call = { body: "{}", path: { user_id }, values: { tableName: "visitors" } };
      const { Item } = JSON.parse(renderFile("request", contactTemplate("put-visitor.vtl"), call).body);
      assert.deepEqual(Item.user_id, { S: "" }, user_id);
    }
    assert.equal(key("%f0%9f%98%80%00"), "😀\0");
  });

  it("takes a plus for a plus", () => {
    assert.equal(key("ada+news"), "ada+news");
    assert.equal(key("ada%2Bnews"), "ada+news");
  });
});

describe("get-visitor-response.vtl", () => {
  it("is a 404 when DynamoDB has no such item", () => {
    const { body, responseOverride } = renderFile("response", contactTemplate("get-visitor-response.vtl"), {
      body: "{}",
    });
    assert.equal(Number(responseOverride?.status), 404);
    assert.deepEqual(JSON.parse(body), { message: "There is no visitor with this user_id" });
  });

  it("has only what is stored", () => {
    const { body } = renderFile("response", contactTemplate("get-visitor-response.vtl"), {
      body: '{"Item": {"user_id": {"S": "u1"}}}',
    });
    assert.deepEqual(JSON.parse(body), { user_id: "u1" });
  });
});

describe("the answer to a submission", () => {
  it("has the ID that stays, which API Gateway made, and the message's", () => {
    const { body } = renderFile("response", contactTemplate("contact-response.vtl"), {
      body: '{"SendMessageResponse": {"SendMessageResult": {"MessageId": "m-1"}}}',
      context: { extendedRequestId: "Zm9v+/=" },
    });
    assert.deepEqual(JSON.parse(body), { submissionId: "Zm9v+/=", messageId: "m-1" });
  });
});

describe("the services' answers", () => {
  for (const [file, answer, expected] of [
    [
      "send-message-response.vtl",
      { SendMessageResponse: { SendMessageResult: { MessageId: "m-1", MD5OfMessageBody: "0" } } },
      { messageId: "m-1" },
    ],
    ["publish-response.vtl", { PublishResponse: { PublishResult: { MessageId: "p-1" } } }, { messageId: "p-1" }],
    ["put-record-response.vtl", { SequenceNumber: "4957", ShardId: "shard-0" }, { sequenceNumber: "4957" }],
  ] as const) {
    it(`${file} keeps the id and nothing else`, () => {
      assert.deepEqual(JSON.parse(renderFile("response", file, { body: JSON.stringify(answer) }).body), expected);
    });
  }
});

describe("mock.vtl", () => {
  const statusCode = (query: Record<string, string>) =>
    JSON.parse(renderFile("request", "mock.vtl", { query, values: { scenarios: ["429", "503"] } }).body).statusCode;

  it("chooses the scenario that is asked for", () => {
    assert.equal(statusCode({ simulate: "503" }), 503);
    assert.equal(statusCode({ simulate: "429" }), 429);
  });

  it("answers 200 without a scenario, or to an unknown one", () => {
    assert.equal(statusCode({}), 200);
    assert.equal(statusCode({ simulate: "500" }), 200);
    assert.equal(statusCode({ simulate: '200, "x": 1' }), 200);
  });
});

describe("preflight.vtl", () => {
  it("chooses 204", () => {
    assert.deepEqual(JSON.parse(renderFile("request", "preflight.vtl").body), { statusCode: 204 });
  });
});

describe("allow-origin.vtl", () => {
  const values = { allowedOrigins: ["https://www.example.com", "https://example.com"] };
  const headersFor = (headers: Record<string, string>) => {
    const { body, responseOverride } = renderFile("response", "allow-origin.vtl", { headers, values });
    assert.equal(body.trim(), "");
    return { ...responseOverride?.header };
  };

  it("names the page's origin when it is one of the configured", () => {
    assert.deepEqual(headersFor({ Origin: "https://example.com" }), {
      "Access-Control-Allow-Origin": "https://example.com",
      Vary: "Origin",
    });
  });

  it("finds the header in lower case, as HTTP/2 has it", () => {
    assert.equal(
      headersFor({ origin: "https://www.example.com" })["Access-Control-Allow-Origin"],
      "https://www.example.com",
    );
  });

  it("names no origin for any other page, or without one", () => {
    assert.deepEqual(headersFor({ Origin: "https://example.com.evil.test" }), { Vary: "Origin" });
    assert.deepEqual(headersFor({ Origin: "https://example.co" }), { Vary: "Origin" });
    assert.deepEqual(headersFor({}), { Vary: "Origin" });
  });
});
