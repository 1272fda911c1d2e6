import { useId } from "preact/hooks";
import type { Route } from "../api/types.ts";
import type { Draft } from "./drafts.ts";
import { ExampleMenu } from "./example-menu.tsx";
import type { Example } from "./examples.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

interface Props {
  route: Route;
  stage: string;
  examples: Example[];
  draft: Draft;
  busy: boolean;
  onChoose: (index: number) => void;
  onChange: (changed: Partial<Draft>) => void;
  onSend: () => void;
}

/** Examples to start from, and a request to change and send. Control and Enter send from any field. */
export function RequestEditor({ route, stage, examples, draft, busy, onChoose, onChange, onSend }: Props) {
  const id = useId();
  const takesBody = draft.method !== "GET" && draft.method !== "HEAD";
  return (
    <form
      class="panel editor"
      aria-label="Request"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) {
          onSend();
        }
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.currentTarget.requestSubmit();
        }
      }}
    >
      <header>
        <h3>Request</h3>
        <button type="submit" class="button primary" aria-disabled={busy ? "true" : undefined}>
          {busy ? "Sending…" : "Send"}
        </button>
      </header>
      <div class="body">
        <ExampleMenu examples={examples} chosen={draft.example} onChoose={onChoose} />
        <div class="request-line">
          <div class="field">
            <label for={`${id}method`}>Method</label>
            {route.method === "ANY" ? (
              <select
                id={`${id}method`}
                class="mono"
                value={draft.method}
                onInput={(event) => onChange({ method: event.currentTarget.value })}
              >
                {METHODS.map((method) => (
                  <option key={method}>{method}</option>
                ))}
              </select>
            ) : (
              <input id={`${id}method`} class="mono" value={draft.method} readOnly />
            )}
          </div>
          <div class="field">
            <label for={`${id}path`}>
              Path and query, after <code>/{stage}</code>
            </label>
            <input
              id={`${id}path`}
              class="mono"
              value={draft.path}
              spellcheck={false}
              autocomplete="off"
              onInput={(event) => onChange({ path: event.currentTarget.value })}
            />
          </div>
        </div>
        <div class="field">
          <label for={`${id}headers`}>Headers</label>
          <textarea
            id={`${id}headers`}
            class="mono"
            rows={1}
            value={draft.headers}
            spellcheck={false}
            placeholder="name: value"
            onInput={(event) => onChange({ headers: event.currentTarget.value })}
          />
        </div>
        {takesBody && (
          <div class="field">
            <label for={`${id}body`}>Body</label>
            <textarea
              id={`${id}body`}
              class="mono"
              rows={6}
              value={draft.body}
              spellcheck={false}
              onInput={(event) => onChange({ body: event.currentTarget.value })}
            />
          </div>
        )}
      </div>
    </form>
  );
}
