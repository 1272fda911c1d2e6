import { useSignal } from "@preact/signals";
import type { FunctionState } from "../../src/api/wire.ts";
import { Panel } from "../ui/panel.tsx";
import { FunctionLogs } from "./function-logs.tsx";

/** The invocations and errors of each function, and the log of the chosen one. */
export function Functions({ functions }: { functions: readonly FunctionState[] }) {
  const chosen = useSignal<string | undefined>(undefined);
  const shown = functions.find(({ name }) => name === chosen.value) ?? busiest(functions);
  return (
    <Panel title="Functions" aside="Choose one to read its log" class="functions">
      <table class="stacks">
        <thead>
          <tr>
            <th scope="col">Function</th>
            <th scope="col" class="number">
              Invocations
            </th>
            <th scope="col" class="number">
              Errors
            </th>
          </tr>
        </thead>
        <tbody>
          {functions.map(({ name, invocations, errors }) => (
            <tr key={name}>
              <th scope="row">
                <button
                  type="button"
                  class="link mono break"
                  aria-pressed={name === shown?.name}
                  onClick={() => {
                    chosen.value = name;
                  }}
                >
                  {name}
                </button>
              </th>
              <td class="number count" data-label="Invocations">
                {invocations}
              </td>
              <td class={`number count ${errors > 0 ? "bad" : ""}`} data-label="Errors">
                {errors}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown ? <FunctionLogs shown={shown} /> : <p class="empty">The program has no functions.</p>}
    </Panel>
  );
}

function busiest(functions: readonly FunctionState[]): FunctionState | undefined {
  return [...functions].sort((a, b) => b.invocations - a.invocations)[0];
}
