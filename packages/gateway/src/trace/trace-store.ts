import { RecordedTrace } from "./recorded-trace.ts";
import type { Trace, TraceOutcome, TraceSummary } from "./trace.ts";

/** Keeps the latest traces, up to a number and a size. */
export interface TraceStoreLimits {
  /** Default 1,000. */
  readonly traces?: number;
  /** Bytes that all traces keep from being freed together, about; default 32 Mi. */
  readonly size?: number;
}

/** The latest traces, by request id. The oldest goes when the store is full, by number or by size. */
export class TraceStore {
  readonly #limits: Required<TraceStoreLimits>;
  // A Map keeps the order of insertion, so its first key is the oldest trace.
  readonly #traces = new Map<string, Trace>();
  #size = 0;

  constructor({ traces = 1000, size = 32 * 1024 * 1024 }: TraceStoreLimits = {}) {
    this.#limits = { traces, size };
  }

  /** Keeps a trace; one that is larger than the whole store is not kept. */
  add(trace: Trace): void {
    const size = sizeOf(trace);
    this.#remove(trace.requestId);
    if (size > this.#limits.size) return;
    this.#traces.set(trace.requestId, trace);
    this.#size += size;
    for (const requestId of this.#traces.keys()) {
      if (this.#traces.size <= this.#limits.traces && this.#size <= this.#limits.size) break;
      this.#remove(requestId);
    }
  }

  /** The trace of a request, or undefined when there was none or it has gone. */
  get(requestId: string): Trace | undefined {
    return this.#traces.get(requestId);
  }

  /** Up to `count` traces, the latest first. */
  latest(count: number): Trace[] {
    const kept = [...this.#traces.values()];
    return kept.slice(Math.max(0, kept.length - count)).reverse();
  }

  #remove(requestId: string): void {
    const kept = this.#traces.get(requestId);
    if (!kept) return;
    this.#traces.delete(requestId);
    this.#size -= sizeOf(kept);
  }
}

const sizeOf = (trace: Trace) => (trace instanceof RecordedTrace ? trace.size : textSize(trace));

/** Characters of all text in a trace of plain data. The same object counts wherever it is: what is kept is less, never more. */
function textSize(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 8;
  let size = 0;
  for (const key in value) size += key.length + textSize((value as Record<string, unknown>)[key]);
  return size;
}

/** What a list shows of a trace. */
export function summaryOf(trace: Trace): TraceSummary {
  const { requestId, startedAt, durationMs, route, integrationType } = trace;
  const outcome = trace instanceof RecordedTrace ? trace.outcome() : outcomeOf(trace);
  return { requestId, startedAt, durationMs, route, integrationType, ...outcome };
}

function outcomeOf({ request: { method, uri }, response, steps }: Trace): TraceOutcome {
  const failed = steps.find((step) => step.error);
  const endpoint = steps.find((step) => step.name === "integration")?.output?.headers ?? {};
  const [, id] = Object.entries(endpoint).find(([name]) => name.toLowerCase() === "x-amzn-requestid") ?? [];
  return {
    method,
    uri,
    status: response.status,
    failed: failed?.error && { step: failed.name, type: failed.error.type },
    endpointRequestId: [id].flat().at(-1),
  };
}
