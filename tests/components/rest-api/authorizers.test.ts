import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { LambdaFunction } from "../../../components/lambda/lambda-function.ts";
import {
  cognitoAuthorizer,
  LambdaAuthorizer,
  type LambdaAuthorizerArgs,
} from "../../../components/rest-api/authorizers.ts";
import { RestApi, type RestApiArgs } from "../../../components/rest-api/rest-api.ts";
import { resolved, run } from "../../../components/testing/run.ts";
import { makeApi, mock, refusal, SETTINGS } from "./apis.ts";

const PERMISSION = "aws:lambda/permission:Permission";
const POOL = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc";
const FUNCTION = { name: "sessions", invokeArn: "arn:aws:apigateway:us-east-1:lambda:path/…/sessions/invocations" };

const lambda = (change: Partial<LambdaAuthorizerArgs> = {}) =>
  new LambdaAuthorizer("sessions", { function: FUNCTION, ...change });

describe("cognitoAuthorizer", () => {
  it("accepts tokens of user pools, which it takes as resource or ARN", async () => {
    const { result, resources } = await run(async () => {
      const pool = new aws.cognito.UserPool("people");
      const arn = await resolved(pool.arn);
      const { scheme, ...rest } = cognitoAuthorizer("people", { userPools: [POOL, { arn: POOL }], header: "X-Token" });
      return {
        arn,
        rest,
        scheme: await resolved(scheme),
        pools: await resolved(cognitoAuthorizer("a", { userPools: [pool] }).scheme),
      };
    });
    assert.deepEqual(result.rest, { name: "people", type: "COGNITO_USER_POOLS" });
    assert.deepEqual(result.scheme, {
      type: "apiKey",
      name: "X-Token",
      in: "header",
      "x-amazon-apigateway-authtype": "cognito_user_pools",
      "x-amazon-apigateway-authorizer": {
        type: "cognito_user_pools",
        providerARNs: [POOL, POOL],
        identitySource: "method.request.header.X-Token",
      },
    });
    assert.deepEqual(result.pools["x-amazon-apigateway-authorizer"]?.providerARNs, [result.arn]);
    assert.equal(result.pools.name, "Authorization");
    assert.deepEqual(
      resources.map(({ name }) => name),
      ["people"],
    );
  });

  it("refuses what API Gateway would refuse", () => {
    assert.throws(() => cognitoAuthorizer("people", { userPools: [] }), {
      message: 'Cognito authorizer "people": userPools: expected at least one user pool, got none',
    });
    assert.throws(() => cognitoAuthorizer("my people", { userPools: [POOL] }), {
      message:
        'Cognito authorizer "my people": name: expected letters, digits, dots, hyphens and underscores, got "my people"',
    });
    assert.throws(() => cognitoAuthorizer("people", { userPools: [POOL], header: "a b" }), {
      message: `Cognito authorizer "people": header: expected a header's name, got "a b"`,
    });
  });
});

