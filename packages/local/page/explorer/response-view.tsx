import { TextView } from "../text/text-view.tsx";
import { bytes, milliseconds } from "../ui/format.ts";
import { StatusCode } from "../ui/status-code.tsx";
import type { Result } from "./drafts.ts";

/** What the browser received. */
export function ResponseView({ result: { busy, error, response, trace } }: { result: Result }) {
  return (
    <section class="panel response" aria-label="Response">
      <header>
        <h3>Response</h3>
        <div role="status">
          {busy && <span class="quiet">Waiting for the response…</span>}
          {!busy && response && (
            <>
              <StatusCode status={response.status} text={response.statusText} />{" "}
              <span class="quiet small">
                {milliseconds(response.durationMs)}, {bytes(response.size)}
              </span>
            </>
          )}
        </div>
      </header>
      <div class="body">
        {error && (
          <p class="note bad" role="alert">
            {error}
          </p>
        )}
        {response && !error && (
          <>
            {response.body === "" ? (
              <p class="quiet">No body</p>
            ) : (
              <TextView text={response.body} contentType={contentType(response.headers)} />
            )}
            <details>
              <summary>Headers ({response.headers.length})</summary>
              <pre class="wire-headers">{response.headers.map(([name, value]) => `${name}: ${value}`).join("\n")}</pre>
            </details>
          </>
        )}
        {!response && !error && !busy && (
          <p class="empty">
            {trace ? "This trace is of an earlier request." : "Send the request to see its response."}
          </p>
        )}
      </div>
    </section>
  );
}

const contentType = (headers: readonly (readonly [name: string, value: string])[]) =>
  headers.find(([name]) => name === "content-type")?.[1] ?? "";
