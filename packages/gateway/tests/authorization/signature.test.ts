import assert from "node:assert/strict";
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import {
  type AccessKey,
  headersByLowerCase,
  type SignedRequest,
  signatureComplaint,
  verifySignature,
} from "../../src/authorization/signature.ts";
import type { GatewayError } from "../../src/steps/gateway-error.ts";

const KEY: AccessKey = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "a secret",
  userArn: "arn:aws:iam::111111111111:user/ada",
};
const NOW = Date.parse("2026-11-26T12:00:00Z");

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string | string[]>;
  readonly body?: string;
  readonly service?: string;
  readonly key?: AccessKey;
  readonly at?: number;
}

/** A request that the AWS SDK for JavaScript signs, as the gateway receives it. */
async function signed(sent: Sent = {}, presigned = false): Promise<SignedRequest> {
  const {
    method = "GET",
    path = "/dev/pets",
    query = {},
    body = "",
    service = "execute-api",
    key = KEY,
    at = NOW,
  } = sent;
  const signer = new SignatureV4({
    service,
    region: "us-east-1",
    credentials: { ...key, expiration: undefined },
    sha256: Sha256,
    uriEscapePath: true,
  });
  const request = {
    method,
    protocol: "https:",
    hostname: "abc.execute-api.us-east-1.amazonaws.com",
    path,
    query,
    headers: { host: "abc.execute-api.us-east-1.amazonaws.com", "content-type": "application/json" },
    body,
  };
  const options = { signingDate: new Date(at) };
  const result = presigned
    ? await signer.presign(request, { ...options, expiresIn: 900 })
    : await signer.sign(request, options);
  const pairs = Object.entries(result.query ?? {}).flatMap(([name, values]) =>
    [values ?? ""].flat().map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  );
  return {
    method,
    url: `${path}${pairs.length > 0 ? `?${pairs.join("&")}` : ""}`,
    headers: new Map(Object.entries(result.headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: Buffer.from(body),
  };
}

const find = (id: string) => (id === KEY.accessKeyId ? KEY : undefined);

function refusal(
  request: SignedRequest,
  now = NOW,
  finder: (id: string) => AccessKey | undefined = find,
): GatewayError {
  try {
    verifySignature(request, finder, now);
  } catch (error) {
    return error as GatewayError;
  }
  throw new Error("the signature was accepted");
}

describe("a signature", () => {
  for (const sent of [
    {},
    { path: "/dev/caf%C3%A9/a%20b/c%2Fd" },
    { query: { b: "2", a: ["x y", "é&="], "": "!'()*" } },
    { method: "POST", body: '{"name":"Ada"}' },
  ] as Sent[]) {
    it(`of the AWS SDK is accepted: ${JSON.stringify(sent)}`, async () => {
      assert.equal(verifySignature(await signed(sent), find, NOW), KEY);
    });
  }

  it("in a presigned URL is accepted until it expires", async () => {
    const request = await signed({ query: { a: "1" } }, true);
    assert.equal(request.headers.has("authorization"), false);
    assert.equal(verifySignature(request, find, NOW + 890_000), KEY);
    assert.match(refusal(request, NOW + 910_000).message, /^Signature expired: 20261126T120000Z is now earlier than/);
  });

  it("does not match when the body, the path, a signed header or the secret is another", async () => {
    const request = await signed({ method: "POST", body: "{}" });
    for (const changed of [
      { ...request, body: Buffer.from("[]") },
      { ...request, url: "/dev/cats" },
      { ...request, method: "PUT" },
      { ...request, headers: new Map([...request.headers, ["content-type", "text/plain"]]) },
      await signed({ key: { ...KEY, secretAccessKey: "another" } }),
    ]) {
      const error = refusal(changed);
      assert.equal(error.type, "INVALID_SIGNATURE");
      assert.equal(error.status, 403);
      assert.match(error.message, /^The request signature we calculated does not match the signature you provided\./);
      assert.equal(error.message.includes(KEY.secretAccessKey), false);
    }
  });

  it("of five minutes ago is expired, one of the future not yet current", async () => {
    const request = await signed();
    assert.equal(
      refusal(request, NOW + 301_000).message,
      "Signature expired: 20261126T120000Z is now earlier than 20261126T120001Z (20261126T120501Z - 5 min.)",
    );
    assert.match(refusal(request, NOW - 301_000).message, /^Signature not yet current: 20261126T120000Z/);
  });

  it("covers the host, and has the date of its scope", async () => {
    const request = await signed();
    const authorization = request.headers.get("authorization") ?? "";
    const changed = (from: RegExp, to: string) => ({
      ...request,
      headers: new Map([...request.headers, ["authorization", authorization.replace(from, to)]]),
    });
    const withoutHost = refusal(changed(/;host/, ""));
    assert.deepEqual(
      [withoutHost.type, withoutHost.message],
      ["INVALID_SIGNATURE", "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."],
    );
    assert.match(
      refusal(changed(/20261126\/us-east-1/, "20261125/us-east-1")).message,
      /^Date in Credential scope does not match YYYYMMDD .*: '20261125' != '20261126', from '20261126T120000Z'\.$/,
    );
    assert.equal(
      refusal(changed(/SignedHeaders=[^,]*/, "SignedHeaders=")).message,
      "Authorization header requires 'SignedHeaders' parameter. Authorization=AWS4-HMAC-SHA256",
    );
  });

  it("in a presigned URL is good for a week at most", async () => {
    const request = await signed({}, true);
    for (const expires of ["315360000", "-1", "never", "1e3"]) {
      const url = request.url.replace("X-Amz-Expires=900", `X-Amz-Expires=${expires}`);
      assert.match(refusal({ ...request, url }).message, /^X-Amz-Expires must be a number of seconds/, expires);
    }
  });

  it("covers a header that is sent several times, in whatever case", () => {
    const headers = { "X-A": ["1", "2"], "x-a": ["3"] };
    assert.deepEqual([...headersByLowerCase({ headers })], [["x-a", "1,2,3"]]);
  });

  it("of a key that nobody has, or with another session token, is refused", async () => {
    const error = refusal(await signed({ key: { ...KEY, accessKeyId: "AKIDOTHER" } }));
    assert.deepEqual(
      [error.status, error.message, error.errorType],
      [403, "The security token included in the request is invalid.", "UnrecognizedClientException"],
    );
    const temporary = { ...KEY, sessionToken: "token" };
    assert.equal(refusal(await signed(), NOW, () => temporary).errorType, "UnrecognizedClientException");
    assert.equal(
      verifySignature(await signed({ key: temporary }), () => temporary, NOW),
      temporary,
    );
  });

  it("of expired credentials is refused as an expired token", async () => {
    const temporary = { ...KEY, sessionToken: "token", expiration: "2026-11-26T11:59:59Z" };
    const error = refusal(await signed({ key: temporary }), NOW, () => temporary);
    assert.deepEqual([error.type, error.status], ["EXPIRED_TOKEN", 403]);
  });

  it("for another service is refused", async () => {
    const error = refusal(await signed({ service: "s3" }));
    assert.equal(error.message, "Credential should be scoped to correct service: 'execute-api'.");
  });

  it("that is missing asks for a token", () => {
    const error = refusal({ method: "GET", url: "/dev/pets", headers: new Map(), body: Buffer.alloc(0) });
    assert.deepEqual([error.type, error.message], ["MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token"]);
  });
});

describe("an Authorization header that is not a signature", () => {
  const complaint = (authorization: string, ...headers: [string, string][]) =>
    signatureComplaint(authorization, new Map([["authorization", authorization], ...headers]));

  it("is not made of key=value pairs", () => {
    const error = complaint("Bearer abc.def");
    assert.deepEqual([error.status, error.errorType], [403, "IncompleteSignatureException"]);
    assert.equal(
      error.message,
      "'abc.def' not a valid key=value pair (missing equal-sign) in Authorization header: 'Bearer abc.def'.",
    );
  });

  it("lacks parameters", () => {
    assert.equal(
      complaint("Basic YTpi=").message,
      "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. " +
        "Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a " +
        "'X-Amz-Date' or a 'Date' header. Authorization=Basic",
    );
    assert.equal(
      complaint("AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host", ["x-amz-date", "20261126T120000Z"]).message,
      "Authorization header requires 'Signature' parameter. Authorization=AWS4-HMAC-SHA256",
    );
  });
});
