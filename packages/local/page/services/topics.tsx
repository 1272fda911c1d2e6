import type { Topic } from "../../src/api/wire.ts";
import { timeOfDay } from "../ui/format.ts";
import { Panel } from "../ui/panel.tsx";

const SHOWN = 6;

/** What was published to each topic. */
export function Topics({ topics }: { topics: readonly Topic[] }) {
  return (
    <Panel title="Topics">
      {topics.length === 0 && <p class="empty">The program has no topics.</p>}
      {topics.map(({ name, published }) => (
        <section key={name} aria-label={`Published to ${name}`}>
          <h3 class="break">
            <code>{name}</code>
          </h3>
          {published.length === 0 ? (
            <p class="empty">Nothing published yet.</p>
          ) : (
            <ul class="entries">
              {published.slice(0, SHOWN).map(({ messageId, subject, message, at }) => (
                <li key={messageId}>
                  <p>
                    <time class="mono quiet">{timeOfDay(at)}</time> {subject ?? "(no subject)"}
                  </p>
                  <pre>{message}</pre>
                </li>
              ))}
            </ul>
          )}
        </section>
      ))}
    </Panel>
  );
}
