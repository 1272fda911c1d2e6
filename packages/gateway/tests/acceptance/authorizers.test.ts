import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { createGateway, type Gateway } from "../../src/index.ts";
import { documentOf, functionUri, mock } from "../exchange.ts";

const POOL = "us-east-1_AbCdEfGhI";
const KEY = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const authorizer = (fields: object) => ({ type: "apiKey", name: "Authorization", in: "header", ...fields });
const lambda = (type: string, more: object = {}) =>
  authorizer({
    "x-amazon-apigateway-authtype": "custom",
    "x-amazon-apigateway-authorizer": { type, authorizerUri: functionUri("guard"), ...more },
  });
const securitySchemes = {
  token: lambda("token"),
  request: lambda("request", { identitySource: "method.request.querystring.key" }),
  cognito: authorizer({
    "x-amazon-apigateway-authtype": "cognito_user_pools",
    "x-amazon-apigateway-authorizer": {
      type: "cognito_user_pools",
      providerARNs: [`arn:aws:cognito-idp:us-east-1:111111111111:userpool/${POOL}`],
    },
  }),
  iam: authorizer({ "x-amazon-apigateway-authtype": "awsSigv4" }),
};
const guardedBy = (name: string, template: string, scopes: string[] = []) => ({
  ...mock(template),
  security: [{ [name]: scopes }],
});
const document = documentOf(
  {
    "GET /token": guardedBy("token", "$context.authorizer.principalId"),
    "GET /request": guardedBy("request", "$context.authorizer.principalId"),
    "GET /cognito": guardedBy("cognito", "$context.authorizer.claims.sub"),
    "GET /scoped": guardedBy("cognito", "$context.authorizer.claims.scope", ["pets/read"]),
    "GET /iam": guardedBy("iam", "$context.identity.userArn"),
  },
  { components: { securitySchemes } },
);

/** What Lambda's Invoke API answers for the authorizer: it lets in who says `good`, and fails on `broken`. */
function invokeAnswer(event: { authorizationToken?: string; queryStringParameters?: { key?: string } }) {
  const said = event.authorizationToken ?? event.queryStringParameters?.key;
  if (said === "broken") return { errorMessage: "no database" };
  if (said === "nobody") return { errorMessage: "Unauthorized" };
  const Effect = said === "good" ? "Allow" : "Deny";
  const Statement = [{ Effect, Action: "execute-api:Invoke", Resource: "*" }];
  return { principalId: `caller-${said}`, policyDocument: { Version: "2012-10-17", Statement } };
}

describe("authorizers over HTTP", () => {
  let gateway: Gateway;
  let url: string;
  let server: Server;
  let keys: CryptoKeyPair;

  before(async () => {
    keys = await generateKeyPair("RS256");
    const jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: "k1", alg: "RS256" }] };
    // Lambda's Invoke API and the user pool's key set.
    server = createServer(async (request, response) => {
      if (request.url?.endsWith("/jwks.json")) return void response.end(JSON.stringify(jwks));
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const answer = invokeAnswer(JSON.parse(Buffer.concat(chunks).toString()));
      if ("errorMessage" in answer) response.setHeader("x-amz-function-error", "Unhandled");
      response.end(JSON.stringify(answer));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    gateway = createGateway(document, {
      stage: "dev",
      endpoints: { lambda: base },
      accessControl: { accessKeys: [KEY], jwks: { [POOL]: `${base}/${POOL}/.well-known/jwks.json` } },
    });
    url = await gateway.listen(0);
  });
  after(async () => {
    await gateway.close();
    server.close().closeAllConnections();
  });

  async function get(path: string, headers: Record<string, string> = {}) {
    const response = await fetch(url + path, { headers });
    return [response.status, response.headers.get("x-amzn-errortype"), await response.text()];
  }

  const jwt = (claims: object, expires = Math.floor(Date.now() / 1000) + 600) =>
    new SignJWT({ sub: "u-1", token_use: "id", ...claims })
      .setProtectedHeader({ alg: "RS256", kid: "k1" })
      .setIssuer(`https://cognito-idp.us-east-1.amazonaws.com/${POOL}`)
      .setExpirationTime(expires)
      .sign(keys.privateKey);

  const signed = async (credentials: typeof KEY, signingDate = new Date()) => {
    const { hostname, port, pathname } = new URL(`${url}/iam`);
    const signer = new SignatureV4({ service: "execute-api", region: "us-east-1", credentials, sha256: Sha256 });
    const { headers } = await signer.sign(
      {
        method: "GET",
        protocol: "http:",
        hostname,
        path: pathname,
        headers: { host: `${hostname}:${port}` },
        query: {},
      },
      { signingDate },
    );
    const { host: _, ...rest } = headers;
    return rest;
  };

  for (const [path, withCredential] of [
    ["/token", (said: string) => get("/token", { authorization: said })],
    ["/request", (said: string) => get(`/request?key=${said}`)],
  ] as const) {
    it(`${path}: the function decides`, async () => {
      assert.deepEqual(await withCredential("good"), [200, null, "caller-good"]);
      const denied = '{"Message":"User is not authorized to access this resource with an explicit deny"}';
      assert.deepEqual(await withCredential("bad"), [403, "AccessDeniedException", denied]);
      assert.deepEqual(await withCredential("nobody"), [401, "UnauthorizedException", '{"message":"Unauthorized"}']);
      assert.deepEqual(await withCredential("broken"), [500, "AuthorizerFailureException", '{"message":null}']);
      assert.deepEqual(await get(path), [401, "UnauthorizedException", '{"message":"Unauthorized"}']);
    });
  }

  it("a Cognito user pool's tokens: right, wrong, expired and missing", async () => {
    const bearer = async (token: Promise<string>) => ({ authorization: `Bearer ${await token}` });
    const unauthorized = [401, "UnauthorizedException", '{"message":"Unauthorized"}'];
    assert.deepEqual(await get("/cognito", await bearer(jwt({}))), [200, null, "u-1"]);
    assert.deepEqual(await get("/cognito", { authorization: "Bearer abc" }), unauthorized);
    assert.deepEqual(await get("/cognito"), unauthorized);
    assert.deepEqual(await get("/cognito", await bearer(jwt({}, 1000))), [
      401,
      "UnauthorizedException",
      '{"message":"The incoming token has expired"}',
    ]);
    const access = (scope: string) => bearer(jwt({ token_use: "access", scope }));
    assert.deepEqual(await get("/scoped", await access("pets/read")), [200, null, "pets/read"]);
    assert.deepEqual(await get("/scoped", await access("pets/write")), unauthorized);
  });

  it("signatures of the AWS SDK: right, wrong, expired and missing", async () => {
    assert.deepEqual(await get("/iam", await signed(KEY)), [200, null, "arn:aws:iam::000000000000:user/local"]);
    const [status, type] = await get("/iam", await signed({ ...KEY, secretAccessKey: "other" }));
    assert.deepEqual([status, type], [403, "InvalidSignatureException"]);
    const [, , expired] = await get("/iam", await signed(KEY, new Date(Date.now() - 3_600_000)));
    assert.match(String(expired), /^\{"message":"Signature expired: /);
    const missing = '{"message":"Missing Authentication Token"}';
    assert.deepEqual(await get("/iam"), [403, "MissingAuthenticationTokenException", missing]);
    const unknown = await get("/iam", await signed({ ...KEY, accessKeyId: "AKIDOTHER" }));
    assert.deepEqual(unknown.slice(0, 2), [403, "UnrecognizedClientException"]);
  });
});
