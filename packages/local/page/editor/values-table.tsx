import type { ReadValue, Scope } from "../../src/api/wire.ts";

/** A reference of a template, and what it held: in a loop, round by round. */
export interface Held extends Pick<ReadValue, "line" | "column" | "written"> {
  readonly rounds: readonly string[];
}

/** What was read, by the reference that read it. */
export function heldOf(values: readonly ReadValue[]): Held[] {
  const held = new Map<string, ReadValue & { rounds: string[] }>();
  for (const value of values) {
    const key = `${value.line}:${value.column}`;
    const one = held.get(key) ?? { ...value, rounds: [] };
    one.rounds.push(value.text);
    held.set(key, one);
  }
  return [...held.values()];
}

/** What each reference held, by line. */
export function ValuesTable({ values, firstLine }: { values: readonly ReadValue[]; firstLine: number }) {
  const sorted = heldOf(values).sort((a, b) => a.line - b.line || a.column - b.column);
  if (sorted.length === 0) return <p class="quiet">The template read no reference.</p>;
  return (
    <div class="values-box">
      <table class="values">
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Reference</th>
            <th scope="col">Held</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ line, column, written, rounds }) => (
            <tr key={`${line}:${column}`}>
              <td class="mono values-line">{line < firstLine ? "program" : line - firstLine + 1}</td>
              <td class="mono">{written}</td>
              <td class="mono">
                {rounds.length === 1 ? (
                  <span>{shownValue(rounds[0])}</span>
                ) : (
                  <ol>
                    {rounds.map((text, round) => (
                      <li key={round}>{shownValue(text)}</li>
                    ))}
                  </ol>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The text of a value as it is shown. */
export const shownValue = (text = "") => (text === "" ? "(empty)" : text);

/** What a template can ask for: the payload, the parameters, `$context` and the stage variables. */
export function VariablesTable({ scope }: { scope: Scope }) {
  const { body, pathParameters, query, headers, context, stageVariables } = scope;
  const last = (lists: Scope["query"]) =>
    Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.at(-1) ?? ""]));
  const groups: [string, object][] = [
    ["$input.params().path", pathParameters],
    ["$input.params().querystring", last(query)],
    ["$input.params().header", last(headers)],
    ["$context", context],
    ["$stageVariables", stageVariables],
  ];
  return (
    <div class="variables">
      <h4 class="mono">$input.body</h4>
      <pre class="rendered">{body === "" ? "{}" : body}</pre>
      {groups.map(([name, values]) => (
        <section key={name}>
          <h4 class="mono">{name}</h4>
          <dl class="facts mono">
            {Object.entries(values)
              .filter(([, value]) => value !== undefined)
              .map(([key, value]) => (
                <div key={key}>
                  <dt>{key}</dt>
                  <dd>{typeof value === "string" ? value : JSON.stringify(value)}</dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
