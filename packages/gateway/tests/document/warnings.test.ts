import assert from "node:assert/strict";
import { createGateway } from "../../src/index.ts";
import { documentOf, exchange, functionUri, mock } from "../exchange.ts";

const integration = "x-amazon-apigateway-integration";
const http = (changes: object, operation: object = {}) =>
  documentOf({
    "GET /ping": {
      ...operation,
      [integration]: { type: "http", httpMethod: "GET", uri: "http://localhost/", ...changes },
    },
  });
const at = "paths.'/ping'(get).x-amazon-apigateway-integration";

/** A document with a model for the body of `POST /` and a validator. */
const modelled = (schema: unknown, schemas: object = {}, contentType = "application/json") =>
  documentOf(
    {
      "POST /": {
        ...mock(),
        requestBody: { content: { [contentType]: { schema } } },
        "x-amazon-apigateway-request-validator": "body",
      },
    },
    { components: { schemas }, "x-amazon-apigateway-request-validators": { body: { validateRequestBody: true } } },
  );
const schemaAt = "paths.'/'(post).requestBody.content.application/json.schema";

describe("an import's warnings", () => {
  const cases: [what: string, document: object, warnings: string[]][] = [
    [
      "an unknown field of an integration",
      http({ integrationResponses: {} }),
      [`Parse issue: attribute ${at}.integrationResponses is unexpected`],
    ],
    [
      "a parameter mapping that is not text",
      http({ requestParameters: { "integration.request.header.x-flag": true } }),
      [`Parse issue: attribute ${at}.requestParameters.integration.request.header.x-flag is not of type \`string\``],
    ],
    [
      "a template that is not text",
      http({ requestTemplates: { "application/json": { statusCode: 200 } } }),
      [`Parse issue: attribute ${at}.requestTemplates.application/json is not of type \`string\``],
    ],
    [
      "a field of a wrong type",
      http({ responses: [] }),
      [`Parse issue: attribute ${at}.responses is not of type \`object\``],
    ],
    [
      "a proxy integration's response without a status, which nothing uses",
      http({ type: "http_proxy", responses: { default: {} } }),
      [`Parse issue: attribute ${at}.responses.default.statusCode is missing`],
    ],
    [
      "an unknown key and an unknown extension of API Gateway",
      { ...documentOf({ "GET /": { ...mock(), summry: "" } }), "x-amazon-apigateway-new": 1 },
      [
        "Parse issue: attribute x-amazon-apigateway-new is unexpected",
        "Parse issue: attribute paths.'/'(get).summry is unexpected",
      ],
    ],
    [
      "null in the place of an operation",
      { ...documentOf({}), paths: { "/": { get: mock(), post: null } } },
      ["Parse issue: attribute paths.'/'(post) is not of type `object`"],
    ],
    [
      "a path that does not begin with a slash",
      documentOf({ "GET pets": mock() }),
      ["Parse issue: attribute paths. Resource pets should start with /"],
    ],
    [
      "a request validator that does not exist",
      documentOf({ "GET /": { ...mock(), "x-amazon-apigateway-request-validator": "both" } }),
      ["Reference to request validator 'both' not found. Ignoring."],
    ],
    [
      "a model that does not exist",
      modelled({ $ref: "#/components/schemas/Lost" }),
      ["Reference to model 'Lost' not found. Ignoring."],
    ],
    [
      "a parameter's reference to another file",
      documentOf({ "GET /": { ...mock(), parameters: [{ $ref: "other.yaml#/a" }] } }),
      ["Parse issue: attribute paths.'/'(get).parameters[0].other.yaml#/a is missing"],
    ],
    [
      "parameters of forms and cookies",
      documentOf({ "GET /": { ...mock(), parameters: [{ name: "f", in: "formData" }] } }),
      ["Parse issue: attribute paths.'/'(get).parameters[0].in is unexpected"],
    ],
    [
      "security schemes that it does not know",
      documentOf(
        { "GET /": { ...mock(), security: [{ bearer: [] }] } },
        { components: { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } } },
      ),
      ["Unsupported security definition type 'http' for 'bearer'. Ignoring."],
    ],
    [
      "a response header that the method does not declare",
      http({
        responses: { default: { statusCode: "200", responseParameters: { "method.response.header.X-N": "'a'" } } },
      }),
      [
        "Unable to put integration response on 'GET' for resource at path '/ping': Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.response.header.X-N]",
      ],
    ],
    [
      "keywords that draft 4 lacks, and a type that is a list",
      modelled({ type: ["string", "null"], const: 1, contains: {}, propertyNames: {}, if: {}, nullable: true }),
      [
        `Parse issue: attribute ${schemaAt}.type is not of type \`string\``,
        ...["const", "contains", "propertyNames", "if"].map(
          (k) => `Parse issue: attribute ${schemaAt}.${k} is unexpected`,
        ),
      ],
    ],
    [
      "null in the place of a schema",
      modelled({ oneOf: [{ type: "string" }, null] }),
      [`Parse issue: attribute ${schemaAt}.oneOf[1] is not of type \`object\``],
    ],
    [
      "a keyword of a wrong type in a model that nothing uses",
      documentOf({}, { components: { schemas: { A: { properties: { a: { required: true } } } } } }),
      ["Parse issue: attribute components.schemas.A.properties.a.required is not of type `array`"],
    ],
  ];
  for (const [what, document, expected] of cases) {
    it(`name ${what}`, () => {
      assert.deepEqual(createGateway(document, { stage: "dev" }).warnings, expected);
    });
  }

  it("name an authorizer without a function's URI, whose methods stay guarded", async () => {
    const scheme = {
      type: "apiKey",
      name: "Authorization",
      in: "header",
      "x-amazon-apigateway-authtype": "custom",
      "x-amazon-apigateway-authorizer": { type: "token", authorizerUri: "authorizer_uri" },
    };
    const document = documentOf(
      { "GET /": { ...mock(), security: [{ a: [] }] } },
      { components: { securitySchemes: { a: scheme } } },
    );
    const options = { invoke: async () => Promise.reject(new Error("no such function")) };
    assert.deepEqual(createGateway(document, { stage: "dev", ...options }).warnings, [
      "Unable to create authorizer 'a': Invalid Authorizer URI: authorizer_uri. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.",
    ]);
    assert.equal((await exchange(document, {}, options)).status, 401);
    assert.equal((await exchange(document, { headers: { Authorization: "a" } }, options)).status, 500);
  });

  it("name a security scheme that does not exist, whose methods let nobody in", async () => {
    const document = documentOf({ "GET /": { ...mock(), security: [{ key: [] }] } });
    const warning = "Parse issue: attribute components.securitySchemes.key is missing";
    assert.deepEqual(createGateway(document, { stage: "dev" }).warnings, [warning]);
    assert.equal((await exchange(document)).status, 401);
    assert.equal((await exchange(document, { headers: { Authorization: "a" } })).status, 401);
  });

  it("name a policy that cannot be read, and the API lets nobody in", async () => {
    const document = documentOf({ "GET /": mock() }, { "x-amazon-apigateway-policy": { Version: "2012-10-17" } });
    assert.deepEqual(createGateway(document, { stage: "dev" }).warnings, [
      "Invalid policy document. Please check the policy syntax and ensure that Principals are valid. (the policy has no Statement)",
    ]);
    assert.equal((await exchange(document)).status, 403);
  });

  it("do not name what API Gateway does on its own", () => {
    const mapped = { requestParameters: { "integration.request.path.id": "method.request.path.id" } };
    const document = documentOf({
      "GET /{id}": {
        parameters: [],
        [integration]: { type: "http", httpMethod: "GET", uri: "http://localhost/{id}", ...mapped },
      },
    });
    assert.deepEqual(createGateway(document, { stage: "dev" }).warnings, []);
  });
});

