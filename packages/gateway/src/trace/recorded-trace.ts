import type { Template } from "../api.ts";
import type { RawMessage } from "../request/messages.ts";
import { GatewayError } from "../steps/gateway-error.ts";
import type { Scope } from "../vtl/scope.ts";
import { linesRun } from "./lines-run.ts";
import type { StepName, Trace, TraceMessage, TraceStep, TraceTemplate } from "./trace.ts";
import { heldBody, heldBytes, heldText, messageOf } from "./trace-messages.ts";

/** Facts about a step, or a function that finds them when somebody reads the trace. */
export type Detail = Readonly<Record<string, unknown>> | (() => Readonly<Record<string, unknown>>);

/** A rendering of a template. */
export interface Rendered {
  readonly template: Template;
  /** Its `context` is that of the request and goes on changing; what changes is in `overrides`, as the template saw it. */
  readonly scope: Scope;
  readonly overrides: { readonly requestOverride: object; readonly responseOverride: object };
  /** 1-based lines that ran, where rendering again would not tell: of a failure, or of a payload too large to keep. */
  readonly linesRun?: readonly number[];
}

/** What a step starts from: the client's request, or the message that the step before it made. */
export type StepInput = "request" | "previous";

/** What the steps write into a request's trace while it is under way. */
export interface TraceRecorder {
  /** Takes the client's request as it came. A message that a trace takes must not change afterwards. */
  receive(request: RawMessage): void;
  /** Begins a step; `end` or `fail` ends it. */
  begin(name: StepName, input?: StepInput): void;
  /** Says which rule the current step follows, and facts about it. */
  rule(rule: string, detail?: Detail): void;
  template(rendered: Rendered): void;
  end(output?: RawMessage): void;
  fail(error: unknown): void;
}

/** What came of a request. */
export interface Exchange extends Pick<Trace, "route" | "integrationType"> {
  readonly response: RawMessage | undefined;
}

/** A message that there was not: of a client that went away. */
const NOTHING: RawMessage = { headers: [], body: "" };

/** Bytes that a trace takes beside its texts: its objects. */
const TRACE_BYTES = 4096;

/**
 * The trace of one request, from its beginning on. It holds references to what the request has anyway; its messages, steps and templates are put
 * into words each time that they are read. They are getters of a class: read them by name or as JSON, a spread does not copy them.
 */
export class RecordedTrace implements Trace, TraceRecorder {
  readonly requestId: string;
  durationMs = 0;
  route: string | undefined;
  integrationType: string | undefined;
  /** Bytes that it keeps from being freed. */
  size = TRACE_BYTES;
  readonly #startedAt: number;
  readonly #start = performance.now();
  #now = this.#start;
  readonly #steps: RecordedStep[] = [];
  #step: RecordedStep | undefined;
  #request: RawMessage = NOTHING;
  #previous: RawMessage | undefined;
  #response: RawMessage = NOTHING;

  /** @param startedAt in milliseconds since 1970 */
  constructor(requestId: string, startedAt: number) {
    this.requestId = requestId;
    this.#startedAt = startedAt;
  }

  receive(request: RawMessage): void {
    this.#request = this.#hold(request);
  }

  begin(name: StepName, input?: StepInput): void {
    const message = input === "request" ? this.#request : input && this.#previous;
    // The step before ended just now.
    this.#step = new RecordedStep(name, this.#now - this.#start, message);
    this.#steps.push(this.#step);
  }

  rule(rule: string, detail?: Detail): void {
    const step = this.#step;
    if (!step) return;
    step.rule = rule;
    if (detail) step.details = step.details ? [...step.details, detail] : [detail];
  }

  template(rendered: Rendered): void {
    if (!this.#step) return;
    const { scope } = rendered;
    const body = heldText(scope.body);
    this.#step.rendered = body === scope.body ? rendered : { ...rendered, scope: { ...scope, body } };
    this.size += body.length;
  }

  end(output?: RawMessage): void {
    this.#previous = output && this.#hold(output);
    if (this.#step) this.#step.sent = this.#previous;
    this.#close();
  }

  fail(error: unknown): void {
    const step = this.#step;
    if (step) {
      const known = error instanceof GatewayError;
      step.error = { type: known ? error.type : "DEFAULT_5XX", message: known ? error.message : String(error) };
      if (known && error.reason !== error.message) {
        step.details = [...(step.details ?? []), { reason: error.reason }];
      }
      step.rule ||= known ? error.reason : String(error);
    }
    this.#close();
  }

  #hold(message: RawMessage): RawMessage {
    const held = heldBody(message);
    this.size += heldBytes(held);
    return held;
  }

  #close(): void {
    this.#now = performance.now();
    this.#step?.close(this.#now - this.#start);
    this.#step = undefined;
  }

  /** Ends the trace, once the client has its response. */
  finish({ route, integrationType, response }: Exchange): this {
    this.route = route;
    this.integrationType = integrationType;
    if (response) this.#response = this.#hold(response);
    for (const step of this.#steps) this.size += step.detailBytes();
    this.durationMs = round(performance.now() - this.#start);
    return this;
  }

  get startedAt(): string {
    return new Date(this.#startedAt).toISOString();
  }

  get request(): TraceMessage {
    return messageOf(this.#request);
  }

  get response(): TraceMessage {
    return messageOf(this.#response);
  }

  get steps(): TraceStep[] {
    return [...this.#steps];
  }

  toJSON(): Trace {
    const { requestId, route, integrationType, request, response, startedAt, durationMs, steps } = this;
    return { requestId, route, integrationType, request, response, startedAt, durationMs, steps };
  }
}

class RecordedStep implements TraceStep {
  readonly name: StepName;
  readonly startedMs: number;
  durationMs = 0;
  rule = "";
  details: Detail[] | undefined;
  error: { type: string; message: string } | undefined;
  rendered: Rendered | undefined;
  received: RawMessage | undefined;
  sent: RawMessage | undefined;

  constructor(name: StepName, startedMs: number, received: RawMessage | undefined) {
    this.name = name;
    this.startedMs = round(startedMs);
    this.received = received;
  }

  close(endedMs: number): void {
    this.durationMs = round(endedMs - this.startedMs);
  }

  get input(): TraceMessage | undefined {
    return this.received && messageOf(this.received);
  }

  get output(): TraceMessage | undefined {
    return this.sent && messageOf(this.sent);
  }

  get detail(): Record<string, unknown> | undefined {
    if (!this.details) return undefined;
    return Object.assign({}, ...this.details.map((detail) => (typeof detail === "function" ? detail() : detail)));
  }

  get template(): TraceTemplate | undefined {
    if (!this.rendered) return undefined;
    const { template, scope, overrides } = this.rendered;
    const { contentType, source, origin } = template;
    // A gateway response came after the template.
    const { error: _, ...context } = scope.context as { readonly error?: unknown };
    const seen = { ...scope, context: { ...context, ...overrides } };
    const lines = this.rendered.linesRun ?? linesRun(template, seen).lines;
    return { contentType, source, ...origin, linesRun: lines.toSorted((a, b) => a - b), scope: seen };
  }

  /** Bytes of facts that no message has: an authorizer's event and result, what is wrong with a body. */
  detailBytes(): number {
    if (!this.details || (this.name !== "authorize" && this.error === undefined)) return 0;
    return JSON.stringify(this.detail).length;
  }

  toJSON(): TraceStep {
    const { name, startedMs, durationMs, rule, input, output, template, detail, error } = this;
    return { name, startedMs, durationMs, rule, input, output, template, detail, error };
  }
}

const round = (ms: number) => Math.round(ms * 1000) / 1000;
