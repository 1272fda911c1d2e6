import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from "jose";
import { GatewayError } from "../steps/gateway-error.ts";

/** A user pool's keys: the key set, or the URL of one. */
export type JwksSource = string | JSONWebKeySet;

/** A user pool whose tokens are verified. */
export interface UserPool {
  /** The issuers that its tokens may name. */
  readonly issuers: readonly string[];
  readonly keys: ReturnType<typeof createLocalJWKSet> | ReturnType<typeof createRemoteJWKSet>;
}

const JWKS_PATH = "/.well-known/jwks.json";

/**
 * A user pool.
 *
 * @param arn `arn:aws:cognito-idp:{region}:{account}:userpool/{id}`
 * @param jwks By pool ID, where its keys are. Default: Cognito's own URL for the pool. The pool of a local Cognito issues
 * tokens under its own URL, so the URL that `/.well-known/jwks.json` is below is an issuer too.
 */
export function createUserPool(arn: string, jwks: Readonly<Record<string, JwksSource>>): UserPool {
  const [, , , region = ""] = arn.split(":");
  const id = arn.slice(arn.indexOf("/") + 1);
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${id}`;
  const source = jwks[id] ?? `${issuer}${JWKS_PATH}`;
  if (typeof source !== "string") return { issuers: [issuer], keys: createLocalJWKSet(source) };
  const own = source.endsWith(JWKS_PATH) ? [source.slice(0, -JWKS_PATH.length)] : [];
  return { issuers: [...new Set([issuer, ...own])], keys: createRemoteJWKSet(new URL(source)) };
}

/**
 * Verifies a token of one of the user pools, as a method with a Cognito authorizer does: with scopes it takes an access token that
 * has one of them, without scopes an identity token.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
 *
 * @param token The identity source's value, with or without `Bearer`.
 * @param now Milliseconds since 1970.
 * @returns the claims for `$context.authorizer.claims`, each as text
 * @throws GatewayError 401
 */
export async function verifyToken(
  token: string | undefined,
  pools: readonly UserPool[],
  scopes: readonly string[],
  now: number,
): Promise<Record<string, string>> {
  if (!token) throw unauthorized("the token is missing");
  const bare = token.replace(/^Bearer\s+/i, "");
  let reason = "no user pool issued the token";
  for (const { issuers, keys } of pools) {
    try {
      const { payload } = await jwtVerify(bare, keys, {
        issuer: [...issuers],
        algorithms: ["RS256"],
        requiredClaims: ["exp"],
        currentDate: new Date(now),
      });
      checkUse(payload, scopes);
      return claimsOf(payload);
    } catch (error) {
      if (error instanceof GatewayError) throw error;
      if (error instanceof errors.JWTExpired)
        throw unauthorized("the token has expired", "The incoming token has expired");
      reason = (error as Error).message;
    }
  }
  throw unauthorized(reason);
}

function checkUse({ token_use: use, scope = "" }: JWTPayload, scopes: readonly string[]): void {
  if (scopes.length === 0) {
    if (use !== "id") throw unauthorized("the method has no scopes, so it takes an identity token");
    return;
  }
  const granted = String(scope).split(" ");
  if (use !== "access" || !scopes.some((wanted) => granted.includes(wanted))) {
    throw unauthorized(`the token has none of the scopes ${scopes.join(" ")}`);
  }
}

/** Claims as API Gateway writes them: times in words, lists joined with commas. */
function claimsOf(payload: JWTPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]) => {
      if (name === "exp" || name === "iat") return [name, timeInWords(Number(value))];
      if (Array.isArray(value)) return [name, value.join(",")];
      return [name, typeof value === "object" ? JSON.stringify(value) : String(value)];
    }),
  );
}

/** `Wed Apr 01 18:35:53 UTC 2020`, the form of Java's Date. */
function timeInWords(seconds: number): string {
  const [weekday = "", day, month, year, time] = new Date(seconds * 1000).toUTCString().split(" ");
  return `${weekday.slice(0, 3)} ${month} ${day} ${time} UTC ${year}`;
}

const unauthorized = (reason: string, message = "Unauthorized") =>
  new GatewayError("UNAUTHORIZED", message, { reason });
