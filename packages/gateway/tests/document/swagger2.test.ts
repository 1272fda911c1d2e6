import assert from "node:assert/strict";
import { fromSwagger2 } from "../../src/document/swagger2.ts";

const integration = {
  type: "aws",
  httpMethod: "POST",
  uri: "arn:aws:apigateway:us-east-1:sqs:path/111111111111/contacts",
  credentials: "arn:aws:iam::111111111111:role/contact",
  requestParameters: { "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'" },
  requestTemplates: { "application/json": "Action=SendMessage&MessageBody=$util.urlEncode($input.body)" },
  passthroughBehavior: "never",
  responses: { default: { statusCode: "202" }, "4\\d{2}": { statusCode: "400" } },
};

/** `aws apigateway get-export --export-type swagger --parameters extensions=integrations,authorizers` */
const swagger = {
  swagger: "2.0",
  info: { version: "2026-11-23T13:00:00Z", title: "Contact Us" },
  host: "abc123.execute-api.us-east-1.amazonaws.com",
  basePath: "/dev",
  schemes: ["https"],
  paths: {
    "/contact": {
      post: {
        operationId: "contact",
        consumes: ["application/json"],
        produces: ["application/json"],
        parameters: [
          { name: "x-trace", in: "header", required: false, type: "string" },
          { in: "body", name: "Contact", required: true, schema: { $ref: "#/definitions/Contact" } },
        ],
        responses: {
          "202": {
            description: "202 response",
            schema: { $ref: "#/definitions/Accepted" },
            headers: { "Access-Control-Allow-Origin": { type: "string" } },
          },
          "400": { description: "400 response" },
        },
        security: [{ api_key: [] }],
        "x-amazon-apigateway-request-validator": "body",
        "x-amazon-apigateway-integration": integration,
      },
    },
    "/files/{proxy+}": {
      "x-amazon-apigateway-any-method": {
        parameters: [
          { name: "proxy", in: "path", required: true, type: "string" },
          { name: "page", in: "query", required: true, type: "integer", format: "int32" },
        ],
        responses: {},
        "x-amazon-apigateway-integration": {
          type: "http_proxy",
          httpMethod: "ANY",
          uri: "https://example.com/{proxy}",
        },
      },
    },
  },
  securityDefinitions: { api_key: { type: "apiKey", name: "x-api-key", in: "header" } },
  definitions: {
    Accepted: { type: "object", properties: { messageId: { type: "string" } } },
    Contact: {
      type: "object",
      required: ["email"],
      properties: { email: { type: "string" }, tags: { type: "array", items: { $ref: "#/definitions/Tag" } } },
    },
    Tag: { type: "string", enum: ["a", "b"] },
  },
  "x-amazon-apigateway-request-validators": { body: { validateRequestBody: true, validateRequestParameters: false } },
  "x-amazon-apigateway-gateway-responses": { DEFAULT_4XX: { responseTemplates: { "application/json": "{}" } } },
  "x-amazon-apigateway-binary-media-types": ["image/png"],
};

/** The same API with `--export-type oas30`, but for `servers`, which the gateway does not read. */
const openapi = {
  openapi: "3.0.1",
  info: { version: "2026-11-23T13:00:00Z", title: "Contact Us" },
  paths: {
    "/contact": {
      post: {
        operationId: "contact",
        parameters: [{ name: "x-trace", in: "header", required: false, schema: { type: "string" } }],
        requestBody: {
          required: true,
          content: { "application/json": { schema: { $ref: "#/components/schemas/Contact" } } },
        },
        responses: {
          "202": {
            description: "202 response",
            headers: { "Access-Control-Allow-Origin": { schema: { type: "string" } } },
            content: { "application/json": { schema: { $ref: "#/components/schemas/Accepted" } } },
          },
          "400": { description: "400 response" },
        },
        security: [{ api_key: [] }],
        "x-amazon-apigateway-request-validator": "body",
        "x-amazon-apigateway-integration": integration,
      },
    },
    "/files/{proxy+}": {
      "x-amazon-apigateway-any-method": {
        parameters: [
          { name: "proxy", in: "path", required: true, schema: { type: "string" } },
          { name: "page", in: "query", required: true, schema: { type: "integer", format: "int32" } },
        ],
        responses: {},
        "x-amazon-apigateway-integration": {
          type: "http_proxy",
          httpMethod: "ANY",
          uri: "https://example.com/{proxy}",
        },
      },
    },
  },
  components: {
    schemas: {
      Accepted: { type: "object", properties: { messageId: { type: "string" } } },
      Contact: {
        type: "object",
        required: ["email"],
        properties: { email: { type: "string" }, tags: { type: "array", items: { $ref: "#/components/schemas/Tag" } } },
      },
      Tag: { type: "string", enum: ["a", "b"] },
    },
    securitySchemes: { api_key: { type: "apiKey", name: "x-api-key", in: "header" } },
  },
  "x-amazon-apigateway-request-validators": { body: { validateRequestBody: true, validateRequestParameters: false } },
  "x-amazon-apigateway-gateway-responses": { DEFAULT_4XX: { responseTemplates: { "application/json": "{}" } } },
  "x-amazon-apigateway-binary-media-types": ["image/png"],
};

