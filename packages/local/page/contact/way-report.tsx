import { isDeployed } from "../parts.ts";
import { routePlace } from "../router.ts";
import { milliseconds } from "../ui/format.ts";
import { StatusCode } from "../ui/status-code.tsx";
import { lastSent } from "./state.ts";
import { StoredStatus } from "./stored-status.tsx";
import { WAYS, type Way } from "./ways.ts";

/** What one way did with its last message. */
export function WayReport({ way }: { way: Way }) {
  const { name, path, parts } = WAYS[way];
  const sent = lastSent.value[way];
  const backend = sent?.trace?.steps.find((step) => step.name === "integration");
  return (
    <section class="way-report" aria-label={name}>
      <h3>{name}</h3>
      <ol class="chain" aria-label="Parts crossed">
        {parts.map((part) => (
          <li key={part} class={sent ? "crossed" : ""}>
            {part}
          </li>
        ))}
      </ol>
      {sent === undefined ? (
        <p class="empty">
          No message sent to <code>POST {path}</code> yet.
        </p>
      ) : (
        <>
          <dl class="facts">
            <dt>Response</dt>
            <dd>
              <StatusCode status={sent.status} /> in {milliseconds(sent.durationMs)}
            </dd>
            <dt>API Gateway</dt>
            <dd>{sent.trace ? milliseconds(sent.trace.durationMs) : "no trace"}</dd>
            <dt>{parts[1]} call</dt>
            <dd>{backend ? milliseconds(backend.durationMs) : "–"}</dd>
            <dt>Submission</dt>
            <dd>
              <code>{sent.submissionId ?? "–"}</code>
            </dd>
            <dt>Now</dt>
            <dd>{sent.submissionId && <StoredStatus submissionId={sent.submissionId} />}</dd>
          </dl>
          {sent.requestId && !isDeployed.value && (
            <p>
              <a href={routePlace("POST", path, { trace: sent.requestId })}>Each step of the request</a>
            </p>
          )}
        </>
      )}
    </section>
  );
}
