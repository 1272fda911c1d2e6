import assert from "node:assert/strict";
import { documentOf, exchange, functionUri } from "../exchange.ts";

const gzip = Buffer.from("1f8b0800", "hex");

/** What a function gets from a `POST /{id}` with these settings of its integration, or the response when it gets nothing. */
async function sent(integration: object, request: object = {}, more: object = {}) {
  const document = documentOf(
    {
      "POST /{id}": {
        "x-amazon-apigateway-integration": {
          type: "aws",
          httpMethod: "POST",
          uri: functionUri(),
          responses: { default: { statusCode: "200" } },
          ...integration,
        },
      },
    },
    more,
  );
  let payload: string | undefined;
  const invoke = async (_: string, event: Buffer | string) => {
    payload = Buffer.from(event).toString("latin1");
    return { payload: Buffer.from("{}") };
  };
  const response = await exchange(document, { method: "POST", path: "/7", ...request }, { invoke });
  return payload ?? `${response.status} ${response.body}`;
}

const json = { requestTemplates: { "application/json": "T$input.body" } };
const xml = { headers: { "Content-Type": "application/xml" }, body: "B" };
const unsupported = '415 {"message": "Unsupported Media Type"}';

describe("integration request", () => {
  it("renders the template for the content type, which is JSON when none is given", async () => {
    assert.equal(await sent(json, { body: "B" }), "TB");
    assert.equal(await sent(json, { body: "B", headers: { "Content-Type": "application/json;charset=UTF-8" } }), "TB");
    assert.equal(await sent({ requestTemplates: { $default: "D" } }, xml), "D");
  });

  it("passes a body without a template on when passthroughBehavior is when_no_match", async () => {
    assert.equal(await sent(json, xml), "B");
    assert.equal(await sent({}, xml), "B");
  });

  it("passes it on when there are no templates at all, for when_no_templates", async () => {
    assert.equal(await sent({ passthroughBehavior: "when_no_templates" }, xml), "B");
    assert.equal(await sent({ ...json, passthroughBehavior: "when_no_templates" }, xml), unsupported);
  });

  it("never passes it on for never", async () => {
    assert.equal(await sent({ passthroughBehavior: "never" }, xml), unsupported);
    assert.equal(await sent({ ...json, passthroughBehavior: "NEVER" }, { body: "B" }), "TB");
  });

  it("gives a function {} where there is no body", async () => {
    assert.equal(await sent({}), "{}");
  });

  it("answers a template that fails with 500", async () => {
    assert.equal(
      await sent({ requestTemplates: { "application/json": "#if(" } }),
      '500 {"message": "Internal server error"}',
    );
  });

  it("refuses headers that API Gateway sets itself", async () => {
    for (const name of ["Content-Length", "transfer-encoding", "Authorization", "Connection", "TE"]) {
      const mapped = { requestParameters: { [`integration.request.header.${name}`]: "'x'" } };
      assert.equal(await sent(mapped), '500 {"message": "Internal server error"}', name);
      const overridden = {
        requestTemplates: { "application/json": `#set($context.requestOverride.header.${name} = "x")` },
      };
      assert.equal(await sent(overridden), '500 {"message": "Internal server error"}', name);
    }
  });

  describe("converts", () => {
    const types = { "x-amazon-apigateway-binary-media-types": ["image/png"] };
    const png = { headers: { "Content-Type": "image/png" } };
    const text = { headers: { "Content-Type": "text/plain" } };
    const toText = { contentHandling: "CONVERT_TO_TEXT" };
    const toBinary = { contentHandling: "CONVERT_TO_BINARY" };

    it("nothing of a binary body, unless to Base64 text", async () => {
      assert.equal(await sent({}, { ...png, body: gzip }, types), gzip.toString("latin1"));
      assert.equal(await sent(toBinary, { ...png, body: gzip }, types), gzip.toString("latin1"));
      assert.equal(await sent(toText, { ...png, body: gzip }, types), gzip.toString("base64"));
    });

    it("text that is not UTF-8 to text that is", async () => {
      const replaced = Buffer.from("\u001f\ufffd\b\0").toString("latin1");
      assert.equal(await sent({}, { ...text, body: gzip }, types), replaced);
      assert.equal(await sent(toText, { ...text, body: gzip }, types), replaced);
    });

    it("Base64 text to bytes, or fails", async () => {
      const encoded = gzip.toString("base64");
      assert.equal(await sent(toBinary, { ...text, body: encoded }, types), gzip.toString("latin1"));
      assert.equal(
        await sent(toBinary, { ...text, body: "no base64" }, types),
        '500 {"message": "Internal server error"}',
      );
    });

    it("no bytes for a template, which cannot read them", async () => {
      const template = { requestTemplates: { "image/png": "$input.body" } };
      assert.equal(await sent(template, { ...png, body: gzip }, types), '500 {"message": "Internal server error"}');
      assert.equal(await sent({ ...template, ...toText }, { ...png, body: gzip }, types), gzip.toString("base64"));
    });
  });
});
