import assert from "node:assert/strict";
import { documentOf, exchange, mock } from "../exchange.ts";

const parameter = (where: string, name: string, required = true) => ({
  in: where,
  name,
  required,
  schema: { type: "string" },
});

/** A document whose `POST /{id}` has parameters, a model for JSON and this validator. */
const document = (validator: object, more: object = {}) =>
  documentOf(
    {
      "POST /{id}": {
        ...mock("ok", { requestTemplates: { $default: '{"statusCode": 200}' } }),
        parameters: [
          parameter("query", "q"),
          parameter("query", "page", false),
          parameter("header", "X-Id"),
          parameter("path", "id"),
          parameter("path", "issuer"),
          parameter("cookie", "session"),
        ],
        requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Contact" } } } },
        "x-amazon-apigateway-request-validator": "v",
      },
    },
    {
      components: { schemas: { Contact: { type: "object", required: ["name"] } } },
      "x-amazon-apigateway-request-validators": { v: validator },
      ...more,
    },
  );

const parameters = document({ validateRequestParameters: true, validateRequestBody: false });
const body = document({ validateRequestBody: true });
const post = { method: "POST", path: "/7" };

describe("request validation", () => {
  it("names the missing parameters: headers, path, query string", async () => {
    const { status, headers, body: text } = await exchange(parameters, post);
    assert.equal(status, 400);
    assert.equal(text, '{"message": "Missing required request parameters: [X-Id, issuer, q]"}');
    assert.equal(headers["x-amzn-errortype"], "BadRequestException");
  });

  it("counts a blank parameter as missing, and header names by their case", async () => {
    const request = { ...post, path: "/7?q=%20", headers: { "x-id": "1" } };
    assert.match((await exchange(parameters, request)).body, /\[X-Id, issuer, q\]/);
    const present = { ...post, path: "/7?q=1", headers: { "X-Id": "1" } };
    assert.match((await exchange(parameters, present)).body, /\[issuer\]/);
  });

  it("checks the body against the model", async () => {
    assert.equal((await exchange(body, { ...post, body: '{"name": "Ada"}' })).body, "ok");
    const { status, headers, body: text } = await exchange(body, { ...post, body: "{}" });
    assert.equal(status, 400);
    assert.equal(text, '{"message": "Invalid request body"}');
    assert.equal(headers["x-amzn-errortype"], "BadRequestException");
  });

  it("takes no body for {}", async () => {
    assert.equal((await exchange(body, post)).status, 400);
  });

  it("does not check a body without a model for its content type", async () => {
    const send = (contentType: string) =>
      exchange(body, { ...post, body: "x", headers: { "Content-Type": contentType } });
    assert.equal((await send("text/plain")).body, "ok");
    assert.equal((await send("application/json; charset=utf-8")).status, 400);
  });

  it("tells the faults to a gateway response that asks for them", async () => {
    const responses = {
      BAD_REQUEST_BODY: { responseTemplates: { "application/json": "$context.error.validationErrorString" } },
    };
    const { body: text } = await exchange(
      document({ validateRequestBody: true }, { "x-amazon-apigateway-gateway-responses": responses }),
      post,
    );
    assert.equal(text, '[object has missing required properties (["name"])]');
  });

  it("answers 400, not 500, to a body that API Gateway's own validator fails at", async () => {
    const limited = documentOf(
      {
        "POST /": {
          ...mock("ok", { requestTemplates: { $default: '{"statusCode": 200}' } }),
          requestBody: { content: { "application/json": { schema: { maximum: 5 } } } },
          "x-amazon-apigateway-request-validator": "v",
        },
      },
      {
        "x-amazon-apigateway-request-validators": { v: { validateRequestBody: true } },
        "x-amazon-apigateway-gateway-responses": {
          BAD_REQUEST_BODY: { responseTemplates: { "application/json": "$context.error.validationErrorString" } },
        },
      },
    );
    const { status, body: text } = await exchange(limited, { method: "POST", path: "/", body: "1e400" });
    assert.equal(status, 400);
    assert.equal(text, "[Unknown error parsing request body]");
  });

  it("checks nothing when the validator says so", async () => {
    assert.equal((await exchange(document({}), post)).body, "ok");
  });

  it("checks parameters before the body", async () => {
    const both = document({ validateRequestParameters: true, validateRequestBody: true });
    assert.match((await exchange(both, post)).body, /Missing required/);
  });

  it("uses the document's validator where the method names none", async () => {
    const byDefault = documentOf(
      { "GET /": { ...mock("ok"), parameters: [parameter("query", "q")] } },
      {
        "x-amazon-apigateway-request-validator": "all",
        "x-amazon-apigateway-request-validators": { all: { validateRequestParameters: true } },
      },
    );
    assert.equal((await exchange(byDefault)).status, 400);
  });
});
