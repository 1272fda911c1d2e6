import assert from "node:assert/strict";
import { createGateway } from "local-api-gateway";
import { documentOf } from "../../src/program/document.ts";
import type { Resource } from "../../src/program/resources.ts";

const make = (
  type: string,
  name: string,
  inputs: Resource["inputs"] = {},
  outputs: Resource["outputs"] = {},
): Resource => ({
  type,
  name,
  id: `${name}-id`,
  inputs,
  outputs: { ...inputs, name: inputs.name ?? name, ...outputs },
});
const apigateway = (type: string, name: string, inputs: object) =>
  make(`aws:apigateway/${type}`, name, { restApi: "api-id", ...inputs });
const api = (inputs = {}) => make("aws:apigateway/restApi:RestApi", "api", inputs, { rootResourceId: "root" });
const pets = apigateway("resource:Resource", "pets", { parentId: "root", pathPart: "pets" });
const pet = apigateway("resource:Resource", "pet", { parentId: "pets-id", pathPart: "{id}" });
const at = { resourceId: "pet-id", httpMethod: "GET" };

describe("the document of an API of resources", () => {
  const resources = [
    api({ binaryMediaTypes: ["image/png"], minimumCompressionSize: "0" }),
    pets,
    pet,
    apigateway("authorizer:Authorizer", "pool", { type: "COGNITO_USER_POOLS", providerArns: ["arn:pool"] }),
    apigateway("requestValidator:RequestValidator", "params", { validateRequestParameters: true }),
    apigateway("model:Model", "Pet", { schema: '{"type":"object"}' }),
    apigateway("response:Response", "missing", { responseType: "UNAUTHORIZED", statusCode: "499" }),
    apigateway("method:Method", "get", {
      ...at,
      authorization: "COGNITO_USER_POOLS",
      authorizerId: "pool-id",
      authorizationScopes: ["pets.read"],
      apiKeyRequired: true,
      requestParameters: { "method.request.path.id": true, "method.request.querystring.full": false },
      requestModels: { "application/json": "Pet" },
      requestValidatorId: "params-id",
    }),
    apigateway("integration:Integration", "get", {
      ...at,
      type: "MOCK",
      passthroughBehavior: "NEVER",
      timeoutMilliseconds: 5000,
      requestTemplates: { "application/json": '{"statusCode": 200}' },
    }),
    apigateway("methodResponse:MethodResponse", "ok", {
      ...at,
      statusCode: "200",
      responseParameters: { "method.response.header.X-Kind": true },
    }),
    apigateway("integrationResponse:IntegrationResponse", "ok", {
      ...at,
      statusCode: "200",
      responseParameters: { "method.response.header.X-Kind": "'cat'" },
    }),
    apigateway("method:Method", "any", { resourceId: "pets-id", httpMethod: "ANY", authorization: "AWS_IAM" }),
  ];

  it("is what an export of the API has", () => {
    const notes: string[] = [];
    const document = documentOf({ resources }, notes);
    assert.deepEqual(document.paths["/pets/{id}"].get, {
      parameters: [
        { name: "id", in: "path", required: true, schema: { type: "string" } },
        { name: "full", in: "query", required: false, schema: { type: "string" } },
      ],
      security: [{ pool: ["pets.read"], api_key: [] }],
      requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Pet" } } } },
      "x-amazon-apigateway-request-validator": "params",
      responses: { 200: { description: "", headers: { "X-Kind": { schema: { type: "string" } } }, content: {} } },
      "x-amazon-apigateway-integration": {
        type: "mock",
        passthroughBehavior: "never",
        timeoutInMillis: 5000,
        requestTemplates: { "application/json": '{"statusCode": 200}' },
        responses: { default: { statusCode: "200", responseParameters: { "method.response.header.X-Kind": "'cat'" } } },
      },
    });
    assert.deepEqual(document["x-amazon-apigateway-gateway-responses"], { UNAUTHORIZED: { statusCode: "499" } });
    assert.deepEqual(document["x-amazon-apigateway-binary-media-types"], ["image/png"]);
    assert.equal(document["x-amazon-apigateway-minimum-compression-size"], 0);
    assert.equal(document.components.securitySchemes.pool["x-amazon-apigateway-authtype"], "cognito_user_pools");
    assert.deepEqual(notes, ["ANY /pets is not served: it has no integration, and AWS refuses to deploy it."]);
    assert.deepEqual(createGateway(document, { stage: "v1" }).warnings, []);
  });

  it("is the body, where there is one, in JSON or YAML", () => {
    const body = "openapi: 3.0.1\npaths: {/a: {get: {}}}\n";
    assert.deepEqual(documentOf({ resources: [api({ body })] }, []), {
      openapi: "3.0.1",
      paths: { "/a": { get: {} } },
    });
  });

  it("is that of the API with the most routes", () => {
    const notes: string[] = [];
    const bodies = [{ "/a": { get: {} } }, { "/a": { get: {}, post: {} } }].map((paths) => JSON.stringify({ paths }));
    const apis = bodies.map((body, index) => make("aws:apigateway/restApi:RestApi", `api-${index}`, { body }));
    assert.equal(documentOf({ resources: apis }, notes).paths["/a"].post !== undefined, true);
    assert.deepEqual(notes, ["API api-0 is not served: localhost serves one API, api-1, which has the most routes."]);
  });

  it("is missed by name where there is none", () => {
    assert.throws(() => documentOf({ resources: [] }, []), { message: /^The program has no REST API/ });
    assert.throws(() => documentOf({ resources: [api()] }, []), { message: /api has neither a body nor methods\.$/ });
  });
});

