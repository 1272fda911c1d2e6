import { createHash, randomBytes } from "node:crypto";

/** `09/Apr/2015:12:34:56 +0000`, the form of `$context.requestTime`. */
export function requestTime(epochMs: number): string {
  const second = Math.floor(epochMs / 1000);
  if (second !== latest.second) {
    const [, day, month, year, time] = new Date(epochMs).toUTCString().split(" ");
    latest = { second, text: `${day}/${month}/${year}:${time} +0000` };
  }
  return latest.text;
}
let latest = { second: -1, text: "" };

// One draw of random bytes serves many requests: a draw costs more than the rest of a request's id.
const pool = { bytes: Buffer.alloc(0), next: 0 };

/** `$context.extendedRequestId`, which the client gets as `x-amz-apigw-id`. */
export function extendedRequestId(): string {
  return random(11, "base64");
}

/** Lower-case hexadecimal digits, two to a byte, as X-Ray's ids have them. */
function randomHex(bytes: number): string {
  return random(bytes, "hex");
}

function random(size: number, encoding: "base64" | "hex"): string {
  if (pool.next + size > pool.bytes.length) {
    pool.bytes = randomBytes(4096);
    pool.next = 0;
  }
  pool.next += size;
  return pool.bytes.toString(encoding, pool.next - size, pool.next);
}

/** An id in the form of API Gateway's (`a1b2c3d4e5`), always the same for the same text. */
export function stableId(text: string, length = 10): string {
  const digest = createHash("sha256").update(text).digest();
  return [...digest.subarray(0, length)].map((byte) => "0123456789abcdefghijklmnopqrstuvwxyz"[byte % 36]).join("");
}

/** The part of a request's context that its trace id is made of, and kept in. */
interface TraceIdHolder {
  readonly clientTraceId?: string;
  traceId?: string;
  readonly variables: { readonly requestTimeEpoch: number };
}

/**
 * `X-Amzn-Trace-Id` of a request: the client's, with what it lacks added. It is made once.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
export function traceId(context: TraceIdHolder): string {
  context.traceId ??= createTraceId(context.clientTraceId, context.variables.requestTimeEpoch);
  return context.traceId;
}

function createTraceId(header: string | undefined, now: number): string {
  const given = new Map<string, string>();
  for (const part of header?.split(";") ?? []) {
    const [key = "", value] = part.split("=");
    if (value !== undefined) given.set(key.trim().toLowerCase(), value.trim());
  }
  const root = given.get("root") ?? `1-${Math.floor(now / 1000).toString(16)}-${randomHex(12)}`;
  const parent = given.get("parent");
  return `Root=${root};Parent=${parent ?? randomHex(8)};Sampled=${given.get("sampled") ?? (parent ? "1" : "0")}`;
}
