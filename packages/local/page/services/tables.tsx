import type { Table } from "../../src/api/wire.ts";
import { Panel } from "../ui/panel.tsx";

const SHOWN = 12;
/** Attributes that come first: usual keys. */
const KEYS = ["id", "user_id"];

/** The latest items of each table. Values are shown as text, whatever they hold. */
export function Tables({ tables }: { tables: readonly Table[] }) {
  return (
    <Panel title="Tables" class="tables">
      {tables.length === 0 && <p class="empty">The program has no tables.</p>}
      {tables.map((table) => (
        <section key={table.name}>
          <h3 class="break">
            <code>{table.name}</code> <span class="quiet">{countOf(table)}</span>
          </h3>
          {table.items.length === 0 ? (
            <p class="empty">No items yet.</p>
          ) : (
            <Items of={table.name} items={table.items} />
          )}
        </section>
      ))}
    </Panel>
  );
}

/** How many items there are, and how many of them are shown. */
export function countOf({ count, items }: Pick<Table, "count" | "items">): string {
  const shown = Math.min(items.length, SHOWN);
  const total = count === 1 ? "1 item" : `${count} items`;
  return shown < count ? `${total}, the latest ${shown} shown` : total;
}

function Items({ of, items }: { of: string; items: Table["items"] }) {
  const shown = items.slice(0, SHOWN);
  const keys = KEYS.filter((key) => shown.some((item) => key in item));
  const names = [...new Set([...keys, ...shown.flatMap((item) => Object.keys(item))])];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section class="scroll" tabIndex={0} aria-label={`Items of ${of}`}>
      <table class="items">
        <thead>
          <tr>
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((item) => (
            <tr key={String(item.id ?? item.user_id ?? JSON.stringify(item))}>
              {names.map((name) => (
                <td key={name} class="mono">
                  {textOf(item[name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function textOf(value: unknown): string {
  if (value === undefined) {
    return "";
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
