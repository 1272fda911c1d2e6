import { documentOf, functionUri, lambdaProxy, mock, type TestRequest } from "../exchange.ts";

/** One fact about AWS's behaviour, in our own words and with our own input. */
export interface Fact {
  /** What API Gateway does. */
  readonly fact: string;
  /** A page of AWS's documentation, and the day on which the fact was written down. */
  readonly source: string;
  readonly document: object;
  readonly request?: TestRequest;
  /** What the function returns, or throws when it is an Error. Default: `{"statusCode": 200}`. */
  readonly result?: unknown;
  readonly stageVariables?: Readonly<Record<string, string>>;
  readonly apiKeys?: readonly string[];
  readonly expected: {
    readonly status?: number;
    readonly body?: string;
    /** By name in lower case; `null` for a header that must be absent. */
    readonly headers?: Readonly<Record<string, string | null>>;
    /** Fields of the event that the function is given. */
    readonly event?: Readonly<Record<string, unknown>>;
  };
}

const day = "2026-11-26";
const guide = (page: string) => `https://docs.aws.amazon.com/apigateway/latest/developerguide/${page}.html, ${day}`;
const repost = (page: string) => `https://repost.aws/knowledge-center/${page}, ${day}`;

const keyed = (operation: object) => ({ ...operation, security: [{ key: [] }] });
const keyScheme = { components: { securitySchemes: { key: { type: "apiKey", name: "x-api-key", in: "header" } } } };
/** A Lambda non-proxy operation: what its request template makes is the function's event. */
const lambda = (changes: object = {}) => ({
  "x-amazon-apigateway-integration": {
    type: "aws",
    httpMethod: "POST",
    uri: functionUri(),
    responses: { default: { statusCode: "200" } },
    ...changes,
  },
});
const event = (template: string, changes: object = {}) =>
  lambda({ requestTemplates: { "application/json": template }, ...changes });
const validators = {
  "x-amazon-apigateway-request-validators": { v: { validateRequestBody: true, validateRequestParameters: true } },
};
const modelled = (schema: object) =>
  documentOf(
    {
      "POST /": {
        ...mock(),
        "x-amazon-apigateway-request-validator": "v",
        requestBody: { content: { "application/json": { schema } } },
      },
    },
    validators,
  );
const json = (body: unknown): TestRequest => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

const routing: Fact[] = [
  {
    fact: "A literal path segment goes before a path variable",
    source: guide("api-gateway-method-settings-method-request"),
    document: documentOf({ "GET /pets/{id}": mock("variable"), "GET /pets/mine": mock("literal") }),
    request: { path: "/pets/mine" },
    expected: { status: 200, body: "literal" },
  },
  {
    fact: "A path variable goes before a greedy path variable",
    source: guide("api-gateway-set-up-simple-proxy"),
    document: documentOf({ "GET /{proxy+}": mock("greedy"), "GET /pets/{id}": mock("variable") }),
    request: { path: "/pets/1" },
    expected: { body: "variable" },
  },
  {
    fact: "A greedy path variable takes all segments that follow",
    source: guide("api-gateway-set-up-simple-proxy"),
    document: documentOf({ "GET /files/{proxy+}": lambdaProxy() }),
    request: { path: "/files/a/b/c" },
    expected: { event: { pathParameters: { proxy: "a/b/c" }, resource: "/files/{proxy+}" } },
  },
  {
    fact: "A greedy path variable does not match its parent's own path",
    source: guide("api-gateway-set-up-simple-proxy"),
    document: documentOf({ "GET /files/{proxy+}": mock() }),
    request: { path: "/files" },
    expected: { status: 403 },
  },
  {
    fact: "ANY takes each method that the resource does not have itself",
    source: guide("setup-http-integrations"),
    document: documentOf({ "ANY /": mock("any"), "GET /": mock("get") }),
    request: { method: "PATCH" },
    expected: { body: "any" },
  },
  {
    fact: "A resource's own method goes before ANY",
    source: guide("setup-http-integrations"),
    document: documentOf({ "ANY /": mock("any"), "GET /": mock("get") }),
    expected: { body: "get" },
  },
  {
    fact: "An unknown path is answered 403 Missing Authentication Token",
    source: repost("api-gateway-authentication-token-errors"),
    document: documentOf({ "GET /": mock() }),
    request: { path: "/nope" },
    expected: {
      status: 403,
      body: '{"message":"Missing Authentication Token"}',
      headers: { "x-amzn-errortype": "MissingAuthenticationTokenException" },
    },
  },
  {
    fact: "A known path with another method is answered like an unknown path",
    source: repost("api-gateway-authentication-token-errors"),
    document: documentOf({ "GET /": mock() }),
    request: { method: "DELETE" },
    expected: { status: 403, body: '{"message":"Missing Authentication Token"}' },
  },
];

