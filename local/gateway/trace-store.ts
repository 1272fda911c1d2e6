import type { Trace } from "./trace.ts";

/** Keeps the latest traces, up to a number and a size. */
export interface TraceStoreLimits {
  /** Default 1,000. */
  readonly traces?: number;
  /** Bytes of all traces as JSON, default 32 MiB. */
  readonly bytes?: number;
}

/** The latest traces, by request id. The oldest goes when the store is full, by number or by size. */
export class TraceStore {
  readonly #limits: Required<TraceStoreLimits>;
  // A Map keeps the order of insertion, so its first key is the oldest trace.
  readonly #traces = new Map<string, { readonly trace: Trace; readonly bytes: number }>();
  #bytes = 0;

  constructor({ traces = 1000, bytes = 32 * 1024 * 1024 }: TraceStoreLimits = {}) {
    this.#limits = { traces, bytes };
  }

  /** Keeps a trace; one that is larger than the whole store is not kept. */
  add(trace: Trace): void {
    const bytes = Buffer.byteLength(JSON.stringify(trace));
    this.#remove(trace.requestId);
    if (bytes > this.#limits.bytes) return;
    this.#traces.set(trace.requestId, { trace, bytes });
    this.#bytes += bytes;
    for (const requestId of this.#traces.keys()) {
      if (this.#traces.size <= this.#limits.traces && this.#bytes <= this.#limits.bytes) break;
      this.#remove(requestId);
    }
  }

  /** The trace of a request, or undefined when there was none or it has gone. */
  get(requestId: string): Trace | undefined {
    return this.#traces.get(requestId)?.trace;
  }

  /** Up to `count` traces, the latest first. */
  latest(count: number): Trace[] {
    const kept = [...this.#traces.values()];
    return kept
      .slice(Math.max(0, kept.length - count))
      .reverse()
      .map(({ trace }) => trace);
  }

  #remove(requestId: string): void {
    const kept = this.#traces.get(requestId);
    if (!kept) return;
    this.#traces.delete(requestId);
    this.#bytes -= kept.bytes;
  }
}
