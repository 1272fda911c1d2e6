import { useSignal } from "@preact/signals";
import type { Failure } from "../../src/api/wire.ts";
import { requestJson } from "../api/request.ts";
import { Panel } from "../ui/panel.tsx";

/** Switches that make a service, a function or a backend fail. */
export function Failures({ failures }: { failures: readonly Failure[] }) {
  const error = useSignal("");
  const change = async (target: string, failing: boolean) => {
    error.value = "";
    try {
      await requestJson("PUT", `/failures/${encodeURIComponent(target)}`, { failing });
    } catch (cause) {
      error.value = (cause as Error).message;
    }
  };
  return (
    <Panel title="Make it fail" aside="A switch stays on until you turn it off" class="failures">
      <div class="switches">
        {failures.map(({ target, label, failing }) => (
          <label key={target} class={failing ? "switch on" : "switch"}>
            <input
              type="checkbox"
              role="switch"
              aria-checked={failing}
              checked={failing}
              onChange={(event) => void change(target, event.currentTarget.checked)}
            />
            <span>
              {label}
              <span class="hint">{failing ? "On: it fails" : "Off"}</span>
            </span>
          </label>
        ))}
        {failures.length === 0 && <p class="empty">Nothing here can be made to fail.</p>}
      </div>
      {error.value && (
        <p class="field-error" role="alert">
          {error.value}
        </p>
      )}
    </Panel>
  );
}
