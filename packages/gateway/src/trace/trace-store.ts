import { RecordedTrace } from "./recorded-trace.ts";
import type { Trace, TraceOutcome, TraceSummary } from "./trace.ts";

/** Keeps the latest traces, up to a number and a size. */
export interface TraceStoreLimits {
  /**
   * At least 1; default 200. V8 copies what is still held when it collects new objects, under load about every thousand requests: each
   * trace that is kept costs that copy.
   */
  readonly traces?: number;
  /** Bytes that all traces keep from being freed together, about; default 32 Mi. */
  readonly size?: number;
}

/** The latest traces. The oldest goes when the store is full, by number or by size. */
export class TraceStore {
  // A ring. A Map that loses an entry for each new one makes a new table again and again, and what the old tables held is not freed before
  // the next full garbage collection.
  readonly #places: (Trace | undefined)[];
  /** Size of the trace in each place, so that a trace that goes is not read again: it left the processor's cache long ago. */
  readonly #sizes: number[];
  readonly #limit: number;
  /** The place of the oldest trace. */
  #first = 0;
  #count = 0;
  #size = 0;

  constructor({ traces = 200, size = 32 * 1024 * 1024 }: TraceStoreLimits = {}) {
    this.#places = new Array(traces).fill(undefined);
    this.#sizes = new Array(traces).fill(0);
    this.#limit = size;
  }

  /** Keeps a trace; one that is larger than the whole store is not kept. */
  add(trace: Trace): void {
    const size = sizeOf(trace);
    if (size > this.#limit) return;
    while (this.#count === this.#places.length || this.#size + size > this.#limit) this.#removeOldest();
    const place = (this.#first + this.#count) % this.#places.length;
    this.#places[place] = trace;
    this.#sizes[place] = size;
    this.#count++;
    this.#size += size;
  }

  /** The trace of a request, or undefined when there was none or it has gone. */
  get(requestId: string): Trace | undefined {
    return this.#places.find((trace) => trace?.requestId === requestId);
  }

  /** Up to `count` traces, the latest first. */
  latest(count: number): Trace[] {
    const { length } = this.#places;
    const found: Trace[] = [];
    for (let i = this.#count - 1; i >= 0 && found.length < count; i--) {
      const trace = this.#places[(this.#first + i) % length];
      if (trace) found.push(trace);
    }
    return found;
  }

  #removeOldest(): void {
    this.#size -= this.#sizes[this.#first] ?? 0;
    this.#places[this.#first] = undefined;
    this.#first = (this.#first + 1) % this.#places.length;
    this.#count--;
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
  return { requestId, startedAt, durationMs, route, integrationType, ...outcomeOf(trace) };
}

/** What a summary says of a trace's messages and steps. */
export function outcomeOf(trace: Trace): TraceOutcome {
  if (trace instanceof RecordedTrace) return trace.outcome();
  const {
    request: { method, uri },
    response,
    steps,
  } = trace;
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