describe("an imported model", () => {
  const post = (document: object, body: string, contentType = "application/json") =>
    exchange(document, { method: "POST", headers: { "Content-Type": contentType }, body });

  it("does not enforce what the import leaves out, and enforces the rest", async () => {
    const document = modelled({
      type: "object",
      properties: { a: { type: ["string", "null"] }, b: { const: 1, type: "number" } },
    });
    assert.equal((await post(document, '{"a":1,"b":2}')).status, 200);
    assert.equal((await post(document, '{"a":1,"b":"x"}')).status, 400);
  });

  it("may have another draft's name, an id, and an exclusive limit without the limit", async () => {
    const schema = {
      $schema: "http://json-schema.org/draft-07/schema#",
      id: "https://example.com/m",
      exclusiveMinimum: true,
    };
    const document = modelled({ ...schema, type: "object" });
    assert.deepEqual(createGateway(document, { stage: "dev" }).warnings, []);
    assert.equal((await post(document, "{}")).status, 200);
    assert.equal((await post(document, "[]")).status, 400);
  });

  it("is not checked for a form, whose body is not JSON", async () => {
    const form = "application/x-www-form-urlencoded";
    const text = JSON.stringify(modelled({ type: "object", required: ["a"] }, {}, form));
    const document = JSON.parse(
      text.replace('"requestTemplates":{"application/json"', '"requestTemplates":{"$default"'),
    );
    assert.equal((await post(document, "a=1", form)).status, 200);
  });

  it("is not checked where it does not exist", async () => {
    assert.equal((await post(modelled({ $ref: "#/components/schemas/Lost" }), "[]")).status, 200);
  });

  it("is refused where it is not a schema of draft 4", () => {
    const serve = () => createGateway(modelled({ type: "text" }), { stage: "dev" });
    assert.throws(
      serve,
      /: Invalid model specified: Validation Result: warnings : \[\], errors : \[Invalid model schema specified\]/,
    );
  });
});

