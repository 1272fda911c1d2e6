import assert from "node:assert/strict";
import { documentOf, exchange, functionUri, mock } from "../exchange.ts";

/** The response to a `GET /` that a function answers with `result`, by these integration responses. */
function responded(responses: object, result: unknown, request = {}, more = {}, functionError?: string) {
  const document = documentOf(
    {
      "GET /": {
        "x-amazon-apigateway-integration": { type: "aws", httpMethod: "POST", uri: functionUri(), responses },
      },
    },
    more,
  );
  const payload = Buffer.isBuffer(result) ? result : Buffer.from(JSON.stringify(result));
  return exchange(document, request, { invoke: async () => ({ payload, functionError }) });
}

/** The response to a `GET /` that a mock answers with a status, by these integration responses. */
const mocked = (status: number, responses: object) =>
  exchange(
    documentOf({
      "GET /": mock("", { requestTemplates: { "application/json": `{"statusCode": ${status}}` }, responses }),
    }),
  );

describe("integration response", () => {
  it("is the one whose pattern matches the whole status code", async () => {
    const responses = { default: { statusCode: "200" }, "40": { statusCode: "201" }, "4\\d{2}": { statusCode: "400" } };
    assert.equal((await mocked(404, responses)).status, 400);
    assert.equal((await mocked(40, responses)).status, 201);
    assert.equal((await mocked(500, responses)).status, 200);
  });

  it("is the first of those that match", async () => {
    const responses = { "5.*": { statusCode: "501" }, "50\\d": { statusCode: "502" } };
    assert.equal((await mocked(503, responses)).status, 501);
  });

  it("is a 500 when none matches and there is no default", async () => {
    const { status, body, headers } = await mocked(200, { "4..": { statusCode: "400" } });
    assert.deepEqual([status, body], [500, '{"message": "Internal server error"}']);
    assert.equal(headers["x-amzn-errortype"], "InternalServerErrorException");
  });

  it("is chosen by a function's error message, which a dot does not match over lines", async () => {
    const responses = {
      default: { statusCode: "200" },
      "BadRequest: .*": { statusCode: "400" },
      ".+": { statusCode: "500" },
    };
    const fail = (errorMessage: string) =>
      responded(responses, { errorMessage, errorType: "Error" }, {}, {}, "Unhandled");
    assert.equal((await fail("BadRequest: no name")).status, 400);
    assert.equal((await fail("other")).status, 500);
    assert.equal((await fail("two\nlines")).status, 200);
    assert.equal((await responded(responses, { ok: true })).status, 200);
    assert.equal((await responded(responses, "errorMessage")).status, 200);
  });

  it("has the template for the first type that the client accepts", async () => {
    const responseTemplates = { "application/json": "json", "text/xml": "xml" };
    const responses = { default: { statusCode: "200", responseTemplates } };
    const accepting = async (Accept: string) => (await responded(responses, {}, { headers: { Accept } })).body;
    assert.equal(await accepting("text/xml, application/json"), "xml");
    assert.equal(await accepting("*/*"), "json");
  });

  it("passes the body through without a template", async () => {
    const { body, headers } = await responded({ default: { statusCode: "200" } }, { a: [1] });
    assert.equal(body, '{"a":[1]}');
    assert.equal(headers["content-type"], "application/json");
  });

  it("has the mapped headers, and over them those that the template overrides", async () => {
    const responses = {
      default: {
        statusCode: "200",
        responseParameters: {
          "method.response.header.X-A": "'mapped'",
          "method.response.header.X-B": "integration.response.body.b",
          "method.response.header.X-C": "integration.response.header.X-None",
        },
        responseTemplates: {
          "application/json": `#set($context.responseOverride.header.x-a = "override")
#set($context.responseOverride.header.X-D = ["1", "2"])
#set($context.responseOverride.status = 202)`,
        },
      },
    };
    const { status, headers } = await responded(responses, { b: "from body" });
    assert.equal(status, 202);
    assert.equal(headers["x-a"], "override");
    assert.equal(headers["x-b"], "from body");
    assert.equal(headers["x-d"], "1, 2");
    assert.ok(!("x-c" in headers));
  });

  it("ignores an override of the status that is not a status code", async () => {
    for (const status of ["99", "600", '"abc"', '""']) {
      const responseTemplates = { "application/json": `#set($context.responseOverride.status = ${status})` };
      assert.equal((await mocked(200, { default: { statusCode: "201", responseTemplates } })).status, 201, status);
    }
  });

  it("sees what the request's template overrode", async () => {
    const document = documentOf({
      "GET /": mock("$context.requestOverride.path.x $context.responseOverride.custom", {
        requestTemplates: {
          "application/json": `#set($context.requestOverride.path.x = "a")#set($context.responseOverride.custom = "b")
#set($context.responseOverride.status = 444){"statusCode": 200}`,
        },
      }),
    });
    const { status, body } = await exchange(document);
    assert.deepEqual([status, body], [444, "a b"]);
  });

  it("does not let a value put another header into the response", async () => {
    const responseParameters = { "method.response.header.X-A": "integration.response.body.a" };
    const { status } = await responded({ default: { statusCode: "200", responseParameters } }, { a: "1\r\nX-B: 2" });
    assert.equal(status, 500);
  });

  describe("converts the body", () => {
    const bytes = Buffer.from("1f8b", "hex");
    const types = { "x-amazon-apigateway-binary-media-types": ["image/*"] };
    const convert = (contentHandling: string | undefined, accept: string, result: Buffer) =>
      responded({ default: { statusCode: "200", contentHandling } }, result, { headers: { Accept: accept } }, types);

    it("from Base64 when the client accepts a binary type, unless told otherwise", async () => {
      const encoded = Buffer.from(bytes.toString("base64"));
      assert.deepEqual((await convert(undefined, "image/png", encoded)).bytes, bytes);
      assert.deepEqual((await convert("CONVERT_TO_BINARY", "text/plain", encoded)).bytes, bytes);
      assert.equal((await convert("CONVERT_TO_TEXT", "image/png", encoded)).body, "H4s=");
      assert.equal((await convert(undefined, "text/plain", encoded)).body, "H4s=");
    });

    it("or fails", async () => {
      assert.equal((await convert(undefined, "image/png", Buffer.from("{}"))).status, 500);
    });
  });
});
