import { type DiffRow, diffLines, markChange } from "./diff.ts";

interface Props {
  titles: [before: string, after: string];
  before: string[];
  after: string[];
  /** The texts are two messages and not one that changed, so no difference is marked. */
  unrelated: boolean;
}

/** Two texts side by side, with the differences marked; where one of them is empty, the other alone. */
export function DiffTable({ titles, before, after, unrelated }: Props) {
  if (before.length === 0 && after.length === 0) {
    return null;
  }
  if (before.length === 0 || after.length === 0) {
    return <Alone title={before.length === 0 ? titles[1] : titles[0]} lines={[...before, ...after]} />;
  }
  if (unrelated) {
    return (
      <div class="two">
        <Alone title={titles[0]} lines={before} />
        <Alone title={titles[1]} lines={after} />
      </div>
    );
  }
  return (
    <table class="diff">
      <thead>
        <tr>
          {titles.map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {diffLines(before, after).map((row, index) => (
          <tr key={index} class={row.kind}>
            <Side row={row} side="before" />
            <Side row={row} side="after" />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Side({ row, side }: { row: DiffRow; side: "before" | "after" }) {
  const line = row[side];
  const other = row[side === "before" ? "after" : "before"];
  if (row.kind === "same" || line === undefined) {
    return <td class={line === undefined ? `${side} none` : side}>{line}</td>;
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

function Alone({ title, lines }: { title: string; lines: string[] }) {
  return (
    <figure>
      <figcaption class="small quiet">{title}</figcaption>
      <pre>{lines.join("\n")}</pre>
    </figure>
  );
}
