import type { Context } from "./context.ts";
import { randomHex } from "./ids.ts";

/**
 * `X-Amzn-Trace-Id` of a request: the client's, with what is missing in it.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
export function traceId(context: Context): string {
  context.traceId ??= newTraceId(context.clientTraceId, context.variables.requestTimeEpoch);
  return context.traceId;
}

function newTraceId(header: string | undefined, now: number): string {
  const given = new Map<string, string>();
  for (const part of header?.split(";") ?? []) {
    const [key, value] = part.split("=");
    if (value !== undefined) given.set(key.trim().toLowerCase(), value.trim());
  }
  const root = given.get("root") ?? `1-${Math.floor(now / 1000).toString(16)}-${randomHex(12)}`;
  const parent = given.get("parent");
  return `Root=${root};Parent=${parent ?? randomHex(8)};Sampled=${given.get("sampled") ?? (parent ? "1" : "0")}`;
}
