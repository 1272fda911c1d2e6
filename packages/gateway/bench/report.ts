import type { Load } from "./load.ts";
import type { Rendering } from "./render.ts";
import type { Target } from "./targets.ts";

/** Least renders a second, as a multiple of velocityjs's. */
const RENDERING_AIM = 10;

const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
const count = (value: number) => Math.round(value).toLocaleString("en-US");
const megabytes = (bytes = 0) => `${Math.round(bytes / 1024 / 1024)} MB`;
const verdict = (value: number, aim: number | undefined, digits: number) =>
  aim === undefined ? "" : `${aim.toFixed(digits)} ${value >= aim ? "met" : "missed"}`;

/** Prints rows under a heading: the first column to the left, the others to the right. */
function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  console.log(`\n${rows.map((row) => row.map(pad).join("   ")).join("\n")}`);
}

/** Prints each target's rate, the first of them being the bare server that the others are divided by. */
export function printLoads(targets: readonly Target[], measured: readonly (readonly Load[])[]): void {
  const bare = measured[0] ?? [];
  const rows = targets.map(({ name, aim }, index) => {
    const loads = measured[index] ?? [];
    const ratio = median(loads.map(({ rate }, round) => rate / (bare[round]?.rate ?? rate)));
    const figures = [median(loads.map(({ rate }) => rate)), median(loads.map(({ cpu }) => cpu))].map(count);
    return [name, ...figures, ratio.toFixed(3), verdict(ratio, aim, 2)];
  });
  printTable([["route", "requests/s", "CPU µs/request", "ratio to bare", "aim"], ...rows]);
}

/** Prints each server's memory before and after the rounds. */
export function printMemory(names: readonly string[], before: readonly number[], after: readonly number[]): void {
  const rows = names.map((name, index) => [name, megabytes(before[index]), megabytes(after[index])]);
  printTable([["resident memory", "before", "after"], ...rows]);
}

/** Prints the renders a second of each template, and how many times velocityjs's that is. */
export function printRendering(renderings: readonly Rendering[]): void {
  const rows = renderings.map(({ name, ours, velocityjs, velocityjsParsed }) => {
    const ratio = ours / velocityjs;
    const parsed = (ours / velocityjsParsed).toFixed(1);
    return [
      name,
      count(ours),
      count(velocityjs),
      count(velocityjsParsed),
      ratio.toFixed(1),
      verdict(ratio, RENDERING_AIM, 0),
      parsed,
    ];
  });
  const head = ["template", "renders/s", "velocityjs", "velocityjs, parsed before", "ratio", "aim", "ratio to parsed"];
  printTable([head, ...rows]);
}
