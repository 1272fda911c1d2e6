import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Growth } from "./growth.ts";
import type { Wait } from "./loop.ts";
import type { MemoryRun } from "./memory.ts";
import { plotGrowth, plotRun } from "./plots.ts";
import {
  asMarkdown,
  describeGrowth,
  describeMemoryRun,
  describeRun,
  doubts,
  loopTable,
  memoryTable,
  runTables,
} from "./report.ts";
import type { Run } from "./run.ts";

/** What docs/performance.json holds: the figures that docs/performance.md shows. */
export interface Saved {
  readonly run?: Run;
  readonly growth?: readonly Growth[];
  readonly loop?: readonly Wait[];
  readonly memory?: MemoryRun;
}

const DOCS = fileURLToPath(new URL("../../../docs/", import.meta.url));

/** Puts figures in the place of those saved before, and writes everything that is made of them: see {@link filesOf}. */
export function save(figures: Saved): void {
  const saved: Saved = { ...readSaved(), ...figures };
  writeFileSync(`${DOCS}performance.json`, `${JSON.stringify(saved, null, 2)}\n`);
  for (const [name, content] of Object.entries(filesOf(saved))) writeFileSync(`${DOCS}${name}`, content);
}

/** The figures of docs/performance.json. */
export function readSaved(): Saved {
  return JSON.parse(readFileSync(`${DOCS}performance.json`, "utf8"));
}

/** Every file in docs/ that is made of the figures, the page with all that people wrote in it. */
export function filesOf({ run, growth, loop, memory }: Saved): Record<string, string> {
  let page = readFileSync(`${DOCS}performance.md`, "utf8");
  const files: Record<string, string> = {};
  if (run) {
    const tables = runTables(run).map(asMarkdown);
    page = withBlock(page, "run", [describeRun(run), ...doubts(run), ...tables].join("\n\n"));
    files["images/performance.svg"] = plotRun(run);
  }
  if (growth) {
    page = withBlock(page, "growth", growth.map((one) => describeGrowth(one).replace(/\n/, "\n\n")).join("\n\n"));
    files["images/growth.svg"] = plotGrowth(growth);
  }
  if (loop) page = withBlock(page, "loop", asMarkdown(loopTable(loop)));
  if (memory) {
    const table = asMarkdown(memoryTable(memory));
    page = withBlock(page, "memory", `${describeMemoryRun(memory)}\n\n${table}`);
  }
  return { ...files, "performance.md": page };
}

/** @throws Error when the page has no such block. */
function withBlock(page: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from === -1 || to === -1) throw new Error(`docs/performance.md has no ${start} … ${end}`);
  return `${page.slice(0, from + start.length)}\n\n${content}\n\n${page.slice(to)}`;
}
