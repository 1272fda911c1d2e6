import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createGateway, DocumentError, refusals, type Trace } from "../../src/index.ts";
import { documentOf, exchange, exchangeWith, functionUri, lambdaProxy, mock } from "../exchange.ts";

/** The place and the reason for which a document is refused, and the rule by its key. */
function refusal(document: unknown, options: object = {}): [place: string, reason: string, rule?: string] {
  try {
    createGateway(document as object, { stage: "dev", ...options });
  } catch (error) {
    if (error instanceof DocumentError) return [error.place, error.reason, error.refusal];
    throw error;
  }
  throw new Error("the document was not refused");
}

const integration = "x-amazon-apigateway-integration";
const withIntegration = (changes: object) => documentOf({ "GET /": { [integration]: changes } });
const http = (changes: object) =>
  withIntegration({ type: "http", httpMethod: "GET", uri: "http://localhost/", ...changes });
const service = (uri: string, type = "aws") => withIntegration({ type, httpMethod: "POST", uri });
const place = `paths./.get.${integration}`;
const unable = "Unable to put integration on 'GET' for resource at path '/': ";
const invalidMapping = "Invalid mapping expression specified: Validation Result: warnings : [], errors : ";

describe("loading a document", () => {
  it("takes one that uses what there is, without a word", () => {
    const document = documentOf(
      { "GET /": mock(), "POST /{id}/{rest+}": lambdaProxy(), "GET /{id}": mock() },
      { "x-amazon-apigateway-endpoint-configuration": { disableExecuteApiEndpoint: false }, "x-internal": 1 },
    );
    const options = { stage: "dev", invoke: async () => ({ payload: Buffer.from("{}") }) };
    const { warnings, notices } = createGateway(document, options);
    assert.deepEqual([warnings, notices], [[], []]);
  });

  it("takes the cache keys that the console sets on each proxy resource: without a stage's cache they do nothing", () => {
    const cacheKeyParameters = ["method.request.path.proxy"];
    createGateway(http({ cacheNamespace: "roq9wj", cacheKeyParameters }), { stage: "dev" });
  });

  it("takes version 3.0 without a patch, Swagger 2.0, and payload format version 1.0 as a number", async () => {
    const { openapi, ...rest } = documentOf({ "GET /": mock("hi") }) as Record<string, unknown>;
    assert.equal(openapi, "3.0.1");
    for (const version of [{ openapi: "3.0" }, { openapi: 3 }, { swagger: "2.0" }]) {
      assert.equal((await exchange({ ...version, ...rest })).body, "hi");
    }
    createGateway(http({ payloadFormatVersion: 1.0 }), { stage: "dev" });
  });

  it("takes null in a field of an integration for no field", async () => {
    const fields = {
      uri: null,
      httpMethod: null,
      connectionType: null,
      contentHandling: null,
      passthroughBehavior: null,
      payloadFormatVersion: null,
      requestParameters: null,
      responseTransferMode: null,
      timeoutInMillis: null,
    };
    const response = { statusCode: "200", contentHandling: null, responseParameters: null };
    const operation = mock("", { ...fields, responses: { default: response } });
    const document = documentOf({ "GET /": operation }, { "x-amazon-apigateway-policy": null });
    assert.equal((await exchange(document)).status, 200);
  });

  it("takes names that every JavaScript object has for names like others", async () => {
    const mapped = {
      responses: {
        default: {
          statusCode: "200",
          responseParameters: { "method.response.header.X": "stageVariables.toString" },
          responseTemplates: { "application/json": "$input.params('__proto__')" },
        },
      },
    };
    const { status, body, headers } = await exchange(documentOf({ "GET /{__proto__}": mock("", mapped) }), {
      path: "/seven",
    });
    assert.deepEqual([status, body, headers.x], [200, "seven", undefined]);
    assert.deepEqual(refusal(documentOf({}, { "x-amazon-apigateway-gateway-responses": { toString: {} } })), [
      "x-amazon-apigateway-gateway-responses.toString",
      "is not a type of gateway response",
      undefined,
    ]);
  });

  it("passes the answer of a proxied service back as it is", async () => {
    const operation = {
      [integration]: {
        type: "aws_proxy",
        httpMethod: "POST",
        uri: "arn:aws:apigateway:us-east-1:firehose:action/PutRecord",
      },
    };
    const backend = createServer((_, response) => response.end('{"RecordId":"1"}'));
    await new Promise<void>((done) => backend.listen(0, "127.0.0.1", done));
    const firehose = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;
    const gateway = createGateway(documentOf({ "POST /": operation }), { stage: "dev", endpoints: { firehose } });
    const { status, body } = await exchangeWith(gateway, { method: "POST", body: "{}" });
    await gateway.close();
    backend.close();
    assert.deepEqual([status, body], [200, '{"RecordId":"1"}']);
  });

  describe("refuses as API Gateway does:", () => {
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html, and recorded imports
    const cases: [rule: keyof typeof refusals, document: object, place: string, reason: string][] = [
      [
        "openApiVersion",
        { openapi: "3.1.0", paths: {} },
        "openapi",
        'API Gateway imports OpenAPI 3.0 and Swagger 2.0, not "3.1.0"',
      ],
      [
        "httpApi",
        http({ payloadFormatVersion: "2.0" }),
        `${place}.payloadFormatVersion`,
        "A REST API has payload format version 1.0 only",
      ],
      [
        "siblingVariable",
        documentOf({ "GET /{uid}": mock(), "GET /{proxy+}": mock() }),
        "paths./{proxy+}",
        "Unable to create resource at path '/{proxy+}': A sibling ({uid}) of this resource already has a variable path part -- only one is allowed",
      ],
      [
        "siblingVariable",
        documentOf({ "GET /{a}": mock(), "GET /{b}/c": mock() }),
        "paths./{b}/c",
        "Unable to create resource at path '/{b}/c': A sibling ({a}) of this resource already has a variable path part -- only one is allowed",
      ],
      [
        "pathPart",
        documentOf({ "GET /a{id}": mock() }),
        "paths./a{id}",
        "Unable to create resource at path '/a{id}': Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
      ],
      [
        "greedyParent",
        documentOf({ "GET /{a+}/b": mock() }),
        "paths./{a+}/b",
        "Unable to create resource at path '/{a+}/b': Cannot create a child of a resource with a greedy path variable: {a+}",
      ],
      [
        "modelName",
        documentOf({}, { components: { schemas: { inline_response: {} } } }),
        "components.schemas.inline_response",
        "Model name must be alphanumeric: inline_response",
      ],
      [
        "noIntegration",
        documentOf({ "GET /": {} }),
        "paths./.get",
        "No integration defined for method: it has no x-amazon-apigateway-integration",
      ],
      [
        "malformedIntegration",
        http({ uri: { "Fn::Sub": "https://example.com" } }),
        `${place}.uri`,
        "Unable to parse API definition because of a malformed integration at path /",
      ],
      [
        "undeclaredParameter",
        documentOf({
          "GET /": {
            parameters: [{ name: "page", in: "query" }],
            [integration]: {
              type: "http",
              httpMethod: "GET",
              uri: "http://localhost/",
              requestParameters: { "integration.request.header.a": "method.request.header.Authorization" },
            },
          },
        }),
        `${place}.requestParameters.integration.request.header.a`,
        `${unable}${invalidMapping}[Invalid mapping expression parameter specified: method.request.header.Authorization]`,
      ],
      [
        "parameterName",
        documentOf({ "GET /": { ...mock(), parameters: [{ name: "page[size]", in: "query" }] } }),
        "paths./.get.parameters[0]",
        `Unable to put method 'GET' on resource at path '/': ${invalidMapping}[Parameter name should match the following regular expression: ^[a-zA-Z0-9._$-]+$]`,
      ],
      [
        "proxyService",
        service("arn:aws:apigateway:us-east-1:sqs:action/SendMessage", "aws_proxy"),
        `${place}.uri`,
        `${unable}Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.`,
      ],
    ];
    for (const [rule, document, where, reason] of cases) {
      it(`${refusals[rule].feature} at ${where}`, () => {
        assert.deepEqual(refusal(document), [where, reason, rule]);
      });
    }

    it("each rule that the list of refusals has", () => {
      assert.deepEqual(Object.keys(refusals).sort(), [...new Set(cases.map(([rule]) => rule))].sort());
    });

    it("the other marks of HTTP APIs' documents", () => {
      const components = { "x-amazon-apigateway-integrations": {} };
      assert.equal(refusal(documentOf({}, { components }))[2], "httpApi");
      assert.equal(refusal({ openapi: "3.0.1", paths: { $default: {} } })[2], "httpApi");
    });
  });

  describe("says what is wrong and where:", () => {
    const cases: [document: unknown, place: string, reason: string | RegExp][] = [
      [null, "document", "must be an object, is null"],
      [{}, "openapi", "is missing: this is not an OpenAPI document"],
      [{ openapi: "3.0.1" }, "paths", "must be an object, is nothing"],
      [
        withIntegration({ type: "soap" }),
        `${place}.type`,
        'must be one of aws, aws_proxy, http, http_proxy, mock, is "soap"',
      ],
      [
        http({ httpMethod: undefined }),
        `${place}.httpMethod`,
        `${unable}Enumeration value for HttpMethod must be non-empty`,
      ],
      [http({ uri: "localhost/x" }), `${place}.uri`, `${unable}Invalid HTTP endpoint specified for URI`],
      [http({ uri: undefined }), `${place}.uri`, `${unable}Invalid HTTP endpoint specified for URI`],
      [
        http({ timeoutInMillis: 10 }),
        `${place}.timeoutInMillis`,
        `${unable}Timeout should be between 50 ms and 29000 ms`,
      ],
      [http({ passthroughBehavior: "always" }), `${place}.passthroughBehavior`, /^must be one of when_no_match, /],
      [
        http({ requestParameters: { "integration.request.header.a": "b" } }),
        `${place}.requestParameters.integration.request.header.a`,
        "'b' is not a mapping expression: a constant is written in single quotes",
      ],
      [
        http({ requestParameters: { "integration.request.body.a": "'b'" } }),
        `${place}.requestParameters.integration.request.body.a`,
        "is not a parameter that can be mapped",
      ],
      [
        http({ responses: { default: {} } }),
        `${place}.responses.default.statusCode`,
        /^must be a status code from 100 to 599/,
      ],
      [http({ responses: { "(": { statusCode: "200" } } }), `${place}.responses.(`, /^is not a regular expression: /],
      [
        http({ requestTemplates: { "text/plain": "x".repeat(300 * 1024 + 1) } }),
        `${place}.requestTemplates.text/plain`,
        "is larger than 300 KB, the most that a mapping template may have",
      ],
      [service("arn:aws:sqs:us-east-1:1:queue"), `${place}.uri`, `${unable}Invalid ARN specified in the request`],
      [
        service("arn:aws:apigateway:us-east-1:sqs:queue"),
        `${place}.uri`,
        `${unable}AWS ARN for integration must contain path or action`,
      ],
      [
        documentOf({ "GET /pets": mock(), "GET /pets/": mock() }),
        "paths./pets/.get",
        "Unable to put method 'GET' on resource at path '/pets/': Method already exists for this resource",
      ],
      [documentOf({ "GET /": { ...mock(), security: null } }), "paths./.get.security", "must be a list, is null"],
      [
        documentOf({ "GET /": { ...mock(), security: [[]] } }),
        "paths./.get.security.0",
        "must be an object, is a list",
      ],
      [
        documentOf({}, { "x-amazon-apigateway-gateway-responses": { TEAPOT: {} } }),
        "x-amazon-apigateway-gateway-responses.TEAPOT",
        "is not a type of gateway response",
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

  it("refuses an invalid stage name", () => {
    const serve = (stage: string) => createGateway(documentOf({}), { stage });
    for (const stage of ["", "a/b", "$default", "x".repeat(129)]) {
      assert.throws(() => serve(stage), /^RangeError: stage ".*": letters, digits, - and _ only, up to 128 of them$/);
    }
  });

  describe("backends", () => {
    const missing = documentOf({
      "GET /queue": {
        [integration]: { type: "aws", httpMethod: "POST", uri: "arn:aws:apigateway:us-east-1:sqs:path/1/q" },
      },
      "GET /function": lambdaProxy(),
      "GET /other": lambdaProxy({ uri: functionUri("other") }),
      "GET /desk": {
        [integration]: {
          type: "http_proxy",
          httpMethod: "GET",
          uri: "http://desk/",
          connectionType: "VPC_LINK",
          connectionId: "${stageVariables.link}",
        },
      },
      "GET /mock": mock("hi"),
    });
    const stageVariables = { link: "abc" };

    it("without an address are named in one message, each once, with what supplies it", () => {
      assert.deepEqual(refusal(missing, { stageVariables }).slice(0, 2), [
        "paths",
        'these backends have no address on this machine: sqs (AWS_ENDPOINT_URL_SQS), lambda (AWS_ENDPOINT_URL_LAMBDA), VPC link "abc" (--vpc-link abc=URL, or the option vpcLinks)',
      ]);
    });

    it("without an address have a stub that says so, for a body of any type; the others are as they are", async () => {
      const options = { stageVariables, stub: true };
      const queue = await exchange(missing, { path: "/queue" }, options);
      assert.deepEqual([queue.status, queue.body], [200, '{"message":"Stub: sqs has no address on this machine"}']);
      const headers = { "Content-Type": "text/csv" };
      const desk = await exchange(missing, { path: "/desk", headers, body: "a,b" }, options);
      assert.deepEqual(
        [desk.status, desk.body],
        [200, '{"message":"Stub: VPC link \\"abc\\" has no address on this machine"}'],
      );
      const called = await exchange(missing, { path: "/function" }, options);
      assert.match(
        called.body,
        /^\{"message":"Stub: function arn:aws:lambda:us-east-1:000000000000:function:fn has no/,
      );
      assert.equal((await exchange(missing, { path: "/mock" }, options)).body, "hi");
    });

    it("do not keep a route to a service from being served up to the call, which answers 504", async () => {
      const document = documentOf({
        "POST /orders": {
          "x-amazon-apigateway-integration": {
            type: "aws",
            httpMethod: "POST",
            uri: "arn:aws:apigateway:us-east-1:events:action/PutEvents",
            requestTemplates: { "application/json": '{"Entries": [$input.body]}' },
            responses: { default: { statusCode: "200" } },
          },
        },
      });
      const options = { failMissingServices: true };
      const { notices } = createGateway(document, { stage: "dev", ...options });
      const reason = "events does not run on this machine; AWS_ENDPOINT_URL_EVENTBRIDGE can name one that does";
      assert.deepEqual(notices, [`POST /orders answers 504: ${reason}`]);
      const traces: Trace[] = [];
      const onTrace = (trace: Trace) => traces.push(trace);
      const answer = await exchange(document, { method: "POST", path: "/orders", body: "{}" }, { ...options, onTrace });
      assert.deepEqual([answer.status, answer.body], [504, `{"message": "${reason}"}`]);
      const text = JSON.stringify(traces);
      assert.match(text, /https:\/\/events\.us-east-1\.amazonaws\.com\//);
      assert.match(text, /Entries/);
    });

    it("are found under each name of a service, as an option or in the environment", () => {
      const document = service("arn:aws:apigateway:us-east-1:states:action/StartExecution");
      createGateway(document, { stage: "dev", endpoints: { stepfunctions: "http://localhost:1" } });
      assert.match(refusal(document)[1], /: states \(AWS_ENDPOINT_URL_SFN\)$/);
      process.env.AWS_ENDPOINT_URL_SFN = "http://localhost:1";
      try {
        createGateway(document, { stage: "dev" });
      } finally {
        delete process.env.AWS_ENDPOINT_URL_SFN;
      }
    });

    it("take stage variables in their addresses, and nothing for those that there are not", () => {
      assert.match(refusal(missing)[1], /VPC link ""/);
      const endpoints = { sqs: "http://localhost:1", lambda: "http://localhost:1" };
      createGateway(missing, { stage: "dev", stageVariables, endpoints, vpcLinks: { abc: "http://localhost:1" } });
    });
  });
});
