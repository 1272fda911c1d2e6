import { useEffect } from "preact/hooks";
import type { Route, TraceSummary } from "../../src/api/wire.ts";
import { recentTraces } from "../api/live.ts";
import { request } from "../api/request.ts";
import { routePlace } from "../router.ts";
import { milliseconds, timeOfDay } from "../ui/format.ts";
import { StatusCode } from "../ui/status-code.tsx";
import { keyOf } from "./drafts.ts";

const SHOWN = 8;

interface Props {
  route: Route;
  /** The request whose trace is shown. */
  shown?: string;
  onEdit: (requestId: string) => void;
  onRunAgain: (requestId: string) => void;
  /** Takes the text of an exported trace. */
  onImport: (text: string) => void;
}

/** The latest requests that came to a route, from this page or anywhere else: each is a link to its trace. */
export function RecentRequests({ route, shown, onEdit, onRunAgain, onImport }: Props) {
  useEffect(() => {
    request<TraceSummary[]>("/traces?limit=50")
      .then((traces) => {
        const known = new Set(traces.map(({ requestId }) => requestId));
        recentTraces.value = [...recentTraces.value.filter(({ requestId }) => !known.has(requestId)), ...traces];
      })
      // The live events bring those to come.
      .catch(() => undefined);
  }, []);
  const recent = recentTraces.value.filter((trace) => trace.route === keyOf(route)).slice(0, SHOWN);
  return (
    <section class="panel" aria-labelledby="recent-name">
      <header>
        <h3 id="recent-name">Latest requests on this route</h3>
        <p class="quiet small">From this page and any other client</p>
        <label class="button tiny import">
          Import a trace
          <input
            type="file"
            class="unseen"
            accept=".json,application/json"
            onChange={(event) => {
              const input = event.currentTarget;
              void input.files?.[0]?.text().then(onImport);
              // The same file can be chosen again.
              input.value = "";
            }}
          />
        </label>
      </header>
      {recent.length === 0 && <p class="body empty">None yet.</p>}
      <ul class="body recent">
        {recent.map(({ requestId, startedAt, status, method, uri, durationMs }) => (
          <li key={requestId}>
            <a
              href={routePlace(route.method, route.path, { trace: requestId })}
              aria-current={requestId === shown ? "true" : undefined}
            >
              {timeOfDay(startedAt)}
            </a>
            <StatusCode status={status ?? 0} />
            <span class="mono break">
              {method} {uri}
            </span>
            <span class="quiet">{milliseconds(durationMs)}</span>
            <span class="recent-buttons">
              <button type="button" class="link" onClick={() => onRunAgain(requestId)}>
                Run again<span class="unseen">: {timeOfDay(startedAt)}</span>
              </button>
              <button type="button" class="link" onClick={() => onEdit(requestId)}>
                Edit<span class="unseen">: {timeOfDay(startedAt)}</span>
              </button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
