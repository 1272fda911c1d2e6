import type { Context } from "../request/context.ts";
import { headerValue } from "../request/headers.ts";
import type { EndpointResponse } from "../request/messages.ts";
import { type Recorded, type Replay, replay } from "./replay.ts";
import type { Trace, TraceMessage, TraceOutcome, TraceStep } from "./trace.ts";
import type { Recording, StepNotes } from "./trace-recorder.ts";

/** About the bytes of a trace beside its texts: its objects. */
const TRACE_BYTES = 2048;

/** Milliseconds from which on a trace keeps its words: a template that runs long does not run again each time that somebody reads. */
const SLOW_MS = 50;

/**
 * The trace of one request that has its response. It holds references to what the answer depended on, and is put into words when somebody
 * reads it, by answering once more. `request`, `response` and `steps` are getters: read them by name, or all of them as JSON; a spread
 * does not copy them.
 */
export class RecordedTrace implements Trace {
  readonly requestId: string;
  readonly durationMs: number;
  readonly route: string | undefined;
  readonly integrationType: string | undefined;
  /** About the bytes that it keeps from being freed. */
  readonly size: number;
  readonly #recorded: Recorded;
  readonly #method: string;
  readonly #status: number | undefined;
  #words: Replay | undefined;

  constructor(recording: Recording, context: Context) {
    const { api, req, refusal, method, traceId, variables, endpointResponse } = context;
    const { requestId, extendedRequestId, requestTimeEpoch, identity, authorizer } = variables;
    const { remoteAddress, localPort, encrypted } = req.socket;
    this.requestId = requestId;
    this.route = method && `${method.httpMethod} ${method.resourcePath}`;
    this.integrationType = method?.integration.type;
    this.#method = context.httpMethod;
    this.#status = context.response?.status;
    this.#recorded = {
      api,
      method: req.method,
      url: req.url,
      httpVersion: req.httpVersion,
      rawHeaders: req.rawHeaders,
      remoteAddress,
      localPort,
      encrypted,
      requestId,
      extendedRequestId,
      requestTimeEpoch,
      recording,
      refusal,
      traceId,
      identity,
      authorizer,
      endpointResponse,
    };
    this.size = TRACE_BYTES + context.headBytes + recording.body.length;
    this.size += messageBytes(endpointResponse) + notesBytes(recording.notes);
    this.durationMs = Math.round(recording.elapsed() * 1000) / 1000;
  }

  get startedAt(): string {
    return new Date(this.#recorded.requestTimeEpoch).toISOString();
  }

  get request(): TraceMessage {
    return this.#read().request;
  }

  get response(): TraceMessage {
    return this.#read().response;
  }

  get steps(): TraceStep[] {
    return this.#read().steps;
  }

  /** What a summary says of the messages and steps, without putting the trace into words. */
  outcome(): TraceOutcome {
    const { url, recording, endpointResponse } = this.#recorded;
    return {
      method: this.#method,
      uri: url,
      status: this.#status,
      failed: recording.failed,
      endpointRequestId: headerValue(endpointResponse?.headers ?? [], "x-amzn-requestid"),
    };
  }

  toJSON(): Trace {
    const { requestId, route, integrationType, startedAt, durationMs } = this;
    const { request, response, steps } = this.#read();
    return { requestId, route, integrationType, request, response, startedAt, durationMs, steps };
  }

  #read(): Replay {
    if (this.#words) return this.#words;
    const began = performance.now();
    const words = replay(this.#recorded);
    if (performance.now() - began > SLOW_MS) this.#words = words;
    return words;
  }
}

function messageBytes(response: EndpointResponse | undefined): number {
  if (!response) return 0;
  let size = response.body.length;
  for (const text of response.headers) size += text.length;
  return size;
}

/** An authorizer's event and result can be long. */
function notesBytes(notes: readonly StepNotes[]): number {
  let size = 0;
  for (const { step, detail } of notes) {
    if (step === "authorize" && detail) size += JSON.stringify(detail).length;
  }
  return size;
}
