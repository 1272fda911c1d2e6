import assert from "node:assert/strict";
import { createGateway, DocumentError, refusals } from "../../src/index.ts";
import { documentOf, functionUri, lambdaProxy, mock } from "../exchange.ts";

/** The place and the reason for which a document is refused. */
function refusal(document: unknown, options: object = {}): [place: string, reason: string] {
  try {
    createGateway(document as object, { stage: "dev", ...options });
  } catch (error) {
    if (error instanceof DocumentError) return [error.place, error.reason];
    throw error;
  }
  throw new Error("the document was not refused");
}

const integration = "x-amazon-apigateway-integration";
const withIntegration = (changes: object) => documentOf({ "GET /": { [integration]: changes } });
const http = (changes: object) =>
  withIntegration({ type: "http", httpMethod: "GET", uri: "http://localhost/", ...changes });
const place = `paths./.get.${integration}`;

describe("loading a document", () => {
  it("takes one that uses what there is", () => {
    const document = documentOf(
      { "GET /": mock(), "POST /{id}/{rest+}": lambdaProxy(), "GET /{id}": mock() },
      { "x-amazon-apigateway-endpoint-configuration": { disableExecuteApiEndpoint: false } },
    );
    createGateway(document, { stage: "dev", invoke: async () => ({ payload: Buffer.from("{}") }) });
  });

  it("takes the cache keys that the console sets on each proxy resource: without a stage's cache they do nothing", () => {
    const cacheKeyParameters = ["method.request.path.proxy"];
    createGateway(http({ cacheNamespace: "roq9wj", cacheKeyParameters }), { stage: "dev" });
  });

  describe("refuses, by place and name,", () => {
    const unsupported = (refused: keyof typeof refusals) =>
      `not supported by this gateway: ${refusals[refused].feature}`;
    const cases: [keyof typeof refusals, document: object, place: string, more?: string][] = [
      ["streaming", http({ responseTransferMode: "STREAM" }), `${place}.responseTransferMode`],
      [
        "firehoseProxy",
        withIntegration({
          type: "aws_proxy",
          httpMethod: "POST",
          uri: "arn:aws:apigateway:us-east-1:firehose:action/PutRecord",
        }),
        `${place}.uri`,
        " (firehose)",
      ],
      ["serverName", http({ tlsConfig: { serverNameToVerify: "a" } }), `${place}.tlsConfig.serverNameToVerify`],
      ["httpApi", http({ payloadFormatVersion: "2.0" }), `${place}.payloadFormatVersion`],
      [
        "httpApi",
        documentOf({}, { components: { "x-amazon-apigateway-integrations": {} } }),
        "components.x-amazon-apigateway-integrations",
      ],
      ["httpApi", documentOf({}, { "x-amazon-apigateway-cors": {} }), "x-amazon-apigateway-cors"],
      ["otherOpenApiVersion", { openapi: "3.1.0", paths: {} }, "openapi", " (3.1.0)"],
      ["otherOpenApiVersion", { swagger: "2.0", paths: {} }, "swagger", ' ("2.0")'],
      [
        "externalReference",
        documentOf(
          {
            "GET /": {
              ...mock(),
              parameters: [{ $ref: "other.yaml#/a" }],
              "x-amazon-apigateway-request-validator": "v",
            },
          },
          {
            "x-amazon-apigateway-request-validators": { v: { validateRequestParameters: true } },
          },
        ),
        "paths./.get.parameters",
        " (other.yaml#/a)",
      ],
      ["unknownExtension", documentOf({}, { "x-amazon-apigateway-new": 1 }), "x-amazon-apigateway-new"],
      [
        "unknownExtension",
        documentOf({ "GET /": { ...mock(), "x-amazon-apigateway-new": 1 } }),
        "paths./.get.x-amazon-apigateway-new",
      ],
      ["unknownField", http({ cache: true }), `${place}.cache`, " (cache)"],
    ];
    for (const [name, document, where, more = ""] of cases) {
      it(`${refusals[name].feature} at ${where}`, () => {
        assert.deepEqual(refusal(document, { invoke: () => undefined }), [where, `${unsupported(name)}${more}`]);
      });
    }

    it("each feature that the list of refusals has", () => {
      assert.deepEqual(Object.keys(refusals).sort(), [...new Set(cases.map(([name]) => name))].sort());
    });
  });

  describe("says what is wrong and where:", () => {
    const service = (uri: string) => withIntegration({ type: "aws", httpMethod: "POST", uri });
    const cases: [document: unknown, place: string, reason: string | RegExp][] = [
      [null, "document", "must be an object, is null"],
      [{}, "openapi", "is missing: this is not an OpenAPI document"],
      [{ openapi: "3.0.1" }, "paths", "must be an object, is nothing"],
      [documentOf({ "GET pets": mock() }), "paths.pets", "a path begins with /"],
      [documentOf({ "GET /a{id}": mock() }), "paths./a{id}", 'a path variable is a whole segment, unlike "a{id}"'],
      [documentOf({ "GET /{a+}/b": mock() }), "paths./{a+}/b", "{a+} must be the last segment"],
      [
        documentOf({ "GET /{a}": mock(), "GET /{b}/c": mock() }),
        "paths./{b}/c",
        "{b} has a sibling {a}: one of them only",
      ],
      [documentOf({ "GET /": {} }), "paths./.get", /^No integration defined for method/],
      [
        withIntegration({ type: "soap" }),
        `${place}.type`,
        'must be one of aws, aws_proxy, http, http_proxy, mock, is "soap"',
      ],
      [http({ httpMethod: undefined }), `${place}.httpMethod`, "is missing"],
      [http({ uri: "localhost/x" }), `${place}.uri`, 'must begin with http:// or https://, is "localhost/x"'],
      [http({ uri: undefined }), `${place}.uri`, "must be text, is nothing"],
      [http({ timeoutInMillis: 10 }), `${place}.timeoutInMillis`, "must be a number of milliseconds, at least 50"],
      [http({ passthroughBehavior: "always" }), `${place}.passthroughBehavior`, /^must be one of when_no_match, /],
      [
        http({ requestParameters: { "integration.request.header.a": "b" } }),
        `${place}.requestParameters.integration.request.header.a`,
        "'b' is not a mapping expression: a constant is written in single quotes",
      ],
      [
        http({ requestParameters: { "integration.request.body.a": "'b'" } }),
        `${place}.requestParameters.integration.request.body.a`,
        "is no parameter that can be mapped",
      ],
      [
        http({ responses: { default: {} } }),
        `${place}.responses.default.statusCode`,
        /^must be a status code from 100 to 599/,
      ],
      [http({ responses: { "(": { statusCode: "200" } } }), `${place}.responses.(`, /^is no regular expression: /],
      [
        http({ requestTemplates: { "text/plain": "x".repeat(300 * 1024 + 1) } }),
        `${place}.requestTemplates.text/plain`,
        "is larger than 300 KB, the most that a mapping template may have",
      ],
      [
        http({ connectionType: "VPC_LINK", connectionId: "abc" }),
        `${place}.connectionId`,
        /^the VPC link "abc" leads nowhere on this machine: /,
      ],
      [service("arn:aws:sqs:us-east-1:1:queue"), `${place}.uri`, /^must be arn:aws:apigateway:\{region\}/],
      [
        service("arn:aws:apigateway:us-east-1:sqs:path/1/q"),
        `${place}.uri`,
        "no endpoint for sqs: set AWS_ENDPOINT_URL_SQS",
      ],
      [service(functionUri()), `${place}.uri`, "no endpoint for lambda: set AWS_ENDPOINT_URL_LAMBDA"],
      [
        documentOf({ "GET /": { ...mock(), "x-amazon-apigateway-request-validator": "all" } }),
        "paths./.get.x-amazon-apigateway-request-validator",
        'x-amazon-apigateway-request-validators has no "all"',
      ],
      [
        documentOf({ "GET /": { ...mock(), security: [{ key: [] }] } }),
        "paths./.get.security.0",
        'components.securitySchemes has no "key"',
      ],
      [
        documentOf({}, { "x-amazon-apigateway-gateway-responses": { TEAPOT: {} } }),
        "x-amazon-apigateway-gateway-responses.TEAPOT",
        "is no type of gateway response",
      ],
      [
        documentOf(
          {
            "POST /": {
              ...mock(),
              requestBody: { content: { "application/json": { schema: { type: "text" } } } },
              "x-amazon-apigateway-request-validator": "body",
            },
          },
          { "x-amazon-apigateway-request-validators": { body: { validateRequestBody: true } } },
        ),
        "paths./.post.requestBody.content.application/json.schema",
        /^is not a JSON Schema \(draft 4\): /,
      ],
    ];
    for (const [document, where, reason] of cases) {
      it(`${where} ${reason}`, () => {
        const [atPlace, because] = refusal(document);
        assert.equal(atPlace, where);
        if (typeof reason === "string") assert.equal(because, reason);
        else assert.match(because, reason);
      });
    }
  });

  it("wants a stage's name to be one", () => {
    const serve = (stage: string) => createGateway(documentOf({}), { stage });
    for (const stage of ["", "a/b", "$default", "x".repeat(129)]) {
      assert.throws(() => serve(stage), /^RangeError: stage ".*": letters, digits, - and _ only, up to 128 of them$/);
    }
  });

  it("finds an endpoint under each name of a service, as an option or in the environment", () => {
    const document = withIntegration({
      type: "aws",
      httpMethod: "POST",
      uri: "arn:aws:apigateway:us-east-1:states:action/StartExecution",
    });
    createGateway(document, { stage: "dev", endpoints: { stepfunctions: "http://localhost:1" } });
    assert.equal(refusal(document)[1], "no endpoint for states: set AWS_ENDPOINT_URL_SFN");
    process.env.AWS_ENDPOINT_URL_SFN = "http://localhost:1";
    try {
      createGateway(document, { stage: "dev" });
    } finally {
      delete process.env.AWS_ENDPOINT_URL_SFN;
    }
  });

  it("puts stage variables into URIs, and nothing for those that there are not", () => {
    const document = http({ connectionType: "VPC_LINK", connectionId: "${stageVariables.link}" });
    assert.match(refusal(document)[1], /VPC link "" leads nowhere/);
    const stageVariables = { link: "abc" };
    createGateway(document, { stage: "dev", stageVariables, vpcLinks: { abc: "http://localhost:1" } });
  });
});
