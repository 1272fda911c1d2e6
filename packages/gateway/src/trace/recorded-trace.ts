import type { Api, Method } from "../api.ts";
import type { Context } from "../request/context.ts";
import { headerValue } from "../request/headers.ts";
import type { ContextVariables, EndpointResponse } from "../request/messages.ts";
import { GatewayError } from "../steps/gateway-error.ts";
import { type Replay, replay } from "./replay.ts";
import type { StepName, Trace, TraceMessage, TraceOutcome, TraceStep } from "./trace.ts";
import { type Recording, StepNotes, type TraceRecorder } from "./trace-recorder.ts";

/** About the bytes of a trace beside its texts: its objects. */
const TRACE_BYTES = 2048;

/** Milliseconds from which on a trace keeps its words: a template that runs long does not run again each time that somebody reads. */
const SLOW_MS = 50;

/**
 * The trace of one request. It holds references to what the answer depended on, and is put into words when somebody reads it, by answering
 * once more. Its members are getters: read them by name, or all of them as JSON; a spread does not copy them.
 *
 * It is one object with few others: the garbage collector copies what is kept of many requests.
 */
export class RecordedTrace implements Trace, Recording {
  /** By `performance.now()`: when the request began, when the first step did, the end of each step, and the end of all. */
  readonly #times: number[] = [];
  /** The request's body as it came, which a step may replace in the context. */
  readonly #body: Buffer;
  /** What those steps said that cannot run again. */
  #notes: StepNotes[] | undefined;
  #failed: TraceOutcome["failed"];
  /** What the call of the backend threw. */
  #error: unknown;
  readonly #api: Api;
  readonly #requestMethod: string | undefined;
  readonly #url: string | undefined;
  readonly #httpVersion: string;
  readonly #rawHeaders: string[];
  readonly #headBytes: number;
  readonly #remoteAddress: string | undefined;
  readonly #localPort: number | undefined;
  readonly #encrypted: boolean | undefined;
  readonly #httpMethod: string;
  readonly #requestId: string;
  readonly #extendedRequestId: string;
  readonly #requestTimeEpoch: number;
  #refusal: GatewayError | undefined;
  #method: Method | undefined;
  #traceId: string | undefined;
  #identity: ContextVariables["identity"] | undefined;
  #authorizer: ContextVariables["authorizer"];
  #endpointResponse: EndpointResponse | undefined;
  #status: number | undefined;
  #words: Replay | undefined;

  /** Begins with the first step of a request, which began at `start`, by `performance.now()`. */
  constructor(start: number, context: Context) {
    const { api, req, variables } = context;
    const { remoteAddress, localPort, encrypted } = req.socket;
    this.#times.push(start, performance.now());
    this.#body = context.body;
    this.#api = api;
    this.#requestMethod = req.method;
    this.#url = req.url;
    this.#httpVersion = req.httpVersion;
    this.#rawHeaders = req.rawHeaders;
    this.#headBytes = context.headBytes;
    this.#remoteAddress = remoteAddress;
    this.#localPort = localPort;
    this.#encrypted = encrypted;
    this.#httpMethod = context.httpMethod;
    this.#requestId = variables.requestId;
    this.#extendedRequestId = variables.extendedRequestId;
    this.#requestTimeEpoch = variables.requestTimeEpoch;
  }

  listen(step: StepName): TraceRecorder {
    const notes = new StepNotes(step);
    this.#notes ??= [];
    this.#notes.push(notes);
    return notes;
  }

  pass(): void {
    this.#times.push(performance.now());
  }

  fail(step: StepName, error: unknown): void {
    this.#failed = { step, type: error instanceof GatewayError ? error.type : "DEFAULT_5XX" };
    const notes = this.#notes?.at(-1);
    if (notes?.step === step) notes.error = error;
    else if (step === "integration") this.#error = error;
    this.pass();
  }

  /** Ends with the response. */
  end({ refusal, method, traceId, variables, endpointResponse, response }: Context): void {
    this.#refusal = refusal;
    this.#method = method;
    this.#traceId = traceId;
    // Only an authorizer and an API key change the caller's identity: without them it is made of the request again.
    if (method?.authorizer || method?.apiKeyRequired) this.#identity = variables.identity;
    this.#authorizer = variables.authorizer;
    // A mock's response is made again.
    if (method?.integration.type !== "mock") this.#endpointResponse = endpointResponse;
    this.#status = response?.status;
    this.pass();
  }

  get requestId(): string {
    return this.#requestId;
  }

  get durationMs(): number {
    const [start = 0] = this.#times;
    return Math.round(((this.#times.at(-1) ?? start) - start) * 1000) / 1000;
  }

  get route(): string | undefined {
    return this.#method?.route;
  }

  get integrationType(): string | undefined {
    return this.#method?.integration.type;
  }

  /** About the bytes that it keeps from being freed. */
  get size(): number {
    const size = TRACE_BYTES + this.#headBytes + this.#body.length;
    return size + messageBytes(this.#endpointResponse) + notesBytes(this.#notes);
  }

  get startedAt(): string {
    return new Date(this.#requestTimeEpoch).toISOString();
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
    return {
      method: this.#httpMethod,
      uri: this.#url,
      status: this.#status,
      failed: this.#failed,
      endpointRequestId: headerValue(this.#endpointResponse?.headers ?? [], "x-amzn-requestid"),
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
    const words = this.#replay();
    if (performance.now() - began > SLOW_MS) this.#words = words;
    return words;
  }

  #replay(): Replay {
    const [start = 0, ...times] = this.#times;
    const socket = { remoteAddress: this.#remoteAddress, localPort: this.#localPort, encrypted: this.#encrypted };
    return replay({
      api: this.#api,
      request: {
        method: this.#requestMethod,
        url: this.#url,
        httpVersion: this.#httpVersion,
        rawHeaders: this.#rawHeaders,
        socket,
      },
      known: {
        requestId: this.#requestId,
        extendedRequestId: this.#extendedRequestId,
        requestTimeEpoch: this.#requestTimeEpoch,
      },
      body: this.#body,
      times: times.map((time) => time - start),
      notes: this.#notes ?? [],
      error: this.#error,
      refusal: this.#refusal,
      traceId: this.#traceId,
      identity: this.#identity,
      authorizer: this.#authorizer,
      endpointResponse: this.#endpointResponse,
    });
  }
}

function messageBytes(response: EndpointResponse | undefined): number {
  if (!response) return 0;
  let size = response.body.length;
  for (const text of response.headers) size += text.length;
  return size;
}

/** An authorizer's event and result can be long. */
function notesBytes(notes: readonly StepNotes[] = []): number {
  let size = 0;
  for (const { step, detail } of notes) {
    if (step === "authorize" && detail) size += JSON.stringify(detail).length;
  }
  return size;
}
