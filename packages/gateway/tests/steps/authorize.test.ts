import assert from "node:assert/strict";
import { mock as timers } from "node:test";
import { createGateway, type Gateway, type GatewayOptions, type Trace } from "../../src/index.ts";
import { formatExecutionLog } from "../../src/trace/execution-log.ts";
import {
  documentOf,
  exchangeWith,
  functionUri,
  lambdaProxy,
  mock,
  type TestRequest,
  type TestResponse,
} from "../exchange.ts";

const ALLOW = { Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" };
const policyOf = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const allowed = { principalId: "ada", policyDocument: policyOf(ALLOW) };

/** A security scheme with a Lambda authorizer. */
const scheme = (authorizer: object = {}) => ({
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "custom",
  "x-amazon-apigateway-authorizer": { type: "token", authorizerUri: functionUri("guard"), ...authorizer },
});
const guarded = (securityScheme: object, operation: object = mock(), more: object = {}) =>
  documentOf(
    { "GET /pets/{id}": { ...operation, security: [{ guard: [] }] } },
    { components: { securitySchemes: { guard: securityScheme } }, ...more },
  );

interface Guard {
  readonly gateway: Gateway;
  /** Events that the authorizer was given. */
  readonly asked: Record<string, unknown>[];
  /** Events that the proxy function was given. */
  readonly called: { requestContext: { authorizer: Record<string, unknown> } }[];
  readonly traces: Trace[];
}

/** A gateway whose functions run here: `guard` answers with `result`, or throws when it is an Error. */
function guardBy(result: unknown, document: object = guarded(scheme()), options: Partial<GatewayOptions> = {}): Guard {
  const asked: Guard["asked"] = [];
  const called: Guard["called"] = [];
  const traces: Trace[] = [];
  const gateway = createGateway(document, {
    stage: "dev",
    onTrace: (trace) => traces.push(trace),
    async invoke(functionArn, payload) {
      const event = JSON.parse(payload.toString());
      if (!functionArn.endsWith(":guard")) {
        called.push(event);
        return { payload: Buffer.from(JSON.stringify({ statusCode: 200, body: "pet" })) };
      }
      asked.push(event);
      if (result instanceof Error) {
        return { payload: Buffer.from(JSON.stringify({ errorMessage: result.message })), functionError: "Unhandled" };
      }
      return { payload: Buffer.from(typeof result === "string" ? result : JSON.stringify(result)) };
    },
    ...options,
  });
  return { gateway, asked, called, traces };
}

const call = ({ gateway }: Guard, request: TestRequest = {}): Promise<TestResponse> =>
  exchangeWith(gateway, { path: "/pets/7", headers: { Authorization: "Bearer secret-token" }, ...request });

function assertRefused(response: TestResponse, status: number, errorType: string, body: string): void {
  assert.deepEqual([response.status, response.headers["x-amzn-errortype"], response.body], [status, errorType, body]);
}

describe("a token authorizer", () => {
  it("is given the token and the method's ARN, and lets in whom its policy allows", async () => {
    const guard = guardBy(allowed);
    assert.equal((await call(guard)).status, 200);
    assert.deepEqual(guard.asked, [
      {
        type: "TOKEN",
        methodArn:
          "arn:aws:execute-api:us-east-1:000000000000:" +
          `${guard.asked[0]?.methodArn?.toString().split(":")[5]?.split("/")[0]}/dev/GET/pets/7`,
        authorizationToken: "Bearer secret-token",
      },
    ]);
  });

  it("is not asked without a token: 401", async () => {
    const guard = guardBy(allowed);
    for (const headers of [{}, { Authorization: "" }] as Record<string, string>[]) {
      assertRefused(await call(guard, { headers }), 401, "UnauthorizedException", '{"message":"Unauthorized"}');
    }
    assert.deepEqual(guard.asked, []);
  });

  it("is not asked about a token that the validation expression does not match", async () => {
    const guard = guardBy(allowed, guarded(scheme({ identityValidationExpression: "Bearer [a-z]+" })));
    assert.equal((await call(guard)).status, 401);
    assert.deepEqual(guard.asked, []);
    assert.equal((await call(guard, { headers: { authorization: "Bearer abc" } })).status, 200);
  });

  it("refuses with 403 what its policy denies or does not allow", async () => {
    const elsewhere = {
      ...allowed,
      policyDocument: policyOf({ ...ALLOW, Resource: "arn:aws:execute-api:*:*:*/*/POST/*" }),
    };
    assertRefused(
      await call(guardBy(elsewhere)),
      403,
      "AccessDeniedException",
      '{"Message":"User is not authorized to access this resource"}',
    );
    const denied = { ...allowed, policyDocument: policyOf(ALLOW, { ...ALLOW, Effect: "Deny" }) };
    assertRefused(
      await call(guardBy(denied)),
      403,
      "AccessDeniedException",
      '{"Message":"User is not authorized to access this resource with an explicit deny"}',
    );
  });

  it("answers 401 when the function throws Unauthorized, 500 without a message when it throws something else", async () => {
    assertRefused(
      await call(guardBy(new Error("Unauthorized"))),
      401,
      "UnauthorizedException",
      '{"message":"Unauthorized"}',
    );
    const failed = await call(guardBy(new Error("no database")));
    assertRefused(failed, 500, "AuthorizerFailureException", '{"message":null}');
  });

  for (const [what, result] of [
    ["is not JSON", "yes"],
    ["is not an object", [allowed]],
    ["has no principal", { policyDocument: allowed.policyDocument }],
    ["has no policy", { principalId: "ada" }],
    ["has a malformed policy", { ...allowed, policyDocument: policyOf({ Effect: "Permit" }) }],
    ["has a list in its context", { ...allowed, context: { roles: ["a"] } }],
  ] as const) {
    it(`answers 500 when the function's result ${what}`, async () => {
      assertRefused(await call(guardBy(result)), 500, "AuthorizerConfigurationException", '{"message":null}');
    });
  }

  it("hands its context to templates and functions, as text", async () => {
    const answer = { ...allowed, context: { tenant: "acme", level: 7, staff: true, none: null } };
    const template = "$context.authorizer.principalId $context.authorizer.tenant $context.authorizer.level";
    assert.equal((await call(guardBy(answer, guarded(scheme(), mock(template))))).body, "ada acme 7");
    const guard = guardBy(answer, guarded(scheme(), lambdaProxy()));
    assert.equal((await call(guard)).body, "pet");
    const [{ requestContext } = { requestContext: { authorizer: {} } }] = guard.called;
    const { integrationLatency, ...authorizer } = requestContext.authorizer;
    assert.deepEqual(authorizer, { principalId: "ada", tenant: "acme", level: "7", staff: "true" });
    assert.equal(typeof integrationLatency, "number");
  });

  it("is asked once for one token while its answer is kept, and each time with a TTL of 0", async () => {
    const guard = guardBy(allowed);
    for (const token of ["a-token", "a-token", "b-token"]) await call(guard, { headers: { Authorization: token } });
    assert.deepEqual(
      guard.asked.map(({ authorizationToken }) => authorizationToken),
      ["a-token", "b-token"],
    );
    const fresh = guardBy(allowed, guarded(scheme({ authorizerResultTtlInSeconds: 0 })));
    await call(fresh);
    await call(fresh);
    assert.equal(fresh.asked.length, 2);
  });

  it("applies a kept policy to the method that is called", async () => {
    const answer = { ...allowed, policyDocument: policyOf({ ...ALLOW, Resource: "*/GET/pets/7" }) };
    const guard = guardBy(answer);
    assert.equal((await call(guard)).status, 200);
    assert.equal((await call(guard, { path: "/pets/8" })).status, 403);
    assert.equal(guard.asked.length, 1);
  });

  it("is written into the execution log, the token masked", async () => {
    const guard = guardBy(allowed);
    await call(guard);
    const log = formatExecutionLog(guard.traces[0] as Trace);
    assert.match(log, /Starting authorizer: guard for request: [0-9a-f-]{36}\n/);
    assert.match(log, /Incoming identity: \*+-token\n/);
    assert.match(log, /Authorizer result body before parsing: \{"principalId":"ada"/);
    assert.match(log, /Successfully completed authorizer execution\n.*Verifying Usage Plan/);
    assert.equal(log.includes("secret"), false);
    const refused = guardBy(new Error("Unauthorized"));
    await call(refused);
    assert.match(formatExecutionLog(refused.traces[0] as Trace), /: Unauthorized request: [0-9a-f-]{36}\n/);
  });
});

describe("an authorizer that never answers", () => {
  afterEach(() => timers.timers.reset());

  it("is waited for 29 seconds: 500", async () => {
    timers.timers.enable({ apis: ["setTimeout"] });
    const gateway = createGateway(guarded(scheme()), {
      stage: "dev",
      invoke() {
        setImmediate(() => timers.timers.tick(29_000));
        return new Promise(() => undefined);
      },
    });
    const { status, headers } = await exchangeWith(gateway, { path: "/pets/7", headers: { Authorization: "a" } });
    assert.deepEqual([status, headers["x-amzn-errortype"]], [500, "AuthorizerFailureException"]);
  });
});

describe("a request authorizer", () => {
  const sources = "method.request.header.X-Tenant, method.request.querystring.key";
  const request = scheme({ type: "request", identitySource: sources });
  const complete = { path: "/pets/7?key=k1", headers: { "x-tenant": "acme" } };

  it("is given the whole request without its body", async () => {
    const guard = guardBy(allowed, guarded(request));
    assert.equal((await call(guard, complete)).status, 200);
    const { type, resource, path, httpMethod, headers, queryStringParameters, pathParameters, ...more } =
      guard.asked[0] ?? {};
    assert.deepEqual(
      { type, resource, path, httpMethod, queryStringParameters, pathParameters },
      {
        type: "REQUEST",
        resource: "/pets/{id}",
        path: "/pets/7",
        httpMethod: "GET",
        queryStringParameters: { key: "k1" },
        pathParameters: { id: "7" },
      },
    );
    assert.equal((headers as Record<string, string>)["x-tenant"], "acme");
    assert.equal("body" in more || "isBase64Encoded" in more, false);
    assert.match(String(more.methodArn), /\/dev\/GET\/pets\/7$/);
  });

  it("is not asked when an identity source is missing: 401", async () => {
    const guard = guardBy(allowed, guarded(request));
    assert.equal((await call(guard, { ...complete, path: "/pets/7" })).status, 401);
    assert.equal((await call(guard, { ...complete, headers: {} })).status, 401);
    assert.deepEqual(guard.asked, []);
  });

  it("keeps answers by all of its identity sources", async () => {
    const guard = guardBy(allowed, guarded(request));
    for (const path of ["/pets/7?key=k1", "/pets/7?key=k1&other=1", "/pets/7?key=k2"])
      await call(guard, { ...complete, path });
    assert.equal(guard.asked.length, 2);
  });

  it("without identity sources is asked about every request", async () => {
    const guard = guardBy(allowed, guarded(scheme({ type: "request", authorizerResultTtlInSeconds: 0 })));
    await call(guard, { headers: {} });
    await call(guard, { headers: {} });
    assert.equal(guard.asked.length, 2);
  });
});

describe("an authorizer's API key", () => {
  const document = documentOf(
    { "GET /pets/{id}": { ...mock(), security: [{ guard: [] }, { key: [] }] } },
    {
      "x-amazon-apigateway-api-key-source": "AUTHORIZER",
      components: { securitySchemes: { guard: scheme(), key: { type: "apiKey", name: "x-api-key", in: "header" } } },
    },
  );

  it("counts, and the one in the header does not", async () => {
    const options = { apiKeys: ["k".repeat(20)] };
    assert.equal(
      (await call(guardBy({ ...allowed, usageIdentifierKey: "k".repeat(20) }, document, options))).status,
      200,
    );
    const headers = { Authorization: "token", "x-api-key": "k".repeat(20) };
    const refused = await call(guardBy(allowed, document, options), { headers });
    assertRefused(refused, 403, "ForbiddenException", '{"message":"Forbidden"}');
  });
});

describe("IAM authorization", () => {
  const sigv4 = { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" };

  it("asks for a signature, which an option can do without", async () => {
    const missing = await call(guardBy({}, guarded(sigv4)), { headers: {} });
    assertRefused(missing, 403, "MissingAuthenticationTokenException", '{"message":"Missing Authentication Token"}');
    const template = "$context.identity.userArn";
    const options = { accessControl: { allowUnsigned: true } };
    const open = await call(guardBy({}, guarded(sigv4, mock(template)), options), { headers: {} });
    assert.deepEqual([open.status, open.body], [200, "arn:aws:iam::000000000000:user/local"]);
  });

  it("refuses a bearer token", async () => {
    const refused = await call(guardBy({}, guarded(sigv4)));
    assert.equal(refused.status, 403);
    assert.equal(refused.headers["x-amzn-errortype"], "IncompleteSignatureException");
  });

  it("can be asked for by the method's own extension", async () => {
    const operation = { ...mock(), "x-amazon-apigateway-auth": { type: "AWS_IAM" } };
    const guard = guardBy({}, documentOf({ "GET /pets/{id}": operation }));
    assert.equal((await call(guard, { headers: {} })).status, 403);
  });
});

describe("security at the root of a document", () => {
  const schemes = { guard: scheme(), key: { type: "apiKey", name: "x-api-key", in: "header" } };
  const rooted = (operation: object, security: object[]) =>
    documentOf({ "GET /pets/{id}": operation }, { security, components: { securitySchemes: schemes } });

  it("guards methods without their own, as far as it names an authorizer", async () => {
    const guard = guardBy(allowed, rooted(mock(), [{ guard: [] }]));
    assert.equal((await call(guard, { headers: {} })).status, 401);
    assert.equal((await call(guard)).status, 200);
    assert.equal((await call(guardBy(allowed, rooted(mock(), [{ key: [] }])), { headers: {} })).status, 200);
  });

  it("does not guard a method whose own security is empty", async () => {
    const guard = guardBy(allowed, rooted({ ...mock(), security: [] }, [{ guard: [] }]));
    assert.equal((await call(guard, { headers: {} })).status, 200);
  });
});

describe("a resource policy", () => {
  const anyone = { ...ALLOW, Principal: "*" };
  const withPolicy = (policy: object, operation: object = mock()) =>
    documentOf({ "GET /pets/{id}": operation }, { "x-amazon-apigateway-policy": policy });

  it("lets in whom it allows, and nobody else", async () => {
    const only = (range: string) => policyOf({ ...anyone, Condition: { IpAddress: { "aws:SourceIp": range } } });
    assert.equal((await call(guardBy({}, withPolicy(only("127.0.0.0/8"))))).status, 200);
    const refused = await call(guardBy({}, withPolicy(only("203.0.113.0/24"))));
    assert.deepEqual([refused.status, refused.headers["x-amzn-errortype"]], [403, "AccessDeniedException"]);
    assert.match(
      refused.body,
      /^\{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:\*{8}0000:[a-z0-9]{10}\/dev\/GET\/pets\/7"\}$/,
    );
  });

  it("denies before an authorizer is asked, and needs no allow of its own beside the authorizer's", async () => {
    const deny = policyOf(anyone, { ...anyone, Effect: "Deny", Resource: "*/GET/pets/7" });
    const guard = guardBy(allowed, guarded(scheme(), mock(), { "x-amazon-apigateway-policy": deny }));
    const refused = await call(guard);
    assert.match(refused.body, /with an explicit deny"\}$/);
    assert.deepEqual(guard.asked, []);
    const silent = policyOf({ ...anyone, Resource: "*/POST/*" });
    const both = guardBy(allowed, guarded(scheme(), mock(), { "x-amazon-apigateway-policy": silent }));
    assert.equal((await call(both)).status, 200);
  });

  it("knows the VPC endpoint that an option names", async () => {
    const vpce = policyOf({ ...anyone, Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } });
    const from = (sourceVpce: string) => call(guardBy({}, withPolicy(vpce), { accessControl: { sourceVpce } }));
    assert.equal((await from("vpce-1")).status, 200);
    assert.equal((await from("vpce-2")).status, 403);
  });
});

describe("what is different on this machine", () => {
  it("is said when the document is loaded", () => {
    const sigv4 = { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" };
    const condition = { StringEquals: { "aws:PrincipalOrgID": "o-1" }, IpAddress: { "aws:SourceIp": "10.0.0.0/8" } };
    const policy = policyOf({ ...ALLOW, Principal: "*", Condition: condition });
    const document = guarded(sigv4, mock(), { "x-amazon-apigateway-policy": policy });
    assert.deepEqual(createGateway(document, { stage: "dev" }).notices, [
      "methods with IAM authorization refuse every request: no access key is given (accessControl, --access-key)",
      "resource policy: conditions on aws:principalorgid are taken so that the request goes on",
    ]);
    const { notices } = createGateway(guarded(sigv4), { stage: "dev", accessControl: { allowUnsigned: true } });
    assert.deepEqual(notices, ["methods with IAM authorization take unsigned requests"]);
  });
});

describe("an unknown route", () => {
  // https://repost.aws/knowledge-center/api-gateway-authentication-token-errors
  it("asks for a token, or complains about what is not a signature", async () => {
    const guard = guardBy({}, documentOf({ "GET /pets/{id}": mock() }));
    const nothing = await call(guard, { path: "/nope", headers: {} });
    assertRefused(nothing, 403, "MissingAuthenticationTokenException", '{"message":"Missing Authentication Token"}');
    const bearer = await call(guard, { path: "/nope", headers: { authorization: "Bearer abc.def" } });
    assertRefused(
      bearer,
      403,
      "IncompleteSignatureException",
      `{"message":"'abc.def' not a valid key=value pair (missing equal-sign) in Authorization header: 'Bearer abc.def'."}`,
    );
  });
});
