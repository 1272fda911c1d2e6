/** The trace of a request's way through the gateway: its shape, the store that keeps the latest, and AWS's log made of it. */
export type { Scope } from "../vtl/scope.ts";
export { formatExecutionLog } from "./execution-log.ts";
export type { StepName, Trace, TraceMessage, TraceOutcome, TraceStep, TraceSummary, TraceTemplate } from "./trace.ts";
export { outcomeOf, summaryOf, TraceStore, type TraceStoreLimits } from "./trace-store.ts";
