import { createHash, createHmac } from "node:crypto";
import { headerValue, type RawHeaders } from "../request/headers.ts";
import type { Address } from "./upstream.ts";

/** A request to sign. */
export interface Signable {
  readonly service: string;
  readonly region: string;
  readonly method: string;
  readonly address: Address;
  readonly headers: RawHeaders;
  readonly body: Buffer | string;
}

const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/**
 * Headers that sign a request with Signature Version 4, with the credentials of the environment or, as local services take any,
 * with dummy ones. Beside the host and the date the headers that decide what is done are signed: Content-Type and X-Amz-*.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signedHeaders(request: Signable, now = new Date()): RawHeaders {
  const { service, region, method, address, headers, body } = request;
  const {
    AWS_ACCESS_KEY_ID: id = "test",
    AWS_SECRET_ACCESS_KEY: secret = "test",
    AWS_SESSION_TOKEN: token,
  } = process.env;
  const time = `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
  const date = time.slice(0, 8);
  const hash = body.length === 0 ? emptyHash : sha256(body);
  const added: RawHeaders = ["X-Amz-Date", time];
  if (token) added.push("X-Amz-Security-Token", token);
  if (service === "s3") added.push("X-Amz-Content-Sha256", hash);
  const signed = headersToSign([...headers, ...added], address.host);
  const names = signed.map(([name]) => name).join(";");
  const [path, query = ""] = address.path.split(/\?(.*)/s, 2);
  const canonical = [
    method,
    service === "s3" ? path : path.split("/").map(encodeURIComponent).join("/"),
    canonicalQuery(query),
    ...signed.map(([name, value]) => `${name}:${value}`),
    "",
    names,
    hash,
  ].join("\n");
  const scope = `${date}/${region}/${service}/aws4_request`;
  const toSign = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`;
  const signature = createHmac("sha256", signingKey(secret, date, region, service))
    .update(toSign)
    .digest("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${id}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return [...added, "Authorization", authorization];
}

function headersToSign(headers: RawHeaders, host: string): [name: string, value: string][] {
  const signed = new Map([["host", headerValue(headers, "host") ?? host]]);
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i].toLowerCase();
    if (name !== "content-type" && !name.startsWith("x-amz-")) continue;
    const before = signed.get(name);
    const value = headers[i + 1].trim().replaceAll(/ +/g, " ");
    signed.set(name, before === undefined ? value : `${before},${value}`);
  }
  return [...signed].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The query as it was sent, its parameters sorted. */
function canonicalQuery(query: string): string {
  if (query === "") return "";
  const pairs = query.split("&").map((pair) => (pair.includes("=") ? pair : `${pair}=`));
  return pairs
    .sort()
    .join("&")
    .replaceAll("+", "%20")
    .replaceAll(/[!'()*]/g, percent);
}

const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
const sha256 = (data: Buffer | string) => createHash("sha256").update(data).digest("hex");
const hmac = (key: Buffer | string, data: string) => createHmac("sha256", key).update(data).digest();

// A key is good for a day, a region and a service; making one costs four HMACs.
const keys = new Map<string, Buffer>();

function signingKey(secret: string, date: string, region: string, service: string): Buffer {
  const name = `${secret}/${date}/${region}/${service}`;
  const known = keys.get(name);
  if (known) return known;
  if (keys.size > 100) keys.clear();
  const key = [region, service, "aws4_request"].reduce(hmac, hmac(`AWS4${secret}`, date));
  keys.set(name, key);
  return key;
}
