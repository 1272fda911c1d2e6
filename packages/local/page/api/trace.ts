import { request } from "./request.ts";
import type { Trace } from "./types.ts";

/** Fetches the gateway's trace of one request. @throws Error when the ring buffer no longer has it. */
export function fetchTrace(requestId: string): Promise<Trace> {
  return request<Trace>(`/traces/${encodeURIComponent(requestId)}`);
}
