import assert from "node:assert/strict";
import { documentOf, exchange, lambdaProxy, mock } from "../exchange.ts";

const withResponses = (responses: object, operation = mock()) =>
  documentOf({ "GET /pets": operation }, { "x-amazon-apigateway-gateway-responses": responses });

describe("gateway responses", () => {
  it("are AWS's by default", async () => {
    const { status, headers, body } = await exchange(withResponses({}), { path: "/none" });
    assert.equal(status, 403);
    assert.equal(body, '{"message":"Missing Authentication Token"}');
    assert.equal(headers["content-type"], "application/json");
    assert.equal(headers["x-amzn-errortype"], "MissingAuthenticationTokenException");
    assert.match(headers["x-amzn-requestid"] ?? "", /^[0-9a-f-]{36}$/);
    assert.match(headers["x-amz-apigw-id"] ?? "", /^[\w+/]{15}=$/);
    assert.equal(headers["x-amzn-trace-id"], undefined);
  });

  it("are the document's for their type: status, headers and template", async () => {
    const document = withResponses({
      MISSING_AUTHENTICATION_TOKEN: {
        statusCode: "404",
        responseParameters: {
          "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
          "gatewayresponse.header.X-Path": "context.path",
          "gatewayresponse.header.X-Query": "method.request.querystring.q",
          "gatewayresponse.header.X-None": "method.request.header.X-None",
        },
        responseTemplates: {
          "application/json":
            '{"message": $context.error.messageString, "type": "$context.error.responseType", "as": "$stageVariables.a", "q": "${method.request.querystring.q}", "none": "$context.none", "set": "#set($x = 1)"}',
        },
      },
    });
    const { status, headers, body } = await exchange(document, { path: "/none?q=1" }, { stageVariables: { a: "b" } });
    assert.equal(status, 404);
    assert.deepEqual(JSON.parse(body), {
      message: "Missing Authentication Token",
      type: "MISSING_AUTHENTICATION_TOKEN",
      as: "b",
      q: "1",
      none: "",
      set: "#set($x = 1)",
    });
    assert.equal(headers["access-control-allow-origin"], "*");
    assert.equal(headers["x-path"], "/dev/none");
    assert.equal(headers["x-query"], "1");
    assert.ok(!("x-none" in headers));
  });

  it("of a class stand in for the types that are not set", async () => {
    const document = withResponses({
      DEFAULT_4XX: { responseParameters: { "gatewayresponse.header.X-Class": "'4'" } },
      DEFAULT_5XX: { statusCode: 503, responseParameters: { "gatewayresponse.header.X-Class": "'5'" } },
    });
    const missing = await exchange(document, { path: "/none" });
    assert.deepEqual([missing.status, missing.headers["x-class"]], [403, "4"]);
    const failing = mock("", { requestTemplates: { "application/json": "{}" } });
    const failed = await exchange(withResponses({ DEFAULT_5XX: { statusCode: 503 } }, failing), { path: "/pets" });
    assert.equal(failed.status, 503);
  });

  it("have the content type of the template that the client accepts", async () => {
    const responseTemplates = { "application/json": "{}", "text/xml": "<message>$context.error.message</message>" };
    const document = withResponses({ MISSING_AUTHENTICATION_TOKEN: { responseTemplates } });
    const { headers, body } = await exchange(document, { path: "/none", headers: { Accept: "text/xml" } });
    assert.deepEqual([headers["content-type"], body], ["text/xml", "<message>Missing Authentication Token</message>"]);
  });

  it("are sent even when a mapping fails", async () => {
    const document = withResponses({
      DEFAULT_4XX: { responseParameters: { "gatewayresponse.header.X-A": "method.request.body.a" } },
    });
    const { status, headers } = await exchange(document, { method: "POST", path: "/none", body: "{" });
    assert.equal(status, 403);
    assert.ok(!("x-a" in headers));
  });
});

describe("size limits", () => {
  it("answer headers above 10,240 bytes with 413, whatever the document says", async () => {
    const document = withResponses({ REQUEST_TOO_LARGE: { statusCode: 400 } });
    const send = (length: number) => exchange(document, { path: "/pets", headers: { "X-Large": "x".repeat(length) } });
    assert.equal((await send(10_000)).status, 200);
    const { status, headers, body } = await send(10_240);
    assert.deepEqual([status, body], [413, "HTTP header is larger than 10240 bytes."]);
    assert.equal(headers["content-type"], "text/plain");
  });

  it("answer an event above 6 MB with 413", async () => {
    const body = "x".repeat(6 * 1024 * 1024 - 2000);
    const send = (more: string) =>
      exchange(
        documentOf({ "POST /": lambdaProxy() }),
        { method: "POST", body: body + more },
        { invoke: async () => ({ payload: Buffer.from("{}") }) },
      );
    assert.equal((await send("")).status, 200);
    const { status, headers, body: text } = await send("x".repeat(2000));
    assert.deepEqual([status, text], [413, '{"message":"Request Too Long"}']);
    assert.equal(headers["x-amzn-errortype"], "RequestTooLargeException");
  });
});
