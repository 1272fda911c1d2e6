import assert from "node:assert/strict";
import { documentOf, exchange, lambdaProxy } from "../exchange.ts";

const types = { "x-amazon-apigateway-binary-media-types": ["image/png"] };
const document = documentOf({ "ANY /users/{id}": lambdaProxy(), "ANY /": lambdaProxy() }, types);

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it knows to be there
type Event = any;

/** The event that a request becomes. */
async function event(request: object, options: object = {}): Promise<Event> {
  let received: Event;
  const invoke = async (_: string, payload: Buffer | string) => {
    received = JSON.parse(payload.toString());
    return { payload: Buffer.from("{}") };
  };
  await exchange(document, request, { invoke, ...options });
  return received;
}

/** The response that a function's result becomes. */
const respond = (result: unknown, request = {}) => {
  const payload = Buffer.from(typeof result === "string" ? result : JSON.stringify(result));
  return exchange(document, request, { invoke: async () => ({ payload }) });
};

describe("Lambda proxy event", () => {
  it("has every field of version 1.0, in AWS's order", async () => {
    const whole = await event({
      method: "POST",
      path: "/users/a%40b?tag=1&tag=2%20x&flag",
      headers: {
        authorization: "Bearer x",
        "user-agent": "test",
        "X-Tag": ["1", "2"],
        "X-Forwarded-For": "10.0.0.1",
        "X-Amzn-Trace-Id": "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
        Connection: "keep-alive",
      },
      body: "héllo",
    });
    const { requestContext, ...rest } = whole;
    const headers = {
      Host: "api.example.com",
      Authorization: "Bearer x",
      "User-Agent": "test",
      "X-Tag": "2",
      "X-Amzn-Trace-Id": "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
      "X-Forwarded-For": "10.0.0.1, 127.0.0.1",
      "X-Forwarded-Port": "3000",
      "X-Forwarded-Proto": "http",
    };
    const multiValueHeaders = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
    assert.deepEqual(rest, {
      resource: "/users/{id}",
      path: "/users/a%40b",
      httpMethod: "POST",
      headers,
      multiValueHeaders: { ...multiValueHeaders, "X-Tag": ["1", "2"] },
      queryStringParameters: { tag: "2 x", flag: "" },
      multiValueQueryStringParameters: { tag: ["1", "2 x"], flag: [""] },
      pathParameters: { id: "a%40b" },
      stageVariables: null,
      body: "héllo",
      isBase64Encoded: false,
    });
    const { requestId, extendedRequestId, requestTime, requestTimeEpoch, resourceId, deploymentId, apiId, ...known } =
      requestContext;
    assert.deepEqual(known, {
      resourcePath: "/users/{id}",
      httpMethod: "POST",
      path: "/dev/users/a%40b",
      accountId: "000000000000",
      protocol: "HTTP/1.1",
      stage: "dev",
      domainPrefix: "api",
      identity: {
        cognitoIdentityPoolId: null,
        accountId: null,
        cognitoIdentityId: null,
        caller: null,
        sourceIp: "127.0.0.1",
        principalOrgId: null,
        accessKey: null,
        cognitoAuthenticationType: null,
        cognitoAuthenticationProvider: null,
        userArn: null,
        userAgent: "test",
        user: null,
      },
      domainName: "api.example.com",
    });
    assert.match(requestId, /^[0-9a-f-]{36}$/);
    assert.match(extendedRequestId, /=$/);
    assert.match(requestTime, /^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
    assert.equal(typeof requestTimeEpoch, "number");
    for (const id of [resourceId, deploymentId, apiId]) assert.match(id, /^[a-z0-9]{6,10}$/);
    const [first, second] = Object.keys(whole);
    assert.deepEqual([first, second, Object.keys(whole).at(-1)], ["resource", "path", "isBase64Encoded"]);
  });

  it("has headers and query parameters under names that every JavaScript object has", async () => {
    const headers = { constructor: "a", ["__proto__"]: "b" };
    const { multiValueHeaders, queryStringParameters } = await event({ path: "/?toString=1&__proto__=2", headers });
    assert.deepEqual(Object.entries(multiValueHeaders).slice(1, 3), [
      ["constructor", ["a"]],
      ["__proto__", ["b"]],
    ]);
    assert.deepEqual(Object.entries(queryStringParameters), [
      ["toString", "1"],
      ["__proto__", "2"],
    ]);
  });

  it("has null for what is not there", async () => {
    const { body, pathParameters, queryStringParameters, multiValueQueryStringParameters, stageVariables } =
      await event({});
    assert.deepEqual(
      [body, pathParameters, queryStringParameters, multiValueQueryStringParameters, stageVariables],
      [null, null, null, null, null],
    );
  });

  it("has texts with characters that JSON escapes as they came", async () => {
    const received = await event({
      method: "POST",
      path: '/users/a"b\\?q=%22%5C%01&q=2&%22n=%ED%A0%BD',
      headers: { "X-Quoted": ['"', "\\"], "User-Agent": '"\t\\', Host: 'a"b.example.com' },
      body: '{"a": "\\n\u0001\u2028"}',
    });
    const { path, headers, multiValueHeaders, pathParameters, multiValueQueryStringParameters, requestContext } =
      received;
    assert.equal(path, '/users/a"b\\');
    assert.equal(pathParameters.id, 'a"b\\');
    assert.deepEqual(multiValueQueryStringParameters, { q: ['"\\\u0001', "2"], '"n': ["%ED%A0%BD"] });
    assert.deepEqual([headers["X-Quoted"], headers["User-Agent"]], ["\\", '"\t\\']);
    assert.deepEqual(multiValueHeaders["X-Quoted"], ['"', "\\"]);
    assert.deepEqual([requestContext.domainName, requestContext.domainPrefix], ['a"b.example.com', 'a"b']);
    assert.equal(requestContext.path, '/dev/users/a"b\\');
    assert.equal(requestContext.identity.userAgent, '"\t\\');
    assert.equal(received.body, '{"a": "\\n\u0001\u2028"}');
  });

  it("has stage variables", async () => {
    const { stageVariables } = await event({}, { stageVariables: { color: "red" } });
    assert.deepEqual(stageVariables, { color: "red" });
  });

  it("has a binary body as Base64", async () => {
    const png = { method: "POST", headers: { "Content-Type": "image/png" }, body: Buffer.from("89504e47", "hex") };
    const { body, isBase64Encoded } = await event(png);
    assert.deepEqual([body, isBase64Encoded], ["iVBORw==", true]);
  });
});

describe("Lambda proxy result", () => {
  it("becomes the response", async () => {
    const { status, headers, body } = await respond({ statusCode: 201, headers: { "X-A": "b" }, body: "text" });
    assert.deepEqual([status, headers["x-a"], body], [201, "b", "text"]);
    assert.equal(headers["content-type"], "application/json");
    assert.match(headers["x-amzn-trace-id"] ?? "", /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
  });

  it("needs no field at all", async () => {
    const { status, body } = await respond({});
    assert.deepEqual([status, body], [200, ""]);
    const nulls = { statusCode: null, headers: null, multiValueHeaders: null, body: null, isBase64Encoded: null };
    assert.equal((await respond(nulls)).status, 200);
  });

  it("may have a status as text, and scalars where text is due", async () => {
    const { status, headers, body } = await respond({
      statusCode: "201",
      headers: { "X-N": 1, "X-B": true, "X-0": null },
      body: 5,
    });
    assert.deepEqual([status, headers["x-n"], headers["x-b"], body], [201, "1", "true", "5"]);
    assert.ok(!("x-0" in headers));
  });

  it("merges headers: those with many values first, in their spelling", async () => {
    const { headers } = await respond({
      headers: { "set-cookie": "c=3", "X-Single": "s" },
      multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"] },
    });
    assert.equal(headers["set-cookie"], "a=1, b=2, c=3");
    assert.equal(headers["x-single"], "s");
  });

  it("has headers remapped that are API Gateway's own", async () => {
    const { headers } = await respond({
      headers: { "WWW-Authenticate": "Basic", Date: "d", "Content-Length": "5", Via: "v" },
    });
    assert.equal(headers["x-amzn-remapped-www-authenticate"], "Basic");
    assert.equal(headers["x-amzn-remapped-date"], "d");
    assert.equal(headers["x-amzn-remapped-content-length"], "5");
    assert.equal(headers["content-length"], "0");
    assert.ok(!("via" in headers));
  });

  it("is decoded from Base64 only when the client accepts a binary type", async () => {
    const result = { body: "aGk=", isBase64Encoded: true };
    assert.equal((await respond(result, { headers: { Accept: "image/png" } })).body, "hi");
    assert.equal((await respond(result, { headers: { Accept: "text/plain" } })).body, "aGk=");
    assert.equal(
      (await respond({ ...result, isBase64Encoded: false }, { headers: { Accept: "image/png" } })).body,
      "aGk=",
    );
    assert.equal((await respond({ ...result, body: "è" }, { headers: { Accept: "image/png" } })).status, 500);
  });

  const malformed = [
    { statusCode: 200, wrongValue: "x" },
    { statusCode: "ok" },
    { statusCode: "" },
    { statusCode: 20 },
    { statusCode: 200.5 },
    { body: { a: 1 } },
    { body: [] },
    { headers: "x" },
    { headers: [] },
    { headers: { a: ["b"] } },
    { headers: { a: "b\r\nc: d" } },
    { multiValueHeaders: { a: "b" } },
    { multiValueHeaders: { a: [{}] } },
    { isBase64Encoded: "yes" },
    { errorMessage: "x", errorType: "Error" },
    "text",
    [],
    null,
    "{",
    "",
  ];
  for (const result of malformed) {
    it(`is malformed: ${JSON.stringify(result)}`, async () => {
      const { status, body, headers } = await respond(result);
      assert.deepEqual([status, body], [502, '{"message": "Internal server error"}']);
      assert.equal(headers["x-amzn-errortype"], "InternalServerErrorException");
    });
  }
});

describe("Lambda function in this process", () => {
  const handle = (invoke: () => Promise<{ payload: Buffer }>, changes = {}) =>
    exchange(documentOf({ "GET /": lambdaProxy(changes) }), {}, { invoke });

  it("that takes longer than the integration allows is a 504", async () => {
    const never = new Promise<{ payload: Buffer }>(() => undefined);
    const { status, body } = await handle(() => never, { timeoutInMillis: 50 });
    assert.deepEqual([status, body], [504, '{"message": "Endpoint request timed out"}']);
  });

  it("that cannot be invoked is a 500", async () => {
    assert.equal((await handle(async () => Promise.reject(new Error("no such function")))).status, 500);
  });

  it("must be invoked with POST", async () => {
    const { status, body } = await handle(async () => ({ payload: Buffer.from("{}") }), { httpMethod: "GET" });
    assert.deepEqual([status, body], [500, '{"message": "Internal server error"}']);
  });

  // Reported on AWS: a function that fills both fields alike, as framework adapters do, must not send each header twice.
  it("sends a pair that is in headers and in multiValueHeaders once", async () => {
    const result = {
      statusCode: 200,
      headers: { "Content-Type": "text/html", "set-cookie": "a=1", "X-A": "3" },
      multiValueHeaders: { "Content-Type": ["text/html"], "Set-Cookie": ["a=1", "b=2"], "X-A": ["1", "2"] },
    };
    const { headers } = await exchange(
      documentOf({ "GET /": lambdaProxy() }),
      {},
      { invoke: async () => ({ payload: Buffer.from(JSON.stringify(result)) }) },
    );
    assert.equal(headers["content-type"], "text/html");
    assert.equal(headers["set-cookie"], "a=1, b=2");
    assert.equal(headers["x-a"], "1, 2, 3");
  });
});