const apiKeys: Fact[] = [
  {
    fact: "A method that requires an API key answers 403 Forbidden without one",
    source: guide("api-gateway-setup-api-key-with-console"),
    document: documentOf({ "GET /": keyed(mock()) }, keyScheme),
    apiKeys: ["key-of-twenty-letters"],
    expected: {
      status: 403,
      body: '{"message":"Forbidden"}',
      headers: { "x-amzn-errortype": "ForbiddenException" },
    },
  },
  {
    fact: "A key of a usage plan of the stage opens the method, and is $context.identity.apiKey",
    source: guide("api-gateway-mapping-template-reference"),
    document: documentOf({ "GET /": keyed(mock("$context.identity.apiKey")) }, keyScheme),
    apiKeys: ["key-of-twenty-letters"],
    request: { headers: { "X-Api-Key": "key-of-twenty-letters" } },
    expected: { status: 200, body: "key-of-twenty-letters" },
  },
  {
    fact: "A method that requires no API key takes a wrong one",
    source: guide("api-gateway-api-usage-plans"),
    document: documentOf({ "GET /": mock() }),
    request: { headers: { "x-api-key": "wrong" } },
    expected: { status: 200 },
  },
];

const validation: Fact[] = [
  {
    fact: "Missing required parameters are named together",
    source: guide("api-gateway-request-validation-set-up"),
    document: documentOf(
      {
        "GET /": {
          ...mock(),
          "x-amazon-apigateway-request-validator": "v",
          parameters: [
            { name: "q", in: "query", required: true, schema: { type: "string" } },
            { name: "X-Tenant", in: "header", required: true, schema: { type: "string" } },
          ],
        },
      },
      validators,
    ),
    expected: {
      status: 400,
      body: '{"message": "Missing required request parameters: [X-Tenant, q]"}',
      headers: { "x-amzn-errortype": "BadRequestException" },
    },
  },
  {
    fact: "A body that does not match its model is answered 400 without the reason",
    source: guide("api-gateway-method-request-validation"),
    document: modelled({ type: "object", required: ["name"] }),
    request: json({}),
    expected: { status: 400, body: '{"message": "Invalid request body"}' },
  },
  {
    fact: "A body that matches its model passes",
    source: guide("api-gateway-method-request-validation"),
    document: modelled({ type: "object", required: ["name"], properties: { name: { type: "string" } } }),
    request: json({ name: "Ada" }),
    expected: { status: 200 },
  },
  {
    fact: "A content type without a model is not validated",
    source: guide("api-gateway-method-request-validation"),
    document: documentOf(
      {
        "POST /": {
          ...mock("passed", {
            passthroughBehavior: "when_no_match",
            requestTemplates: { "text/plain": '{"statusCode": 200}' },
          }),
          "x-amazon-apigateway-request-validator": "v",
          requestBody: { content: { "application/json": { schema: { type: "object", required: ["name"] } } } },
        },
      },
      validators,
    ),
    request: { method: "POST", headers: { "Content-Type": "text/plain" }, body: "x" },
    expected: { status: 200, body: "passed" },
  },
  {
    fact: "The document's validator holds for methods that name none",
    source: guide("api-gateway-swagger-extensions-request-validator"),
    document: documentOf(
      { "GET /": { ...mock(), parameters: [{ name: "q", in: "query", required: true, schema: { type: "string" } }] } },
      { ...validators, "x-amazon-apigateway-request-validator": "v" },
    ),
    expected: { status: 400 },
  },
  {
    fact: "Without a validator nothing is validated",
    source: guide("api-gateway-method-request-validation"),
    document: documentOf({
      "GET /": { ...mock(), parameters: [{ name: "q", in: "query", required: true, schema: { type: "string" } }] },
    }),
    expected: { status: 200 },
  },
  {
    fact: "Models are JSON Schema draft 4: exclusiveMinimum is true or false beside minimum",
    source: guide("models-mappings-models"),
    document: modelled({ type: "object", properties: { n: { type: "number", minimum: 1, exclusiveMinimum: true } } }),
    request: json({ n: 1 }),
    expected: { status: 400 },
  },
];

