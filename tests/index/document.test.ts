import assert from "node:assert/strict";
import type { OpenApiDocument } from "../../components/openapi.ts";
import { bodyOf, devStack, integrationOf, modelOf, operations, renderRequest, service, shapeOf } from "./stack.ts";

describe("the stack's document", () => {
  let document: OpenApiDocument;
  before(async () => {
    document = (await devStack()).document as OpenApiDocument;
  });

  const integrations = () =>
    operations(document).map(([route, operation]) => [route, integrationOf(operation)] as const);

  it("has the routes, each with its type of integration", () => {
    assert.deepEqual(
      integrations()
        .filter(([route]) => !route.startsWith("OPTIONS"))
        .map(([route, { type, uri = "", connectionType }]) => [
          route,
          type,
          service(uri),
          connectionType ?? "INTERNET",
        ]),
      [
        ["POST /contact", "aws", "sqs", "INTERNET"],
        ["POST /contact/lambda", "aws_proxy", "lambda", "INTERNET"],
        ["POST /contact/legacy", "aws", "lambda", "INTERNET"],
        ["GET /topics", "mock", "", "INTERNET"],
        ["GET /postal-codes/{country}/{code}", "http", "https", "INTERNET"],
        ["ANY /support/{proxy+}", "http_proxy", "http", "VPC_LINK"],
        ["PUT /visitors/{user_id}", "aws", "dynamodb", "INTERNET"],
        ["GET /visitors/{user_id}", "aws", "dynamodb", "INTERNET"],
        ["PUT /attachments/{id}", "aws", "s3", "INTERNET"],
        ["POST /announcements", "aws", "sns", "INTERNET"],
        ["POST /events", "aws", "kinesis", "INTERNET"],
      ],
    );
  });

  it("asks for a key where strangers must not get through", () => {
    const keyed = operations(document).filter(([, { security }]) => security?.some((scheme) => "api_key" in scheme));
    assert.deepEqual(
      keyed.map(([route]) => route),
      ["ANY /support/{proxy+}", "PUT /visitors/{user_id}", "GET /visitors/{user_id}", "PUT /attachments/{id}"],
    );
  });

  it("asks for a signature of whoever writes to every subscriber", () => {
    const signed = operations(document).filter(([, { security }]) => security?.some((scheme) => "sigv4" in scheme));
    assert.deepEqual(
      signed.map(([route]) => route),
      ["POST /announcements"],
    );
    assert.equal(document.components?.securitySchemes?.sigv4?.["x-amazon-apigateway-authtype"], "awsSigv4");
  });

  it("has a preflight for every path, which needs neither key nor signature", () => {
    for (const [route, item] of Object.entries(document.paths)) {
      assert.equal(item.options?.["x-amazon-apigateway-integration"].type, "mock", route);
      assert.equal(item.options?.security, undefined, route);
    }
  });

  it("lets the configured origin, and no other, read every answer", () => {
    for (const [route, { type, responses = {} }] of integrations()) {
      if (type.endsWith("_proxy")) continue;
      for (const [pattern, { responseParameters }] of Object.entries(responses)) {
        const origin = responseParameters?.["method.response.header.Access-Control-Allow-Origin"];
        assert.equal(origin, "'http://localhost:3000'", `${route} ${pattern}`);
      }
    }
  });

  it("sends no body to a backend, except a file, without a template: other content types are refused", () => {
    for (const [route, { type, uri = "", requestTemplates, passthroughBehavior }] of integrations()) {
      if (type !== "aws" || service(uri) === "s3") continue;
      assert.deepEqual(Object.keys(requestTemplates ?? {}), ["application/json"], route);
      assert.equal(passthroughBehavior, "never", route);
    }
  });

  it("validates every body that a template maps against a model that allows nothing else", () => {
    for (const [route, { requestBody, ...operation }] of operations(document)) {
      const { type, requestTemplates } = integrationOf(operation);
      if (type !== "aws" || requestTemplates === undefined || route.startsWith("GET")) continue;
      assert.equal(modelOf(document, { requestBody, ...operation })?.additionalProperties, false, route);
    }
    assert.equal(document["x-amazon-apigateway-request-validator"], "full");
  });

  it("escapes client text in every template: no text changes the form of what the backend is asked", () => {
    const texts = [
      `a&Action=DeleteQueue&x=%26"'<>\\`,
      '", "TableName": "other',
      "</ticket><ticket>",
      "$input.body #end",
      "\n",
    ];
    for (const [route, operation] of operations(document)) {
      const { type, requestTemplates, requestParameters } = integrationOf(operation);
      const source = requestTemplates?.["application/json"];
      if (type !== "aws" || source === undefined) continue;
      const form = requestParameters?.["integration.request.header.Content-Type"]?.includes("form");
      const shape = (text: string) => {
        const body = JSON.stringify(bodyOf(modelOf(document, operation), text));
        const variables = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
        const request = renderRequest(
          source,
          body,
          Object.fromEntries(variables.map(({ name }) => [name, encodeURIComponent(text)])),
        );
        return form ? [...new URLSearchParams(request).keys()] : shapeOf(JSON.parse(request));
      };
      for (const text of texts) assert.deepEqual(shape(text), shape("plain"), `${route} ${text}`);
    }
  });

  it("shows nothing of a backend's own errors", () => {
    for (const [route, { type, responses = {} }] of integrations()) {
      if (type === "mock" || type.endsWith("_proxy")) continue;
      const answers = Object.entries(responses).filter(([, { statusCode }]) => Number(statusCode) >= 500);
      assert(answers.length > 0, `${route} has no answer for a backend that failed`);
      for (const [pattern, { responseTemplates = {} }] of answers) {
        assert.match(Object.values(responseTemplates).join(), /^\{"message":"[A-Z][a-z ]+"\}$/, `${route} ${pattern}`);
      }
    }
  });
});
