import type { Stream } from "../../src/api/wire.ts";
import { timeOfDay } from "../ui/format.ts";
import { Panel } from "../ui/panel.tsx";

const SHOWN = 6;

/** The newest records of each stream. */
export function Streams({ streams }: { streams: readonly Stream[] }) {
  return (
    <Panel title="Streams">
      {streams.length === 0 && <p class="empty">The program has no streams.</p>}
      {streams.map(({ name, records }) => (
        <section key={name} aria-label={`Records of ${name}`}>
          <h3 class="break">
            <code>{name}</code>
          </h3>
          {records.length === 0 ? (
            <p class="empty">No records yet.</p>
          ) : (
            <ul class="entries">
              {records.slice(0, SHOWN).map(({ sequenceNumber, partitionKey, data, at }) => (
                <li key={sequenceNumber}>
                  <p>
                    <time class="mono quiet">{timeOfDay(at)}</time> key <code class="break">{partitionKey}</code>
                  </p>
                  <pre>{data}</pre>
                </li>
              ))}
            </ul>
          )}
        </section>
      ))}
    </Panel>
  );
}