const mapping: Fact[] = [
  {
    fact: "A header of the method request becomes a header of the integration request, and a constant stands in single quotes",
    source: guide("rest-api-parameter-mapping"),
    document: documentOf({
      "GET /": event("", {
        requestParameters: { "integration.request.header.X-Amz-Invocation-Type": "'RequestResponse'" },
        requestTemplates: { "application/json": '{"tenant": "$input.params(\'X-Tenant\')"}' },
      }),
    }),
    request: { headers: { "X-Tenant": "acme" } },
    expected: { status: 200, event: { tenant: "acme" } },
  },
  {
    fact: "An invocation type of Event does not wait for the function's result",
    source: guide("set-up-lambda-integration-async"),
    document: documentOf({
      "POST /": lambda({ requestParameters: { "integration.request.header.X-Amz-Invocation-Type": "'Event'" } }),
    }),
    request: json({ a: 1 }),
    result: { ignored: true },
    expected: { status: 200, body: "" },
  },
  {
    fact: "An integration response sets a response header from the function's result",
    source: guide("rest-api-parameter-mapping"),
    document: documentOf({
      "GET /": lambda({
        responses: {
          default: {
            statusCode: "201",
            responseParameters: { "method.response.header.Location": "integration.response.body.url" },
          },
        },
      }),
    }),
    result: { url: "/pets/7" },
    expected: { status: 201, headers: { location: "/pets/7" } },
  },
  {
    fact: "A response header is a constant in single quotes",
    source: guide("rest-api-parameter-mapping"),
    document: documentOf({
      "GET /": mock("", {
        responses: {
          default: {
            statusCode: "200",
            responseParameters: { "method.response.header.Cache-Control": "'no-store'" },
          },
        },
      }),
    }),
    expected: { headers: { "cache-control": "no-store" } },
  },
];

const contentTypes: Fact[] = [
  {
    fact: "passthroughBehavior never answers 415 to a content type without a template",
    source: guide("integration-passthrough-behaviors"),
    document: documentOf({ "POST /": mock("", { passthroughBehavior: "never" }) }),
    request: { method: "POST", headers: { "Content-Type": "text/plain" }, body: "x" },
    expected: {
      status: 415,
      body: '{"message": "Unsupported Media Type"}',
      headers: { "x-amzn-errortype": "BadRequestException" },
    },
  },
  {
    fact: "passthroughBehavior when_no_templates passes the body on where the integration has no template at all",
    source: guide("integration-passthrough-behaviors"),
    document: documentOf({ "POST /": lambda({ passthroughBehavior: "when_no_templates" }) }),
    request: json({ a: 1 }),
    expected: { status: 200, event: { a: 1 } },
  },
  {
    fact: "passthroughBehavior when_no_templates answers 415 where another content type has a template",
    source: guide("integration-passthrough-behaviors"),
    document: documentOf({
      "POST /": lambda({ passthroughBehavior: "when_no_templates", requestTemplates: { "application/xml": "{}" } }),
    }),
    request: json({ a: 1 }),
    expected: { status: 415 },
  },
  {
    fact: "passthroughBehavior when_no_match passes the body on where no template matches",
    source: guide("integration-passthrough-behaviors"),
    document: documentOf({
      "POST /": lambda({ passthroughBehavior: "when_no_match", requestTemplates: { "application/xml": "{}" } }),
    }),
    request: json({ a: 1 }),
    expected: { status: 200, event: { a: 1 } },
  },
  {
    fact: "A request without a content type takes the template for application/json",
    source: guide("integration-passthrough-behaviors"),
    document: documentOf({ "POST /": event('{"from": "json"}', { passthroughBehavior: "never" }) }),
    request: { method: "POST", body: "{}" },
    expected: { status: 200, event: { from: "json" } },
  },
];

const template = (
  fact: string,
  source: string,
  text: string,
  body: unknown,
  expected: unknown,
  more: object = {},
): Fact => ({
  fact,
  source,
  document: documentOf({ "POST /{id}": event(text) }),
  request: { ...json(body), path: "/7?q=x", ...more },
  expected: { status: 200, event: { value: expected } },
});
const templateReference = guide("api-gateway-mapping-template-reference");

