import type { Queue } from "../../src/api/wire.ts";
import { Panel } from "../ui/panel.tsx";

/** The number of messages in each queue, by state. */
export function Queues({ queues }: { queues: readonly Queue[] }) {
  const sorted = [...queues].sort((a, b) => Number(a.deadLetter) - Number(b.deadLetter));
  return (
    <Panel title="Queues" class="queues">
      <table class="stacks">
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
                {deadLetter && <span class="hint">Dead-letter queue</span>}
              </th>
              <td class={`number count ${deadLetter && visible > 0 ? "bad" : ""}`} data-label="Waiting">
                {visible}
              </td>
              <td class="number count" data-label="In flight">
                {inFlight}
              </td>
              <td class="number count" data-label="Delayed">
                {delayed}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {queues.length === 0 && <p class="empty">The program has no queues.</p>}
    </Panel>
  );
}
