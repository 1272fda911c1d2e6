import type { TraceMessage, TraceStep } from "../../src/api/wire.ts";
import type { BodyPlace, PlaceOf } from "./bodies.ts";
import { BodyView } from "./body-view.tsx";
import { countChanges } from "./diff.ts";
import { DiffTable } from "./diff-table.tsx";
import { messageLines } from "./message-lines.ts";

/** A message before and after a step: its first line and body in sight, its headers behind their count. */
export function BeforeAfter({ step, placeOf }: { step: TraceStep; placeOf: PlaceOf }) {
  const { name, input, output } = step;
  const [before, after] = [messageLines(input), messageLines(output)];
  // A backend's request and response are two messages, not one that changed.
  const unrelated = name === "integration";
  const titles: [string, string] = unrelated ? ["Request to the backend", "Its response"] : ["Before", "After"];
  const bodies: [string, BodyPlace["part"], TraceMessage | undefined][] =
    !unrelated && input?.body === output?.body
      ? [["Body before and after", "before", input]]
      : [
          [unrelated ? "Body" : "Body before", "before", input],
          [unrelated ? "Body of the response" : "Body after", "after", output],
        ];
  const shown = bodies.filter(([, , message]) => message?.body);
  return (
    <>
      <DiffTable titles={titles} before={before.first} after={after.first} unrelated={unrelated} />
      {shown.length > 0 && (
        <div class={shown.length > 1 ? "two" : undefined}>
          {shown.map(
            ([title, part, message]) =>
              message && (
                <BodyView key={part} title={title} message={message} place={{ step: name, part }} placeOf={placeOf} />
              ),
          )}
        </div>
      )}
      {before.headers.length + after.headers.length > 0 && (
        <details class="headers-diff">
          <summary>{headersSummary(before.headers, after.headers, unrelated)}</summary>
          <DiffTable titles={titles} before={before.headers} after={after.headers} unrelated={unrelated} />
        </details>
      )}
    </>
  );
}

function headersSummary(before: string[], after: string[], unrelated: boolean): string {
  if (unrelated) {
    return `Headers (${before.length}, and ${after.length} of the response)`;
  }
  if (before.length === 0 || after.length === 0) {
    return `Headers (${before.length + after.length})`;
  }
  const { changed, removed, added } = countChanges(before, after);
  const parts = [changed && `${changed} changed`, removed && `${removed} dropped`, added && `${added} added`];
  return `Headers (${parts.filter(Boolean).join(", ") || "unchanged"})`;
}