const templates: Fact[] = [
  template(
    "$input.json gives a part of the body as JSON",
    templateReference,
    "{\"value\": $input.json('$.pets[0]')}",
    { pets: [{ name: "Rex" }] },
    { name: "Rex" },
  ),
  template(
    "$input.path gives an object whose properties a template reads",
    templateReference,
    '{"value": "$input.path(\'$.pet\').name"}',
    { pet: { name: "Rex" } },
    "Rex",
  ),
  template(
    "$input.params finds a path variable first",
    templateReference,
    '{"value": "$input.params(\'id\')"}',
    {},
    "7",
  ),
  template("$input.params finds a query parameter", templateReference, '{"value": "$input.params(\'q\')"}', {}, "x"),
  template(
    "$input.params().path has the path variables",
    templateReference,
    '{"value": "$input.params().path.id"}',
    {},
    "7",
  ),
  template(
    "An undefined reference in $input.params is empty text",
    templateReference,
    '{"value": "$input.params(\'none\')"}',
    {},
    "",
  ),
  template(
    "$util.escapeJavaScript escapes quotes",
    templateReference,
    '{"value": "$util.escapeJavaScript($input.path(\'$.a\'))"}',
    { a: 'say "hi"' },
    'say "hi"',
  ),
  template(
    "$util.urlEncode encodes as a form does",
    templateReference,
    '{"value": "$util.urlEncode($input.path(\'$.a\'))"}',
    { a: "a b&c" },
    "a+b%26c",
  ),
  template(
    "$util.urlDecode turns the encoding back",
    templateReference,
    '{"value": "$util.urlDecode($input.path(\'$.a\'))"}',
    { a: "a+b%26c" },
    "a b&c",
  ),
  template(
    "$util.base64Encode encodes text",
    templateReference,
    '{"value": "$util.base64Encode($input.path(\'$.a\'))"}',
    { a: "hello" },
    "aGVsbG8=",
  ),
  template(
    "$util.parseJson makes an object of text",
    templateReference,
    '#set($o = $util.parseJson($input.path(\'$.a\'))){"value": "$o.b"}',
    { a: '{"b": "c"}' },
    "c",
  ),
  template(
    "#foreach knows its count",
    templateReference,
    "{\"value\": [#foreach($p in $input.path('$.a'))$p#if($foreach.hasNext),#end#end]}",
    { a: [1, 2, 3] },
    [1, 2, 3],
  ),
  template(
    "#if without a match takes #else",
    `https://velocity.apache.org/engine/1.7/user-guide.html, ${day}`,
    '{"value": "#if($input.path(\'$.a\') == 1)one#{else}other#end"}',
    { a: 2 },
    "other",
  ),
  template(
    "A quiet reference prints nothing where it is undefined",
    `https://velocity.apache.org/engine/1.7/user-guide.html, ${day}`,
    '{"value": "a$!{none}b"}',
    {},
    "ab",
  ),
  template(
    "A word that touches a reference stays",
    `https://velocity.apache.org/engine/1.7/user-guide.html, ${day}`,
    "{\"value\": \"$input.params('q')_$input.params('id')\"}",
    {},
    "x_7",
  ),
  template(
    "$context.resourcePath is the resource's path",
    templateReference,
    '{"value": "$context.httpMethod $context.resourcePath"}',
    {},
    "POST /{id}",
  ),
  template(
    "$context.stage is the stage's name, $context.path has it",
    templateReference,
    '{"value": "$context.stage $context.path"}',
    {},
    "dev /dev/7",
  ),
  {
    fact: "$stageVariables has the stage's variables",
    source: templateReference,
    document: documentOf({ "POST /": event('{"value": "$stageVariables.color"}') }),
    request: json({}),
    stageVariables: { color: "blue" },
    expected: { event: { value: "blue" } },
  },
  {
    fact: "$context.responseOverride.status sets the response's status",
    source: guide("apigateway-override-request-response-parameters"),
    document: documentOf({ "GET /": mock("#set($context.responseOverride.status = 404)gone") }),
    expected: { status: 404, body: "gone" },
  },
  {
    fact: "$context.responseOverride.header sets a response header",
    source: guide("apigateway-override-request-response-parameters"),
    document: documentOf({ "GET /": mock('#set($context.responseOverride.header.X-Made = "here")ok') }),
    expected: { status: 200, headers: { "x-made": "here" } },
  },
];

const proxyGuide = guide("set-up-lambda-proxy-integrations");
const proxied = (fact: string, result: unknown, expected: Fact["expected"], request?: TestRequest): Fact => ({
  fact,
  source: proxyGuide,
  document: documentOf({ "ANY /pets": lambdaProxy() }),
  request: { path: "/pets", ...request },
  result,
  expected,
});

