import type { Template } from "../api.ts";
import type { Scope } from "../vtl/scope.ts";
import { type StepName, TRACED_BODY_LIMIT, type TraceTemplate } from "./trace.ts";

/** What a step tells its trace. There is a recorder only where somebody wants to know. */
export interface TraceRecorder {
  /** Says which rule the step follows, and facts about it. */
  rule(rule: string, detail?: Record<string, unknown>): void;
  template(template: Template, scope: Scope, linesRun: readonly number[]): void;
}

/** Is told of a request while it is under way. There is one only where somebody wants traces. */
export interface Recording {
  /** Listens to a step that runs now: one that cannot run again. */
  listen(step: StepName): TraceRecorder;
  /** Ends a step; the end of one is the beginning of the next. */
  pass(): void;
  /** Ends a step with what it threw. */
  fail(step: StepName, error: unknown): void;
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
