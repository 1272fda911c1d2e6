import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Scope } from "../../src/api/wire.ts";
import { openApi } from "../api/loaded.ts";
import { Workbench } from "../editor/workbench.tsx";
import { place, placeOf } from "../router.ts";
import { AWS_PATTERNS, templatesOf } from "./starting-points.ts";
import { decodeState, encodeState, FIRST, type PlaygroundState, scopeOfState } from "./state.ts";

/** A template, a request or response, and what one makes of the other; no route. */
export function PlaygroundPage() {
  const given = place.value.query.get("state");
  const state = useSignal<PlaygroundState>((given === null ? undefined : decodeState(given)) ?? FIRST);
  const version = useSignal(0);
  const { kind, template, body, parameters } = state.value;
  const own = openApi.value.state === "ready" ? templatesOf(openApi.value.data) : [];
  const points = [...AWS_PATTERNS, ...own];
  const change = (changed: Partial<PlaygroundState>) => {
    state.value = { ...state.value, ...changed };
    history.replaceState(null, "", placeOf("playground", [], { state: encodeState(state.value) }));
  };
  useEffect(() => {
    const asked = given === null ? undefined : decodeState(given);
    if (!asked || encodeState(asked) === encodeState(state.value)) return;
    state.value = asked;
    version.value += 1;
  }, [given]);

  const { scope, wrong } = scopeOrReason(state.value);
  return (
    <div class="playground">
      <h1 tabIndex={-1}>Playground</h1>
      <p class="lede">Render a mapping template with any payload. The address of this page contains both.</p>
      <label>
        Start from
        <select
          onChange={({ currentTarget }) => {
            const point = points[Number(currentTarget.value)];
            if (!point) return;
            change(point.state);
            version.value += 1;
          }}
        >
          {points.map(({ name }, index) => (
            <option key={name} value={index}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <div class="playground-input">
        <label>
          Payload of
          <select value={kind} onChange={({ currentTarget }) => change({ kind: currentTarget.value as Scope["kind"] })}>
            <option value="request">the request</option>
            <option value="response">the integration's response</option>
          </select>
        </label>
        <label>
          Payload
          <textarea class="mono" value={body} onInput={({ currentTarget }) => change({ body: currentTarget.value })} />
        </label>
        <label>
          Parameters, stage variables and $context, as JSON
          <textarea
            class="mono"
            value={parameters}
            onInput={({ currentTarget }) => change({ parameters: currentTarget.value })}
          />
        </label>
        {wrong && (
          <p class="note bad" role="alert">
            {wrong}
          </p>
        )}
      </div>
      <Workbench
        label="Template"
        text={template}
        version={String(version.value)}
        scope={scope}
        onChange={(changed) => change({ template: changed })}
      />
    </div>
  );
}

function scopeOrReason(state: PlaygroundState): { scope: Scope; wrong?: string } {
  try {
    return { scope: scopeOfState(state) };
  } catch (error) {
    return { scope: scopeOfState({ ...state, parameters: "{}" }), wrong: (error as Error).message };
  }
}