const lambdaProxies: Fact[] = [
  proxied(
    "A Lambda proxy response has the function's status, headers and body",
    { statusCode: 201, headers: { "X-A": "1" }, body: "made" },
    { status: 201, body: "made", headers: { "x-a": "1" } },
  ),
  proxied(
    "multiValueHeaders send a header several times",
    { statusCode: 200, multiValueHeaders: { "X-A": ["1", "2"] } },
    { headers: { "x-a": "1, 2" } },
  ),
  proxied(
    "A result with another key is a 502",
    { statusCode: 200, message: "hi" },
    {
      status: 502,
      body: '{"message": "Internal server error"}',
      headers: { "x-amzn-errortype": "InternalServerErrorException" },
    },
  ),
  proxied("A body that is not text is a 502", { statusCode: 200, body: { a: 1 } }, { status: 502 }),
  proxied("A function that throws is a 502", new Error("no"), {
    status: 502,
    body: '{"message": "Internal server error"}',
  }),
  proxied("A result without a status is a 200", { body: "ok" }, { status: 200, body: "ok" }),
  proxied(
    "The event's headers have the last value, its multiValueHeaders all",
    { statusCode: 200 },
    { event: { httpMethod: "GET", path: "/pets", resource: "/pets" } },
  ),
  proxied(
    "The event has null for what is absent",
    { statusCode: 200 },
    {
      event: {
        body: null,
        queryStringParameters: null,
        multiValueQueryStringParameters: null,
        pathParameters: null,
        stageVariables: null,
        isBase64Encoded: false,
      },
    },
  ),
  proxied(
    "Repeated query parameters come as the last value and as a list",
    { statusCode: 200 },
    { event: { queryStringParameters: { a: "2" }, multiValueQueryStringParameters: { a: ["1", "2"] } } },
    { path: "/pets?a=1&a=2" },
  ),
  proxied(
    "The event's body is the request's body as text",
    { statusCode: 200 },
    { event: { body: '{"a":1}' } },
    json({ a: 1 }),
  ),
  {
    fact: "A binary media type makes the event's body Base64",
    source: guide("lambda-proxy-binary-media"),
    document: documentOf({ "POST /": lambdaProxy() }, { "x-amazon-apigateway-binary-media-types": ["image/png"] }),
    request: { method: "POST", headers: { "Content-Type": "image/png" }, body: "png" },
    expected: { event: { body: "cG5n", isBase64Encoded: true } },
  },
  {
    fact: "A Base64 body is sent as bytes to a client that accepts a binary media type",
    source: guide("lambda-proxy-binary-media"),
    document: documentOf({ "GET /": lambdaProxy() }, { "x-amazon-apigateway-binary-media-types": ["image/png"] }),
    request: { headers: { Accept: "image/png" } },
    result: { statusCode: 200, body: "cG5n", isBase64Encoded: true },
    expected: { body: "png" },
  },
  {
    fact: "A Base64 body is sent as text to a client that accepts no binary media type",
    source: guide("lambda-proxy-binary-media"),
    document: documentOf({ "GET /": lambdaProxy() }, { "x-amazon-apigateway-binary-media-types": ["image/png"] }),
    result: { statusCode: 200, body: "cG5n", isBase64Encoded: true },
    expected: { body: "cG5n" },
  },
];

const responses: Fact[] = [
  {
    fact: "A function that throws answers 200 until a selection pattern matches",
    source: guide("handle-errors-in-lambda-integration"),
    document: documentOf({ "GET /": lambda() }),
    result: new Error("NotFound: no pet"),
    expected: { status: 200 },
  },
  {
    fact: "A selection pattern is matched against the error's message",
    source: guide("handle-errors-in-lambda-integration"),
    document: documentOf({
      "GET /": lambda({ responses: { default: { statusCode: "200" }, "NotFound.*": { statusCode: "404" } } }),
    }),
    result: new Error("NotFound: no pet"),
    expected: { status: 404 },
  },
  {
    fact: "A selection pattern has to match the whole message",
    source: guide("handle-errors-in-lambda-integration"),
    document: documentOf({
      "GET /": lambda({ responses: { default: { statusCode: "200" }, NotFound: { statusCode: "404" } } }),
    }),
    result: new Error("NotFound: no pet"),
    expected: { status: 200 },
  },
  {
    fact: "A mock's status chooses its integration response",
    source: guide("how-to-mock-integration"),
    document: documentOf({
      "GET /": mock("", {
        requestTemplates: { "application/json": '{"statusCode": 503}' },
        responses: { default: { statusCode: "200" }, "5\\d\\d": { statusCode: "502" } },
      }),
    }),
    expected: { status: 502 },
  },
  {
    fact: "A mock without a status in its template is a 500",
    source: guide("how-to-mock-integration"),
    document: documentOf({ "GET /": mock("", { requestTemplates: { "application/json": "{}" } }) }),
    expected: { status: 500, body: '{"message": "Internal server error"}' },
  },
  {
    fact: "A response template prints the function's result",
    source: guide("set-up-lambda-custom-integrations"),
    document: documentOf({
      "GET /": lambda({
        responses: {
          default: { statusCode: "200", responseTemplates: { "application/json": "Hello $input.path('$.name')" } },
        },
      }),
    }),
    result: { name: "Ada" },
    expected: { status: 200, body: "Hello Ada", headers: { "content-type": "application/json" } },
  },
];