/** A document with one operation, `GET /a`. */
const withOperation = (operation: object, document: object = {}) => ({
  swagger: "2.0",
  info: { title: "t", version: "1" },
  paths: { "/a": { get: operation } },
  ...document,
});

const getA = (document: Record<string, unknown>) =>
  (fromSwagger2(document).paths as Record<string, Record<string, unknown>>)["/a"]?.get;

describe("fromSwagger2", () => {
  it("turns an export of one flavour into the export of the other", () => {
    assert.deepEqual(fromSwagger2(swagger), openapi);
  });

  it("leaves the document that it was given as it was", () => {
    const before = structuredClone(swagger);
    fromSwagger2(swagger);
    assert.deepEqual(swagger, before);
  });

  it("applies the document's content types where an operation has none of its own", () => {
    const body = { in: "body", name: "b", schema: { type: "object" } };
    const responses = { 200: { description: "ok", schema: { type: "string" } } };
    const types = { consumes: ["text/a", "text/b"], produces: ["text/c"] };
    const model = { schema: { type: "object" } };
    assert.deepEqual(getA(withOperation({ parameters: [body], responses }, types)), {
      requestBody: { content: { "text/a": model, "text/b": model } },
      responses: { 200: { description: "ok", content: { "text/c": { schema: { type: "string" } } } } },
    });
  });

  it("takes a body for JSON where nothing says what it is", () => {
    const body = { in: "body", name: "b", required: true, schema: { $ref: "#/definitions/B" } };
    assert.deepEqual(getA(withOperation({ parameters: [body] })), {
      requestBody: { required: true, content: { "application/json": { schema: { $ref: "#/components/schemas/B" } } } },
      responses: {},
    });
  });

  it("follows references to shared parameters and responses", () => {
    const operation = { parameters: [{ $ref: "#/parameters/q" }], responses: { 404: { $ref: "#/responses/missing" } } };
    const shared = {
      parameters: { q: { name: "q", in: "query", required: true, type: "string" } },
      responses: { missing: { description: "no such thing" } },
    };
    const converted = fromSwagger2(withOperation(operation, shared));
    assert.deepEqual(getA(withOperation(operation, shared)), {
      parameters: [{ name: "q", in: "query", required: true, schema: { type: "string" } }],
      responses: { 404: { description: "no such thing" } },
    });
    assert.equal("parameters" in converted || "responses" in converted, false);
  });

  it("gives a path's parameters to each of its operations, which may replace them", () => {
    const query = (name: string, required: boolean) => ({ name, in: "query", required, type: "string" });
    const item = { parameters: [query("a", false), query("b", false)], get: { parameters: [query("b", true)] } };
    const document = { swagger: "2.0", paths: { "/a": item } };
    const expected = (name: string, required: boolean) => ({ name, in: "query", required, schema: { type: "string" } });
    assert.deepEqual(getA(document), { parameters: [expected("a", false), expected("b", true)], responses: {} });
    assert.deepEqual(Object.keys((fromSwagger2(document).paths as Record<string, object>)["/a"] ?? {}), ["get"]);
  });

  it("leaves what it cannot turn into OpenAPI 3.0 for the loader to warn of", () => {
    const parameters = [{ $ref: "#/parameters/q" }, { name: "f", in: "formData", type: "file" }];
    const responses = { 200: { $ref: "other.json#/r" } };
    assert.deepEqual(fromSwagger2(withOperation({ parameters, responses })).paths, {
      "/a": {
        get: {
          parameters: [{ $ref: "#/parameters/q" }, { name: "f", in: "formData", schema: { type: "file" } }],
          responses: { 200: { $ref: "other.json#/r", description: "" } },
        },
      },
    });
  });
});
