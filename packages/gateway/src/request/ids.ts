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

/**
 * `$context.requestId`, a UUID of version 4 (RFC 9562). `randomUUID` of node:crypto puts it together of 20 texts, which V8 keeps until it
 * has to read it: 0.12 µs more for each request, and twenty objects in each trace.
 */
export function requestId(): string {
  const from = draw(16);
  const { bytes } = pool;
  let to = 0;
  for (let i = 0; i < 16; i++) {
    let byte = bytes[from + i] ?? 0;
    if (i === 6) byte = (byte & 0x0f) | 0x40;
    if (i === 8) byte = (byte & 0x3f) | 0x80;
    if (i === 4 || i === 6 || i === 8 || i === 10) uuid[to++] = 0x2d;
    uuid[to++] = HEX_DIGITS[byte >> 4] ?? 0;
    uuid[to++] = HEX_DIGITS[byte & 15] ?? 0;
  }
  return uuid.toString("latin1");
}
const uuid = Buffer.alloc(36);
const HEX_DIGITS = Buffer.from("0123456789abcdef");

/** `$context.extendedRequestId`, which the client gets as `x-amz-apigw-id`. */
export function extendedRequestId(): string {
  return random(11, "base64");
}

/** Lower-case hexadecimal digits, two to a byte, as X-Ray's ids have them. */
function randomHex(bytes: number): string {
  return random(bytes, "hex");
}

function random(size: number, encoding: "base64" | "hex"): string {
  const from = draw(size);
  return pool.bytes.toString(encoding, from, from + size);
}

/** Takes bytes of the pool; returns where they begin. */
function draw(size: number): number {
  if (pool.next + size > pool.bytes.length) {
    pool.bytes = randomBytes(4096);
    pool.next = 0;
  }
  pool.next += size;
  return pool.next - size;
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
