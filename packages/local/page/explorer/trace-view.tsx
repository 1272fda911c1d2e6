import { formatExecutionLog } from "local-api-gateway/execution-log";
import type { Integration } from "../document/document.ts";
import { isEdited } from "../editor/edits.ts";
import { milliseconds, timeOfDay } from "../ui/format.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { StatusCode } from "../ui/status-code.tsx";
import { withAwsAddresses } from "./aws-addresses.ts";
import { placesOf } from "./bodies.ts";
import type { Result } from "./drafts.ts";
import { asLog } from "./open-step.ts";
import { StepView } from "./step-view.tsx";
import { TraceFiles } from "./trace-files.tsx";

/** The gateway's record of a request, step by step, or as API Gateway's own execution log. */
export function TraceView({ result, integration }: { result: Result; integration: Integration | undefined }) {
  if (!result.trace) {
    return result.busy ? (
      <Skeleton lines={6} />
    ) : result.traceError ? (
      <p class="note warn">There is no trace: {result.traceError}</p>
    ) : (
      <p class="empty">Send the request to see what each step does.</p>
    );
  }
  const { trace, local } = withAwsAddresses(result.trace, integration);
  const placeOf = placesOf(trace, (step) => isEdited(trace, step));
  return (
    <section class="trace" aria-labelledby="trace-name">
      <header>
        <h3 id="trace-name">What each step did</h3>
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
        <p class="quiet small">
          <StatusCode status={trace.response.status ?? 0} /> in {milliseconds(trace.durationMs)} at{" "}
          {timeOfDay(trace.startedAt)}, request <code class="break">{trace.requestId}</code>
          {local !== undefined && (
            <>
              . Addresses are those in AWS; on this machine the backend is <code class="break">{local}</code>.
            </>
          )}
        </p>
      </header>
      <TraceFiles trace={result.trace} />
      {asLog.value ? (
        <pre class="execution-log">{formatExecutionLog(trace)}</pre>
      ) : (
        <>
          <p class="time-axis" aria-hidden="true">
            <span class="time-axis-track">
              <span>0</span>
              <span>{milliseconds(trace.durationMs / 2)}</span>
              <span>{milliseconds(trace.durationMs)}</span>
            </span>
          </p>
          <ol class="steps" key={trace.requestId}>
            {trace.steps.map((step, index) => (
              <StepView key={step.name} step={step} number={index + 1} trace={trace} placeOf={placeOf} />
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