const gatewayResponses: Fact[] = [
  {
    fact: "A gateway response sets status, headers and body of its type",
    source: guide("api-gateway-gatewayResponse-definition"),
    document: documentOf(
      { "GET /": mock() },
      {
        "x-amazon-apigateway-gateway-responses": {
          MISSING_AUTHENTICATION_TOKEN: {
            statusCode: 404,
            responseParameters: { "gatewayresponse.header.X-Hint": "'no such route'" },
            responseTemplates: { "application/json": '{"error": $context.error.messageString}' },
          },
        },
      },
    ),
    request: { path: "/nope" },
    expected: {
      status: 404,
      body: '{"error": "Missing Authentication Token"}',
      headers: { "x-hint": "no such route" },
    },
  },
  {
    fact: "DEFAULT_4XX stands in for the types that have no gateway response of their own",
    source: guide("supported-gateway-response-types"),
    document: documentOf(
      { "GET /": mock() },
      {
        "x-amazon-apigateway-gateway-responses": {
          DEFAULT_4XX: { responseTemplates: { "application/json": "$context.error.responseType" } },
        },
      },
    ),
    request: { path: "/nope" },
    expected: { status: 403, body: "MISSING_AUTHENTICATION_TOKEN" },
  },
  {
    fact: "BAD_REQUEST_BODY can tell the client what is wrong",
    source: guide("api-gateway-method-request-validation"),
    document: {
      ...modelled({ type: "object", required: ["name"] }),
      "x-amazon-apigateway-gateway-responses": {
        BAD_REQUEST_BODY: { responseTemplates: { "application/json": "$context.error.validationErrorString" } },
      },
    },
    request: json({}),
    expected: { status: 400, body: '[object has missing required properties (["name"])]' },
  },
];

const headers: Fact[] = [
  {
    fact: "Headers that API Gateway keeps to itself come back as x-amzn-Remapped-*",
    source: guide("api-gateway-known-issues"),
    document: documentOf({ "GET /": lambdaProxy() }),
    result: { statusCode: 200, headers: { "WWW-Authenticate": "Basic", Server: "mine" } },
    expected: {
      headers: { "x-amzn-remapped-www-authenticate": "Basic", "x-amzn-remapped-server": "mine", server: null },
    },
  },
  {
    fact: "Some headers of the client do not reach the function",
    source: guide("api-gateway-known-issues"),
    document: documentOf({ "GET /": event('{"te": "$input.params(\'TE\')", "expect": "$input.params(\'Expect\')"}') }),
    request: { headers: { TE: "trailers", Expect: "100-continue" } },
    expected: { event: { te: "", expect: "" } },
  },
  {
    fact: "A request with more than 10,240 bytes of headers is a 413",
    source: guide("api-gateway-execution-service-limits-table"),
    document: documentOf({ "GET /": mock() }),
    request: { headers: { "X-Long": "x".repeat(10_300) } },
    expected: { status: 413 },
  },
];

/** Every fact, by what it is about. */
export const facts: Readonly<Record<string, readonly Fact[]>> = {
  Routing: routing,
  "API keys": apiKeys,
  "Request validation": validation,
  "Parameter mapping": mapping,
  "Content types": contentTypes,
  "Mapping templates": templates,
  "Lambda proxy integration": lambdaProxies,
  "Integration responses": responses,
  "Gateway responses": gatewayResponses,
  Headers: headers,
};