describe("the document of a RestAPI component", () => {
  const component = (inputs: object) => make("aws-apigateway:index:RestAPI", "shop", inputs);
  const handler = make("aws:lambda/function:Function", "f", {}, { invokeArn: "arn:invoke" });

  it("has the routes to functions, targets and documents", () => {
    const routes = [
      { path: "orders", method: "POST", eventHandler: "f-id", apiKeyRequired: true, requestValidator: "BODY_ONLY" },
      { path: "/up", target: { type: "http_proxy", uri: "https://up.example" } },
      { path: "raw", method: "GET", data: { "x-amazon-apigateway-integration": { type: "mock" } } },
      { path: "mine", method: "GET", eventHandler: "f-id", authorizers: [{ providerARNs: ["arn:pool"] }] },
    ];
    const { paths, components, ...api } = documentOf({ resources: [handler, component({ routes })] }, []);
    const integration = (operation: Resource["inputs"]) => operation["x-amazon-apigateway-integration"];
    assert.equal(integration(paths["/orders"].post).uri, "arn:invoke");
    assert.deepEqual(paths["/orders"].post.security, [{ api_key: [] }]);
    assert.equal(paths["/orders"].post["x-amazon-apigateway-request-validator"], "BODY_ONLY");
    assert.equal(integration(paths["/up"]["x-amazon-apigateway-any-method"]).uri, "https://up.example");
    assert.deepEqual(integration(paths["/raw"].get), { type: "mock" });
    assert.deepEqual(paths["/mine"].get.security, [{ "shop-authorizer-1": [] }]);
    assert.deepEqual(api["x-amazon-apigateway-binary-media-types"], ["*/*"]);
    assert.equal(api["x-amazon-apigateway-gateway-responses"].MISSING_AUTHENTICATION_TOKEN.statusCode, "404");
    const scheme = components.securitySchemes["shop-authorizer-1"];
    assert.deepEqual(scheme["x-amazon-apigateway-authorizer"], {
      type: "cognito_user_pools",
      providerARNs: ["arn:pool"],
    });
  });

  it("is the Swagger text, where there is one", () => {
    const resources = [component({ swaggerString: '{"swagger":"2.0","paths":{"/a":{"get":{}}}}' })];
    assert.deepEqual(documentOf({ resources }, []), { swagger: "2.0", paths: { "/a": { get: {} } } });
  });
});
