import type { StepName } from "../api/types.ts";
import { type DiffRow, diffLines, markChange } from "./diff.ts";

interface Props {
  name: StepName;
  before: string[];
  after: string[];
}

/** A message before and after a step, side by side, with the differences marked. */
export function BeforeAfter({ name, before, after }: Props) {
  if (before.length === 0 || after.length === 0) {
    return <Alone title={before.length === 0 ? "After" : "Before"} lines={[...before, ...after]} />;
  }
  // A backend's request and response are two messages, not one that changed.
  const two = name === "integration";
  const rows = two ? sideBySide(before, after) : diffLines(before, after);
  return (
    <table class={two ? "diff two" : "diff"}>
      <thead>
        <tr>
          <th scope="col">{two ? "Request to the backend" : "Before"}</th>
          <th scope="col">{two ? "Its response" : "After"}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index} class={row.kind}>
            <Side row={row} side="before" />
            <Side row={row} side="after" />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A message with nothing to compare it with: the step made it, or ended the way. */
function Alone({ title, lines }: { title: string; lines: string[] }) {
  return (
    <figure class="alone">
      <figcaption class="small quiet">{title}</figcaption>
      <pre>{lines.join("\n")}</pre>
    </figure>
  );
}

function Side({ row, side }: { row: DiffRow; side: "before" | "after" }) {
  const line = row[side];
  const other = row[side === "before" ? "after" : "before"];
  const empty = line === undefined ? "none" : "";
  if (row.kind === "same" || line === undefined) {
    return <td class={`${side} ${empty}`}>{line}</td>;
  }
  const Mark = side === "before" ? "del" : "ins";
  if (row.kind !== "changed" || other === undefined) {
    return (
      <td class={side}>
        <Mark>{line}</Mark>
      </td>
    );
  }
  const { start, middle, end } = markChange(line, other);
  return (
    <td class={side}>
      <Mark>
        {start}
        <mark>{middle}</mark>
        {end}
      </Mark>
    </td>
  );
}

function sideBySide(before: string[], after: string[]): DiffRow[] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => ({
    kind: "same",
    before: before[index],
    after: after[index],
  }));
}
