import type { StepName } from "../../src/api/wire.ts";
import { countChanges } from "./diff.ts";
import { DiffTable } from "./diff-table.tsx";
import type { MessageLines } from "./message-lines.ts";

interface Props {
  name: StepName;
  before: MessageLines;
  after: MessageLines;
}

/** A message before and after a step: its line and body in sight, its headers behind their count. */
export function BeforeAfter({ name, before, after }: Props) {
  // A backend's request and response are two messages, not one that changed.
  const unrelated = name === "integration";
  const titles: [string, string] = unrelated ? ["Request to the backend", "Its response"] : ["Before", "After"];
  return (
    <>
      <DiffTable titles={titles} before={before.content} after={after.content} unrelated={unrelated} />
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