describe("notices", () => {
  const endpoint = "x-amazon-apigateway-endpoint-configuration";
  const disabled = { [endpoint]: { disableExecuteApiEndpoint: true } };
  const cases: [document: object, notice: string][] = [
    [
      http({ cacheKeyParameters: ["method.request.querystring.q"] }),
      "cacheKeyParameters have no effect: the stage has no response cache",
    ],
    ...[disabled, { servers: [{ url: "https://abc.execute-api.us-east-1.amazonaws.com", ...disabled }] }].map(
      (more): [object, string] => [
        documentOf({ "GET /": mock() }, more),
        `${endpoint}: the API is served, though its default endpoint is disabled on AWS`,
      ],
    ),
    [http({ responseTransferMode: "STREAM" }), "GET /ping: the response is sent when it is complete, not streamed"],
    [
      documentOf({
        "GET /": {
          [integration]: {
            type: "aws_proxy",
            httpMethod: "POST",
            uri: functionUri()
              .replace("2015-03-31", "2021-11-15")
              .replace("/invocations", "/response-streaming-invocations"),
          },
        },
      }),
      "GET /: the function's response is not streamed",
    ],
    [
      http({ tlsConfig: { serverNameToVerify: "a" } }),
      `paths./ping.get.${integration}.tlsConfig.serverNameToVerify: the certificate is checked for the name in the URL`,
    ],
  ];
  for (const [document, notice] of cases) {
    it(`say "${notice}"`, () => {
      const invoke = async () => ({ payload: Buffer.from("{}") });
      assert.deepEqual(createGateway(document, { stage: "dev", invoke }).notices, [notice]);
    });
  }
});

describe("AWS variables", () => {
  const document = documentOf({
    "GET /": mock("${AWS::AccountId} ${AWS::Partition} ${AWS::Region} ${AWS::URLSuffix}"),
  });

  it("are resolved when the document is loaded", async () => {
    const china = { accountId: "123456789012", region: "cn-north-1" };
    assert.equal((await exchange(document)).body, "000000000000 aws us-east-1 amazonaws.com");
    assert.equal((await exchange(document, {}, china)).body, "123456789012 aws-cn cn-north-1 amazonaws.com.cn");
    const government = await exchange(document, {}, { region: "us-gov-west-1" });
    assert.equal(government.body, "000000000000 aws-us-gov us-gov-west-1 amazonaws.com");
  });
});
