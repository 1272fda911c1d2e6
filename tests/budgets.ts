import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

/** Part of a figure by which it may grow before a test fails. */
const GROWTH = 0.2;

const FILE = new URL("budgets.json", import.meta.url);
/** Figures by group and name: bytes or counts, as they were when somebody last looked. */
const budgets: Readonly<Record<string, Readonly<Record<string, number>>>> = JSON.parse(readFileSync(FILE, "utf8"));

/**
 * Holds measured figures to those of a group in `tests/budgets.json`. Each may grow by a fifth.
 *
 * @throws AssertionError that names each figure that grew more, or has no budget, and how to raise it.
 */
export function checkBudgets(group: string, measured: Readonly<Record<string, number>>): void {
  const found = problems(group, budgets[group] ?? {}, measured);
  if (found.length > 0) assert.fail(found.join("\n"));
}

/** What is wrong with measured figures, a sentence each. */
export function problems(
  group: string,
  budget: Readonly<Record<string, number>>,
  measured: Readonly<Record<string, number>>,
): string[] {
  const grown = Object.entries(measured).flatMap(([name, value]) => {
    const figure = budget[name];
    if (figure === undefined) return [`${group}, ${name}: is ${value}; tests/budgets.json has no figure for it`];
    const most = Math.floor(figure * (1 + GROWTH));
    if (value <= most) return [];
    const growth = Math.round((value / figure - 1) * 100);
    return [
      `${group}, ${name}: is ${value}, ${growth} % above its figure ${figure}; up to ${most} passes. ` +
        `Take out what made it grow, or put ${value} into tests/budgets.json and say in the commit what it is for`,
    ];
  });
  const gone = Object.keys(budget).filter((name) => !Object.hasOwn(measured, name));
  return [...grown, ...gone.map((name) => `${group}, ${name}: is not measured; remove it from tests/budgets.json`)];
}
