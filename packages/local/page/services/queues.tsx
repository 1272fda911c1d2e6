import type { Queue } from "../../src/api/wire.ts";
import { Panel } from "../ui/panel.tsx";

/** How many messages each queue holds, and in what state. */
export function Queues({ queues }: { queues: readonly Queue[] }) {
  const sorted = [...queues].sort((a, b) => Number(a.deadLetter) - Number(b.deadLetter));
  return (
    <Panel title="Queues" class="queues">
      <table>
        <thead>
          <tr>
            <th scope="col">Queue</th>
            <th scope="col" class="number">
              Waiting
            </th>
            <th scope="col" class="number">
              In flight
            </th>
            <th scope="col" class="number">
              Delayed
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ name, visible, inFlight, delayed, deadLetter }) => (
            <tr key={name}>
              <th scope="row" class="break">
                <code>{name}</code>
                {deadLetter && <span class="hint">Dead letters</span>}
              </th>
              <td class={`number count ${deadLetter && visible > 0 ? "bad" : ""}`}>{visible}</td>
              <td class="number count">{inFlight}</td>
              <td class="number count">{delayed}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {queues.length === 0 && <p class="empty">The program has no queues.</p>}
    </Panel>
  );
}
