import type { Template } from "../api.ts";
import { GatewayError } from "../steps/gateway-error.ts";
import type { Scope } from "../vtl/scope.ts";
import { type StepName, TRACED_BODY_LIMIT, type TraceOutcome, type TraceTemplate } from "./trace.ts";

/** What a step tells its trace. There is a recorder only where somebody wants to know. */
export interface TraceRecorder {
  /** Says which rule the step follows, and facts about it. */
  rule(rule: string, detail?: Record<string, unknown>): void;
  template(template: Template, scope: Scope, linesRun: readonly number[]): void;
}

/** What a trace keeps of a request while it is under way. */
export class Recording {
  /** The request's body as it came, which a step may replace in the context. */
  readonly body: Buffer;
  /** When the steps began and ended, in milliseconds since the request began: the end of one is the beginning of the next. */
  readonly times: number[] = [];
  /** What those steps said that cannot run again. */
  readonly notes: StepNotes[] = [];
  failed: TraceOutcome["failed"];
  readonly #start: number;

  /** Begins the first step of a request that began at `start`, by `performance.now()`. */
  constructor(start: number, body: Buffer) {
    this.#start = start;
    this.body = body;
    this.pass();
  }

  /** Listens to a step that runs now: one that cannot run again. */
  listen(step: StepName): TraceRecorder {
    const notes = new StepNotes(step);
    this.notes.push(notes);
    return notes;
  }

  /** Ends a step. */
  pass(): void {
    this.times.push(this.elapsed());
  }

  /** Ends a step with what it threw. */
  fail(step: StepName, error: unknown): void {
    this.failed = { step, type: error instanceof GatewayError ? error.type : "DEFAULT_5XX" };
    const notes = this.notes.at(-1);
    if (notes?.step === step) notes.error = error;
    this.pass();
  }

  /** Milliseconds since the request began. */
  elapsed(): number {
    return performance.now() - this.#start;
  }
}

/** What one step said. */
export class StepNotes implements TraceRecorder {
  readonly step: StepName;
  said = "";
  detail: Record<string, unknown> | undefined;
  rendered: TraceTemplate | undefined;
  /** What it threw, if it did. */
  error: unknown;

  constructor(step: StepName) {
    this.step = step;
  }

  rule(rule: string, detail?: Record<string, unknown>): void {
    this.said = rule;
    if (detail) this.detail = this.detail ? { ...this.detail, ...detail } : detail;
  }

  template({ contentType, source, origin }: Template, scope: Scope, linesRun: readonly number[]): void {
    const seen = { ...scope, body: scope.body.slice(0, TRACED_BODY_LIMIT) };
    this.rendered = { contentType, source, ...origin, linesRun: linesRun.toSorted((a, b) => a - b), scope: seen };
  }
}