describe("LambdaAuthorizer", () => {
  it("gives a function the whole request, and keeps its decision by the Authorization header for five minutes", async () => {
    const { result } = await run(() => lambda().scheme.apply((scheme) => scheme));
    assert.deepEqual(await resolved(result), {
      type: "apiKey",
      name: "Unused",
      in: "header",
      "x-amazon-apigateway-authtype": "custom",
      "x-amazon-apigateway-authorizer": {
        type: "request",
        authorizerUri: FUNCTION.invokeArn,
        identitySource: "method.request.header.Authorization",
        authorizerResultTtlInSeconds: 300,
      },
    });
  });

  it("gives a function one header's token, if it matches", async () => {
    const { result } = await run(
      () =>
        lambda({
          type: "token",
          identitySources: ["method.request.header.X-Session"],
          identityValidationExpression: "^s-[0-9]+$",
          resultTtlInSeconds: 0,
        }).scheme,
    );
    assert.deepEqual(await resolved(result), {
      type: "apiKey",
      name: "X-Session",
      in: "header",
      "x-amazon-apigateway-authtype": "custom",
      "x-amazon-apigateway-authorizer": {
        type: "token",
        authorizerUri: FUNCTION.invokeArn,
        identitySource: "method.request.header.X-Session",
        identityValidationExpression: "^s-[0-9]+$",
        authorizerResultTtlInSeconds: 0,
      },
    });
  });

  it("may be called by API Gateway for the API's authorizers alone, once for each API", async () => {
    const { resources } = await run(() => {
      const authorization = lambda();
      const news = { integration: mock("news"), authorization };
      new RestApi("shop", { ...SETTINGS, routes: { "GET /a": news, "GET /b": news } });
      new RestApi("admin", { ...SETTINGS, routes: { "GET /a": news } });
    });
    assert.deepEqual(
      resources.filter(({ type }) => type === PERMISSION).map(({ inputs }) => inputs),
      ["shop", "admin"].map((name) => ({
        function: "sessions",
        action: "lambda:InvokeFunction",
        principal: "apigateway.amazonaws.com",
        sourceArn: `arn:aws:execute-api:us-east-1:123456789012:${name}-id/authorizers/*`,
      })),
    );
  });

  it("is called with a role's credentials where it is given a role, and then needs no permission", async () => {
    const { names, inputs } = await makeApi(undefined, () => ({
      "GET /a": {
        integration: mock("a"),
        authorization: lambda({ credentials: "arn:aws:iam::123456789012:role/caller" }),
      },
    }));
    assert.deepEqual(names(PERMISSION), []);
    const { sessions } = JSON.parse(inputs("aws:apigateway/restApi:RestApi").body).components.securitySchemes;
    assert.equal(
      sessions["x-amazon-apigateway-authorizer"].authorizerCredentials,
      "arn:aws:iam::123456789012:role/caller",
    );
  });

  it("takes a function of this library, or a resource, and lets the permission be changed", async () => {
    const { resources, inputs } = await makeApi(undefined, () => ({
      "GET /a": {
        integration: mock("a"),
        authorization: new LambdaAuthorizer("ours", {
          function: new LambdaFunction("decide", { entry: "tests/components/handler.ts", logRetentionDays: 1 }),
          transform: { permission: { statementId: "api" } },
        }),
      },
      "GET /b": {
        integration: mock("b"),
        authorization: new LambdaAuthorizer("theirs", {
          function: new aws.lambda.Function("other", { role: "arn:aws:iam::123456789012:role/other" }),
        }),
      },
    }));
    const permissions = resources.filter(({ type }) => type === PERMISSION).map((each) => each.inputs);
    assert.deepEqual(permissions.map(({ function: name, statementId }) => [name, statementId]).sort(), [
      ["decide", "api"],
      ["other", undefined],
    ]);
    const { ours } = JSON.parse(inputs("aws:apigateway/restApi:RestApi").body).components.securitySchemes;
    assert.match(ours["x-amazon-apigateway-authorizer"].authorizerUri, /:function:decide\/invocations$/);
  });

  const refusals: [Partial<LambdaAuthorizerArgs>, string][] = [
    [{ resultTtlInSeconds: 3601 }, "resultTtlInSeconds: expected a whole number from 0 to 3600, got 3601"],
    [
      { identitySources: ["Authorization"] },
      'identitySources: expected expressions such as "method.request.header.Authorization", got "Authorization"',
    ],
    [
      { identitySources: [] },
      "identitySources: expected at least one where decisions are kept (resultTtlInSeconds above 0), got none",
    ],
    [
      { type: "token", identitySources: ["method.request.querystring.token"] },
      'identitySources: expected one header for a token, got ["method.request.querystring.token"]',
    ],
    [
      { identityValidationExpression: ".*" },
      'identityValidationExpression: expected undefined for the type "request", which has no token, got ".*"',
    ],
  ];
  for (const [change, message] of refusals) {
    it(`refuses ${JSON.stringify(change)} before it makes anything`, () => {
      assert.throws(() => lambda(change), { message: `LambdaAuthorizer "sessions": ${message}` });
    });
  }
});

describe("an authorized route", () => {
  const security = async (routes: () => RestApiArgs["routes"]) => {
    const { inputs, result } = await makeApi(undefined, routes);
    const { paths, components } = JSON.parse(inputs("aws:apigateway/restApi:RestApi").body);
    return {
      paths,
      schemes: components.securitySchemes,
      rows: result.routes.map(({ authorization }) => authorization),
    };
  };

  it("names its authorizer in the document and in the table of routes; a preflight is open", async () => {
    const { paths, schemes, rows } = await security(() => {
      const people = cognitoAuthorizer("people", { userPools: [POOL] });
      return {
        "GET /a": { integration: mock("a"), authorization: people, authorizationScopes: ["a/read"] },
        "POST /a": { integration: mock("b"), authorization: people },
        "PUT /a": { integration: mock("c"), authorization: "iam", apiKeyRequired: true },
        "DELETE /a": mock("d"),
      };
    });
    assert.deepEqual(
      Object.entries<{ security: unknown }>(paths["/a"]).map(([method, operation]) => [method, operation.security]),
      [
        ["get", [{ people: ["a/read"] }]],
        ["post", [{ people: [] }]],
        ["put", [{ sigv4: [] }, { api_key: [] }]],
        ["delete", undefined],
        ["options", undefined],
      ],
    );
    assert.deepEqual(Object.keys(schemes), ["api_key", "sigv4", "people"]);
    assert.deepEqual(rows, ["people", "people", "iam", "none"]);
  });

  const refusals: [string, () => RestApiArgs["routes"], string][] = [
    [
      "another authorizer of the same name",
      () => ({
        "GET /a": { integration: mock("a"), authorization: cognitoAuthorizer("people", { userPools: [POOL] }) },
        "GET /b": { integration: mock("b"), authorization: cognitoAuthorizer("people", { userPools: [POOL] }) },
      }),
      'routes["GET /b"]: the API has another authorizer that is named "people"',
    ],
    [
      "an authorizer with the name of the document's key scheme",
      () => ({
        "GET /a": { integration: mock("a"), authorization: cognitoAuthorizer("api_key", { userPools: [POOL] }) },
      }),
      'routes["GET /a"]: the API has another authorizer that is named "api_key"',
    ],
    [
      "scopes without a user pool",
      () => ({ "GET /a": { integration: mock("a"), authorization: "iam", authorizationScopes: ["a/read"] } }),
      'routes["GET /a"]: authorizationScopes: expected a Cognito authorizer as authorization, got iam',
    ],
  ];
  for (const [what, routes, message] of refusals) {
    it(`refuses ${what}`, async () => {
      const refused = await refusal(() => ({ routes: routes() }));
      assert.deepEqual(refused, { message: `RestApi "api": ${message}`, made: [] });
    });
  }
});
