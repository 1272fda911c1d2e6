import { type Line, priceOf } from "../../packages/local/page/compare/cost.ts";
import type { Price } from "../../packages/local/page/compare/prices.ts";

/** A Markdown table. An empty head makes a column without a name, one that begins with `>` a column of numbers. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const names = heads.map((head) => head.replace(/^>/, ""));
  const rule = heads.map((head) => (head.startsWith(">") ? "---:" : "---"));
  return [names, rule, ...rows].map(line).join("\n").replaceAll("|  |", "| |");
}

/** Dollars in a sentence: `$0.23`, `$20`, `$1,523`. */
export function dollars(amount: number): string {
  const digits = amount < 100 && !Number.isInteger(amount) ? 2 : 0;
  return `$${amount.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

/** Dollars in a column: cents, thousands separated. */
export function cents(amount: number): string {
  return amount.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** What a line costs in a column that adds up to cents: tenths of them, so that the rounded lines make the rounded sum. */
export function mills({ price, units }: Line): string {
  return priceOf(price, units).toFixed(3);
}

/** The tiers of a price: `$3.50 per million requests, $2.80 above 333 million`. */
export function tiersOf({ tiers, per }: Price): string {
  return tiers
    .map(({ above, dollars }) => {
      const isSmall = dollars < 0.001;
      const price = `$${plain(isSmall ? dollars * 1_000_000 : dollars)}`;
      return above === 0 ? `${price} per ${isSmall ? "million " : ""}${per}` : `${price} above ${count(above)}`;
    })
    .join(", ");
}

/** At least cents, and no more digits than the price has. */
function plain(amount: number): string {
  return amount.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 4 });
}

function count(units: number): string {
  if (units >= 1_000_000_000) return `${units / 1_000_000_000} billion`;
  if (units >= 1_000_000) return `${units / 1_000_000} million`;
  return units.toLocaleString("en-US");
}
