import { createHmac, hash as hashOnce } from "node:crypto";
import { remembered } from "../remembered.ts";
import { headerValue, type RawHeaders } from "../request/headers.ts";
import type { Address } from "./uri.ts";

/** Keys that sign a request. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A request to sign. */
export interface Signable {
  readonly service: string;
  readonly region: string;
  readonly method: string;
  readonly address: Pick<Address, "host" | "path">;
  readonly headers: RawHeaders;
  readonly body: Buffer | string;
  /** Default: those of the environment now or, as local services take any, dummy ones. */
  readonly credentials?: Credentials;
}

const EMPTY_HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/**
 * Headers that sign a request with Signature Version 4. Beside the host and the date the headers that decide what is done are signed: Content-Type and X-Amz-*.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signedHeaders(request: Signable, now = new Date()): RawHeaders {
  const { service, region, method, address, headers, body } = request;
  const { accessKeyId: id, secretAccessKey: secret, sessionToken: token } = request.credentials ?? readCredentials();
  const time = basicTime(now.getTime());
  const date = time.slice(0, 8);
  const hash = body.length === 0 ? EMPTY_HASH : sha256(body);
  const added: RawHeaders = ["X-Amz-Date", time];
  if (token) added.push("X-Amz-Security-Token", token);
  if (service === "s3") added.push("X-Amz-Content-Sha256", hash);
  const signed = headersToSign(headers, added, address.host);
  const names = namesOf(signed);
  const question = address.path.indexOf("?");
  const path = question < 0 ? address.path : address.path.slice(0, question);
  const query = question < 0 ? "" : address.path.slice(question + 1);
  const scope = `${date}/${region}/${service}/aws4_request`;
  const toSign = stringToSign({ method, path, query, headers: signed, hash, service }, time, scope);
  const signature = sign(toSign, secret, scope);
  const authorization = `AWS4-HMAC-SHA256 Credential=${id}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return [...added, "Authorization", authorization];
}

/** The credentials of the environment's variables, or else dummy ones. Each variable takes a call of the system. */
export function readCredentials(): Credentials {
  const { AWS_ACCESS_KEY_ID = "test", AWS_SECRET_ACCESS_KEY = "test", AWS_SESSION_TOKEN } = process.env;
  return { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, sessionToken: AWS_SESSION_TOKEN };
}

/** A time in milliseconds in ISO 8601's basic format, `20150830T123600Z`, made once a second. */
export function basicTime(ms: number): string {
  const second = Math.floor(ms / 1000);
  if (second !== latest.second) {
    latest = { second, text: `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z` };
  }
  return latest.text;
}
let latest = { second: Number.NaN, text: "" };

/** What a signature covers. */
export interface Canonical {
  readonly method: string;
  /** As on the wire. */
  readonly path: string;
  /** As on the wire, without `?`. */
  readonly query: string;
  /** Names in lower case, sorted, with their values. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** SHA-256 of the body, in hexadecimal. */
  readonly hash: string;
  readonly service: string;
}

/** The canonical request: what signer and verifier write alike. */
export function canonicalRequest({ method, path, query, headers, hash, service }: Canonical): string {
  const canonicalPath = service === "s3" || NEEDS_NO_CODE.test(path) ? path : path.split("/").map(encode).join("/");
  let fields = "";
  for (const [name, value] of headers) fields += `${name}:${value}\n`;
  return `${method}\n${canonicalPath}\n${canonicalQuery(query)}\n${fields}\n${namesOf(headers)}\n${hash}`;
}

/** A path of unreserved characters alone. */
const NEEDS_NO_CODE = /^[\w.~/-]*$/;

function namesOf(headers: Canonical["headers"]): string {
  let names = "";
  for (const [name] of headers) names += names === "" ? name : `;${name}`;
  return names;
}

/** The text that is signed: the time, the scope (`20150830/us-east-1/iam/aws4_request`), and the canonical request's hash. */
export function stringToSign(canonical: Canonical, time: string, scope: string): string {
  return `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonicalRequest(canonical))}`;
}

/** The signature of a text, in hexadecimal. */
export function sign(text: string, secret: string, scope: string): string {
  const { inner, outer } = signingKey(secret, scope);
  const message = Buffer.allocUnsafe(inner.length + Buffer.byteLength(text));
  inner.copy(message);
  message.write(text, inner.length);
  outer.write(hashOnce("sha256", message, "binary"), inner.length, "latin1");
  return hashOnce("sha256", outer, "hex");
}

/** SHA-256 in hexadecimal. */
export const sha256 = (data: Buffer | string): string => hashOnce("sha256", data, "hex");

/** Names in lower case with their values, sorted. */
function headersToSign(headers: RawHeaders, added: RawHeaders, host: string): [name: string, value: string][] {
  const signed: [name: string, value: string][] = [["host", headerValue(headers, "host") ?? host]];
  for (const list of [headers, added]) {
    for (let i = 0; i < list.length; i += 2) {
      const name = list[i] ?? "";
      if (SIGNED.test(name)) insert(signed, name.toLowerCase(), (list[i + 1] ?? "").trim());
    }
  }
  return signed;
}

const SIGNED = /^(?:content-type$|x-amz-)/i;

function insert(signed: [name: string, value: string][], name: string, text: string): void {
  const value = text.includes("  ") ? text.replaceAll(/ +/g, " ") : text;
  const at = signed.findIndex(([other]) => other >= name);
  const before = signed[at];
  if (before?.[0] === name) before[1] += `,${value}`;
  else signed.splice(at === -1 ? signed.length : at, 0, [name, value]);
}

/** The query's parameters, each encoded in one way whatever way it came in, sorted. */
function canonicalQuery(query: string): string {
  if (query === "") return "";
  const pairs = query.split("&").map((pair) => {
    const [name = "", value = ""] = pair.split(/=(.*)/s, 2);
    return [recoded(name), recoded(value)] as const;
  });
  return pairs
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function recoded(text: string): string {
  const spaced = text.replaceAll("+", " ");
  try {
    return encode(decodeURIComponent(spaced));
  } catch {
    return encode(spaced);
  }
}

/** As RFC 3986 has it. A path is encoded already and is encoded again: only S3 does without. */
const encode = (part: string) => encodeURIComponent(part).replaceAll(/[!'()*]/g, percent);
const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
const hmac = (key: Buffer, data: string) => createHmac("sha256", key).update(data).digest();

/**
 * A key of HMAC-SHA-256 in the form in which each message is hashed with it, twice: after `inner`, and that hash after `outer`, which has the
 * place for it. An object of node:crypto for each message costs 7 µs, most of them for its removal. https://www.rfc-editor.org/rfc/rfc2104#section-2
 */
interface SigningKey {
  readonly inner: Buffer;
  readonly outer: Buffer;
}

/** SHA-256's block and result, in bytes. */
const BLOCK = 64;
const HASH = 32;

// A key is good for a day, a region and a service; making one costs four HMACs.
const keys = new Map<string, SigningKey>();
const MAX_KEYS = 100;

function signingKey(secret: string, scope: string): SigningKey {
  return remembered(keys, MAX_KEYS, `${secret}/${scope}`, () => makeKey(secret, scope));
}

function makeKey(secret: string, scope: string): SigningKey {
  const bytes = scope.split("/").reduce(hmac, Buffer.from(`AWS4${secret}`));
  const key = { inner: Buffer.alloc(BLOCK, 0x36), outer: Buffer.alloc(BLOCK + HASH, 0x5c) };
  for (const [i, byte] of bytes.entries()) {
    key.inner[i] = byte ^ 0x36;
    key.outer[i] = byte ^ 0x5c;
  }
  return key;
}
