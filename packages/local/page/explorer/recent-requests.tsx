import { useEffect } from "preact/hooks";
import type { Route, TraceSummary } from "../../src/api/wire.ts";
import { recentTraces } from "../api/live.ts";
import { request } from "../api/request.ts";
import { routePlace } from "../router.ts";
import { milliseconds, timeOfDay } from "../ui/format.ts";
import { StatusCode } from "../ui/status-code.tsx";
import { keyOf } from "./drafts.ts";

const SHOWN = 8;

/** The latest requests that came to a route, from this page or anywhere else: each is a link to its trace. */
export function RecentRequests({ route, shown }: { route: Route; shown?: string }) {
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
  if (recent.length === 0) {
    return null;
  }
  return (
    <section class="panel" aria-labelledby="recent-name">
      <header>
        <h3 id="recent-name">Latest requests on this route</h3>
        <p class="quiet small">From here, from curl, from anywhere</p>
      </header>
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
          </li>
        ))}
      </ul>
    </section>
  );
}
