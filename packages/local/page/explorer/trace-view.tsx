import { useSignal } from "@preact/signals";
import { milliseconds, timeOfDay } from "../ui/format.ts";
import { StatusCode } from "../ui/status-code.tsx";
import type { Result } from "./drafts.ts";
import { ExecutionLog } from "./execution-log.tsx";
import { StepView } from "./step-view.tsx";

/** The gateway's record of a request, step by step, or as API Gateway's own execution log. */
export function TraceView({ result: { trace, traceError } }: { result: Result }) {
  const asLog = useSignal(false);
  if (!trace) {
    return traceError ? <p class="note warn">There is no trace: {traceError}</p> : null;
  }
  return (
    <section class="trace" aria-labelledby="trace-name">
      <header>
        <h3 id="trace-name">What each step did</h3>
        <p class="quiet small">
          <StatusCode status={trace.response.status ?? 0} /> in {milliseconds(trace.durationMs)} at{" "}
          {timeOfDay(trace.startedAt)}, request <code>{trace.requestId}</code>
        </p>
        <button
          type="button"
          class="button tiny"
          aria-pressed={asLog.value}
          onClick={() => {
            asLog.value = !asLog.value;
          }}
        >
          As an execution log
        </button>
      </header>
      {asLog.value ? (
        <ExecutionLog trace={trace} />
      ) : (
        <ol class="steps" key={trace.requestId}>
          {trace.steps.map((step, index) => (
            <StepView key={step.name} step={step} number={index + 1} totalMs={trace.durationMs} />
          ))}
        </ol>
      )}
    </section>
  );
}
