import type { Template } from "../api.ts";
import { GatewayError } from "../steps/gateway-error.ts";
import type { Scope } from "../vtl/scope.ts";
import { type StepName, TRACED_BODY_LIMIT, type Trace, type TraceMessage, type TraceStep } from "./trace.ts";

/** What the client asked and got. */
export type TracedExchange = Omit<Trace, "startedAt" | "durationMs" | "steps">;

/** Writes down a request's way while it is under way. There is one only when somebody wants traces. */
export interface TraceRecorder {
  /** Begins a step; `end` or `fail` ends it. */
  readonly begin: (name: StepName, input?: TraceMessage) => void;
  /** Says which rule the current step follows, and facts about it. */
  readonly rule: (rule: string, detail?: Record<string, unknown>) => void;
  readonly template: (template: Template, scope: Scope, linesRun: readonly number[]) => void;
  readonly end: (output?: TraceMessage) => void;
  readonly fail: (error: unknown) => void;
  /** The whole trace, once the client has its response. */
  readonly finish: (exchange: TracedExchange) => Trace;
}

/** A recorder for one request that begins now. */
export function createTraceRecorder(): TraceRecorder {
  const startedAt = new Date();
  const start = performance.now();
  const steps: TraceStep[] = [];
  let step: TraceStep | undefined;
  const close = () => {
    if (step) step.durationMs = round(performance.now() - start - step.startedMs);
    step = undefined;
  };
  return {
    begin(name, input) {
      step = { name, startedMs: round(performance.now() - start), durationMs: 0, rule: "", ...(input && { input }) };
      steps.push(step);
    },
    rule(rule, detail) {
      if (!step) return;
      step.rule = rule;
      if (detail) step.detail = { ...step.detail, ...detail };
    },
    template(template, scope, linesRun) {
      const { contentType, source, origin } = template;
      if (!step) return;
      const seen = { ...scope, body: scope.body.slice(0, TRACED_BODY_LIMIT) };
      step.template = { contentType, source, ...origin, linesRun: linesRun.toSorted((a, b) => a - b), scope: seen };
    },
    end(output) {
      if (step && output) step.output = output;
      close();
    },
    fail(error) {
      if (step) {
        const known = error instanceof GatewayError;
        step.error = { type: known ? error.type : "DEFAULT_5XX", message: known ? error.message : String(error) };
        if (known && error.reason !== error.message) step.detail = { ...step.detail, reason: error.reason };
        step.rule ||= known ? error.reason : String(error);
      }
      close();
    },
    finish(exchange) {
      const durationMs = round(performance.now() - start);
      return { ...exchange, startedAt: startedAt.toISOString(), durationMs, steps };
    },
  };
}

const round = (ms: number) => Math.round(ms * 1000) / 1000;
