import { timingSafeEqual } from "node:crypto";
import { basicTime, canonicalRequest, sha256, sign, stringToSign } from "../integrations/sigv4.ts";
import type { MappingSource } from "../request/messages.ts";
import { GatewayError } from "../steps/gateway-error.ts";

/** Credentials that sign requests to methods with IAM authorization, and whom they stand for. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string;
  /** When temporary credentials expire, ISO 8601. Default: never. */
  readonly expiration?: string;
  /** Default `arn:aws:iam::{accountId}:user/local`. */
  readonly userArn?: string;
}

/** A request whose signature is verified. */
export interface SignedRequest {
  readonly method: string;
  /** The request's target as it came: path with the stage, and query. */
  readonly url: string;
  /** Headers by name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** A request's headers by name in lower case, repeated ones joined with commas, as a signature covers them. */
export function headersByLowerCase({ headers }: Pick<MappingSource, "headers">): ReadonlyMap<string, string> {
  const joined = new Map<string, string>();
  for (const [name, values] of Object.entries(headers)) {
    const before = joined.get(name.toLowerCase());
    joined.set(name.toLowerCase(), [...(before === undefined ? [] : [before]), ...values].join(","));
  }
  return joined;
}

/** The parts of a signature, from the Authorization header or from the query. */
interface Signature {
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly time: string;
  readonly token?: string;
  /** Parameters of a presigned URL that are not signed. */
  readonly query: string;
  /** Seconds that it is good for. */
  readonly expires: number;
}

/** Seconds by which a signature's time may differ from the clock. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html */
const CLOCK_SKEW = 5 * 60;

/** The most seconds that a presigned URL may be good for: a week. */
const MAX_EXPIRES = 7 * 24 * 60 * 60;

/**
 * Verifies a request's Signature Version 4 for `execute-api`, in its Authorization header or in its query.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 *
 * @param find The access key of an ID.
 * @param now Milliseconds since 1970.
 * @returns the key that signed
 * @throws GatewayError 403: the signature is missing, incomplete, expired, of an unknown key, or does not match
 */
export function verifySignature(
  request: SignedRequest,
  find: (accessKeyId: string) => AccessKey | undefined,
  now: number,
): AccessKey {
  const { method, headers, body } = request;
  const [path = "", query = ""] = request.url.split(/\?(.*)/s, 2);
  const signature = readSignature(headers, query);
  const [accessKeyId = "", ...scope] = signature.credential.split("/");
  const [date = "", region = "", service = "", terminator] = scope;
  if (service !== "execute-api" || terminator !== "aws4_request" || region === "") {
    throw invalidSignature("Credential should be scoped to correct service: 'execute-api'.");
  }
  if (date !== signature.time.slice(0, 8)) {
    throw invalidSignature(
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: " +
        `'${date}' != '${signature.time.slice(0, 8)}', from '${signature.time}'.`,
    );
  }
  const key = find(accessKeyId);
  if (!key || key.sessionToken !== signature.token) {
    throw refusal("The security token included in the request is invalid.", "UnrecognizedClientException");
  }
  if (key.expiration !== undefined && Date.parse(key.expiration) <= now) {
    throw new GatewayError("EXPIRED_TOKEN", "The security token included in the request is expired");
  }
  checkTime(signature, now);
  const names = signature.signedHeaders.split(";");
  if (!names.includes("host")) {
    throw invalidSignature("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  const signed = names.map((name): [string, string] => [name, headers.get(name) ?? ""]);
  const canonical = {
    method,
    path,
    query: signature.query,
    headers: signed.map(([name, value]) => [name, value.trim().replaceAll(/ +/g, " ")] as const),
    hash: sha256(body),
    service,
  };
  const text = stringToSign(canonical, signature.time, scope.join("/"));
  if (!isSame(sign(text, key.secretAccessKey, scope.join("/")), signature.signature)) {
    throw invalidSignature(
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key " +
        "and signing method. Consult the service documentation for details.\n\nThe Canonical String for this request " +
        `should have been\n'${canonicalRequest(canonical)}'\n\nThe String-to-Sign should have been\n'${text}'\n`,
    );
  }
  return key;
}

/**
 * The complaint about an Authorization header that is not a signature, which API Gateway also makes where there is no such
 * route: it reads the header before it looks for one.
 */
export function signatureComplaint(authorization: string, headers: ReadonlyMap<string, string>): GatewayError {
  const [algorithm = "", rest = ""] = authorization.trim().split(/\s+(.*)/s, 2);
  const pairs = (rest === "" ? algorithm : rest).split(",").map((pair) => pair.trim());
  const bare = pairs.find((pair) => !pair.includes("="));
  if (bare !== undefined) {
    return incomplete(
      `'${bare}' not a valid key=value pair (missing equal-sign) in Authorization header: '${authorization}'.`,
    );
  }
  const names = new Set(pairs.filter((pair) => /=./.test(pair)).map((pair) => pair.split("=")[0]));
  const missing = ["Credential", "Signature", "SignedHeaders"]
    .filter((name) => !names.has(name))
    .map((name) => `Authorization header requires '${name}' parameter. `);
  if (!headers.has("x-amz-date") && !headers.has("date")) {
    missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
  }
  return missing.length > 0
    ? incomplete(`${missing.join("")}Authorization=${algorithm}`)
    : new GatewayError("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
}

function readSignature(headers: ReadonlyMap<string, string>, query: string): Signature {
  const authorization = headers.get("authorization");
  if (authorization !== undefined) return fromHeader(authorization, headers, query);
  const parameters = new URLSearchParams(query);
  const parameter = (name: string) => parameters.get(`X-Amz-${name}`);
  if (parameter("Algorithm") === null) {
    throw new GatewayError("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
  }
  const names = ["Credential", "Signature", "SignedHeaders", "Date"];
  const missing = names.filter((name) => !parameter(name));
  if (missing.length > 0) {
    throw incomplete(
      missing.map((name) => `AWS query-string parameters must include 'X-Amz-${name}'. `).join("") +
        "Re-examine the query-string parameters.",
    );
  }
  return {
    credential: parameter("Credential") ?? "",
    signedHeaders: parameter("SignedHeaders") ?? "",
    signature: parameter("Signature") ?? "",
    time: parameter("Date") ?? "",
    token: parameter("Security-Token") ?? undefined,
    query: query
      .split("&")
      .filter((pair) => !pair.startsWith("X-Amz-Signature="))
      .join("&"),
    expires: expiresIn(parameter("Expires")),
  };
}

function expiresIn(text: string | null): number {
  if (text === null) return CLOCK_SKEW;
  const seconds = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (seconds <= MAX_EXPIRES) return seconds;
  throw incomplete(`X-Amz-Expires must be a number of seconds from 0 to ${MAX_EXPIRES}. Got '${text}'.`);
}

function fromHeader(authorization: string, headers: ReadonlyMap<string, string>, query: string): Signature {
  const fields = /^AWS4-HMAC-SHA256\s+(.*)$/s.exec(authorization.trim())?.[1];
  const value = (name: string) => new RegExp(`(?:^|,)\\s*${name}=([^,\\s]+)`).exec(fields ?? "")?.[1];
  const credential = value("Credential");
  const signature = value("Signature");
  const signedHeaders = value("SignedHeaders");
  const time = headers.get("x-amz-date") ?? headers.get("date");
  if (!credential || !signature || !signedHeaders || !time) throw signatureComplaint(authorization, headers);
  return {
    credential,
    signature,
    signedHeaders: signedHeaders.toLowerCase(),
    time,
    token: headers.get("x-amz-security-token"),
    query,
    expires: CLOCK_SKEW,
  };
}

function checkTime({ time, expires }: Signature, now: number): void {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time) ?? [];
  const signedAt = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(signedAt)) throw incomplete(`Date must be in ISO-8601 'basic format'. Got '${time}'.`);
  const [clock, earliest, latest] = [now, now - expires * 1000, now + CLOCK_SKEW * 1000].map(basicTime);
  if (signedAt < now - expires * 1000) {
    throw invalidSignature(
      `Signature expired: ${time} is now earlier than ${earliest} (${clock} - ${Math.round(expires / 60)} min.)`,
    );
  }
  if (signedAt > now + CLOCK_SKEW * 1000) {
    throw invalidSignature(`Signature not yet current: ${time} is still later than ${latest} (${clock} + 5 min.)`);
  }
}

function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const refusal = (message: string, errorType: string) =>
  new GatewayError("DEFAULT_4XX", message, { status: 403, errorType });
const incomplete = (message: string) => refusal(message, "IncompleteSignatureException");
const invalidSignature = (message: string) => new GatewayError("INVALID_SIGNATURE", message);
