import { useId, useRef } from "preact/hooks";
import type { Route } from "../../src/api/wire.ts";
import { CurlBox } from "./curl-box.tsx";
import type { Draft } from "./drafts.ts";
import type { Example } from "./example.ts";
import { ExampleMenu } from "./example-menu.tsx";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

interface Props {
  route: Route;
  stage: string;
  examples: Example[];
  answerer: string;
  draft: Draft;
  busy: boolean;
  /** Closed, it is a line and the examples. */
  isOpen: boolean;
  onOpen: () => void;
  onChoose: (index: number) => void;
  onChange: (changed: Partial<Draft>) => void;
  onSend: () => void;
  /** Takes a curl command. @throws Error with what is wrong with it */
  onCurl: (command: string) => void;
}

/** Examples to start from, and a request to change and send. Control and Enter send from any field. */
export function RequestEditor(props: Props) {
  const { stage, examples, answerer, draft, busy, isOpen, onOpen, onChoose, onSend } = props;
  const send = useRef<HTMLButtonElement>(null);
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
          // The field goes when the editor closes, and would take the focus with it.
          send.current?.focus();
          event.currentTarget.requestSubmit();
        }
      }}
    >
      <header>
        <h3>Request</h3>
        {!isOpen && (
          <>
            <span class="mono break request-summary">
              {draft.method} /{stage}
              {draft.path}
            </span>
            <button type="button" class="button tiny" onClick={onOpen}>
              Edit
            </button>
          </>
        )}
        <button type="submit" class="button primary" ref={send} aria-disabled={busy ? "true" : undefined}>
          {busy ? "Sending…" : "Send"}
        </button>
      </header>
      <div class="body">
        <ExampleMenu examples={examples} chosen={draft.example} answerer={answerer} onChoose={onChoose} />
        {isOpen && <Fields {...props} />}
        <CurlBox route={props.route} draft={draft} onTake={props.onCurl} />
      </div>
    </form>
  );
}

function Fields({ route, stage, draft, onChange }: Props) {
  const id = useId();
  const takesBody = draft.method !== "GET" && draft.method !== "HEAD";
  return (
    <>
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
        {route.authorization === "iam" && (
          <p class="quiet small">The local server adds a signature (Signature Version 4) when it is sent.</p>
        )}
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
    </>
  );
}
