import type { Context } from "../request/context.ts";
import { headerValue } from "../request/headers.ts";
import type { EndpointResponse } from "../request/messages.ts";
import { GatewayError } from "../steps/gateway-error.ts";
import { type Recorded, type Replay, replay } from "./replay.ts";
import type { StepName, Trace, TraceMessage, TraceStep, TraceSummary } from "./trace.ts";
import { type Recording, StepNotes, type TraceRecorder } from "./trace-recorder.ts";

/** About the bytes of a trace beside its texts: its objects. */
const TRACE_BYTES = 2048;

/** Milliseconds from which on a trace keeps its words: a template that runs long does not run again each time that somebody reads. */
const SLOW_MS = 50;

/**
 * The trace of one request, from its beginning on. It holds references to what the answer depended on, and is put into words when somebody
 * reads it, by answering once more. `request`, `response` and `steps` are getters: read them by name, or all of them as JSON; a spread
 * does not copy them.
 */
export class RecordedTrace implements Trace, Recording {
  requestId = "";
  durationMs = 0;
  route: string | undefined;
  integrationType: string | undefined;
  /** About the bytes that it keeps from being freed. */
  size = TRACE_BYTES;
  readonly #start = performance.now();
  readonly #times: number[] = [];
  readonly #notes: StepNotes[] = [];
  #body: Buffer = EMPTY;
  #failed: TraceSummary["failed"];
  #method: string | undefined;
  #status: number | undefined;
  #recorded: Recorded | undefined;
  #words: Replay | undefined;

  begin(body: Buffer): void {
    this.#body = body;
    this.pass();
  }

  listen(step: StepName): TraceRecorder {
    const notes = new StepNotes(step);
    this.#notes.push(notes);
    return notes;
  }

  pass(): void {
    this.#times.push(performance.now() - this.#start);
  }

  fail(step: StepName, error: unknown): void {
    this.#failed = { step, type: error instanceof GatewayError ? error.type : "DEFAULT_5XX" };
    const notes = this.#notes.at(-1);
    if (notes?.step === step) notes.error = error;
    this.pass();
  }

  /** Ends the trace, once the client has its response. */
  finish({
    api,
    req,
    httpMethod,
    refusal,
    method,
    traceId,
    variables,
    endpointResponse,
    response,
    headBytes,
  }: Context): this {
    const { requestId, extendedRequestId, requestTimeEpoch, identity, authorizer } = variables;
    const { remoteAddress, localPort } = req.socket;
    this.requestId = requestId;
    this.route = method && `${method.httpMethod} ${method.resourcePath}`;
    this.integrationType = method?.integration.type;
    this.#method = httpMethod;
    this.#status = response?.status;
    this.#recorded = {
      api,
      request: {
        method: req.method,
        url: req.url,
        httpVersion: req.httpVersion,
        rawHeaders: req.rawHeaders,
        socket: { remoteAddress, localPort, ...("encrypted" in req.socket && { encrypted: true }) },
      },
      known: { requestId, extendedRequestId, requestTimeEpoch },
      body: this.#body,
      refusal,
      traceId,
      identity,
      authorizer,
      endpointResponse,
      notes: this.#notes,
      times: this.#times,
    };
    this.size += headBytes + this.#body.length + notesBytes(this.#notes);
    if (endpointResponse) this.size += messageBytes(endpointResponse);
    this.durationMs = Math.round((performance.now() - this.#start) * 1000) / 1000;
    return this;
  }

  get startedAt(): string {
    return new Date(this.#recorded?.known.requestTimeEpoch ?? 0).toISOString();
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

  /** What a list shows, without putting the trace into words. */
  summary(): TraceSummary {
    const { requestId, startedAt, durationMs, route, integrationType } = this;
    return {
      requestId,
      startedAt,
      durationMs,
      route,
      integrationType,
      method: this.#method,
      uri: this.#recorded?.request.url,
      status: this.#status,
      failed: this.#failed,
      endpointRequestId: headerValue(this.#recorded?.endpointResponse?.headers ?? [], "x-amzn-requestid"),
    };
  }

  toJSON(): Trace {
    const { requestId, route, integrationType, startedAt, durationMs } = this;
    const { request, response, steps } = this.#read();
    return { requestId, route, integrationType, request, response, startedAt, durationMs, steps };
  }

  #read(): Replay {
    if (this.#words) return this.#words;
    if (!this.#recorded) return { request: {}, response: {}, steps: [] };
    const began = performance.now();
    const words = replay(this.#recorded);
    if (performance.now() - began > SLOW_MS) this.#words = words;
    return words;
  }
}

const EMPTY = Buffer.alloc(0);

function messageBytes({ headers, body }: EndpointResponse): number {
  let size = body.length;
  for (const text of headers) size += text.length;
  return size;
}

/** An authorizer's event and result, and what is wrong with a request, can be long. */
function notesBytes(notes: readonly StepNotes[]): number {
  let size = 0;
  for (const { step, detail } of notes) {
    if (step === "authorize" && detail) size += JSON.stringify(detail).length;
  }
  return size;
}
