import assert from "node:assert/strict";
import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWTPayload, SignJWT } from "jose";
import { createUserPool, verifyToken } from "../../src/authorization/cognito.ts";
import { GatewayError } from "../../src/steps/gateway-error.ts";

const POOL = "us-east-1_AbCdEfGhI";
const ARN = `arn:aws:cognito-idp:us-east-1:111111111111:userpool/${POOL}`;
const ISSUER = `https://cognito-idp.us-east-1.amazonaws.com/${POOL}`;
const NOW = Date.parse("2026-11-26T12:00:00Z");
const SECONDS = NOW / 1000;

describe("a Cognito user pool", () => {
  let keys: CryptoKeyPair;
  let jwks: JSONWebKeySet;
  before(async () => {
    keys = await generateKeyPair("RS256");
    jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: "k1", alg: "RS256", use: "sig" }] };
  });

  const token = (claims: JWTPayload = {}, issuer = ISSUER) =>
    new SignJWT({ sub: "u-1", token_use: "id", aud: "client-1", ...claims })
      .setProtectedHeader({ alg: "RS256", kid: "k1" })
      .setIssuer(issuer)
      .setIssuedAt(SECONDS - 60)
      .setExpirationTime(Number(claims.exp ?? SECONDS + 3600))
      .sign(keys.privateKey);

  const verify = (text: string | undefined, scopes: string[] = []) =>
    verifyToken(text, [createUserPool(ARN, { [POOL]: jwks })], scopes, NOW);

  async function refusal(text: string | undefined, scopes: string[] = []): Promise<GatewayError> {
    const error = await verify(text, scopes).then(
      () => assert.fail("the token was accepted"),
      (reason: unknown) => reason,
    );
    assert(error instanceof GatewayError);
    assert.deepEqual([error.type, error.status], ["UNAUTHORIZED", 401]);
    return error;
  }

  it("accepts its identity tokens, with Bearer or without", async () => {
    const claims = await verify(await token({ "cognito:groups": ["staff", "sales"], email_verified: true }));
    assert.deepEqual(claims, {
      sub: "u-1",
      token_use: "id",
      aud: "client-1",
      "cognito:groups": "staff,sales",
      email_verified: "true",
      iss: ISSUER,
      iat: "Thu Nov 26 11:59:00 UTC 2026",
      exp: "Thu Nov 26 13:00:00 UTC 2026",
    });
    assert.equal((await verify(`Bearer ${await token()}`)).sub, "u-1");
  });

  it("refuses a token that is missing, malformed, of another issuer or signed by another", async () => {
    assert.equal((await refusal(undefined)).message, "Unauthorized");
    assert.equal((await refusal("abc")).message, "Unauthorized");
    assert.equal(
      (await refusal(await token({}, "https://cognito-idp.us-east-1.amazonaws.com/other"))).message,
      "Unauthorized",
    );
    const others = await generateKeyPair("RS256");
    const forged = new SignJWT({ token_use: "id" }).setProtectedHeader({ alg: "RS256", kid: "k1" }).setIssuer(ISSUER);
    assert.match(
      (await refusal(await forged.setExpirationTime(SECONDS + 60).sign(others.privateKey))).reason,
      /signature/,
    );
  });

  it("refuses a token without a signature, or with a signature by a shared secret", async () => {
    const unsigned = (header: object) =>
      `${[header, { iss: ISSUER, token_use: "id", exp: SECONDS + 60 }]
        .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
        .join(".")}.`;
    await refusal(unsigned({ alg: "none" }));
    const secret = new TextEncoder().encode(JSON.stringify(jwks));
    const shared = new SignJWT({ token_use: "id" }).setProtectedHeader({ alg: "HS256" }).setIssuer(ISSUER);
    await refusal(await shared.setExpirationTime(SECONDS + 60).sign(secret));
  });

  it("refuses a token that never expires", async () => {
    const forever = new SignJWT({ token_use: "id" }).setProtectedHeader({ alg: "RS256", kid: "k1" }).setIssuer(ISSUER);
    assert.match((await refusal(await forever.sign(keys.privateKey))).reason, /exp/);
  });

  it("says that a token has expired", async () => {
    assert.equal((await refusal(await token({ exp: SECONDS - 1 }))).message, "The incoming token has expired");
  });

  // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html
  it("takes an access token where the method has scopes, and an identity token where it has none", async () => {
    const access = await token({ token_use: "access", scope: "pets/read pets/write" });
    assert.equal((await verify(access, ["pets/write", "pets/admin"])).scope, "pets/read pets/write");
    await refusal(access, ["pets/admin"]);
    await refusal(access);
    await refusal(await token({ scope: "pets/read" }), ["pets/read"]);
  });

  it("of a local Cognito issues tokens under its own URL", () => {
    const { issuers } = createUserPool(ARN, { [POOL]: `http://localhost:9229/${POOL}/.well-known/jwks.json` });
    assert.deepEqual(issuers, [ISSUER, `http://localhost:9229/${POOL}`]);
  });
});
