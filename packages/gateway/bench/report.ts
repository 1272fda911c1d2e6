import type { Growth, Series } from "./growth.ts";
import type { Wait } from "./loop.ts";
import type { MemoryRun } from "./memory.ts";
import type { Rendering } from "./render.ts";
import { type Check, type Figure, isMet, type TargetResult } from "./results.ts";
import type { Machine, Run, ServerResult } from "./run.ts";

/** Least renders a second, as a multiple of velocityjs's with the template parsed before. */
const RENDERING_AIM = 10;
/** Percent of one core that other work may take before the figures are no longer those of an idle machine. */
const OTHER_WORK = 10;
/** Exponents: 0 for a cost that stays the same, 1 for one that grows as its cause does; a fifth is for the garbage collector. */
const CONSTANT = 0.2;
const LESS = 0.9;
const LINEAR = 1.2;

/** Rows of cells, the first of them the head. */
export type Table = readonly (readonly string[])[];

/** The tables of a run: what each target did, whether the aims are met, what each server needs. */
export function runTables({ targets, checks, servers }: Run): Table[] {
  return [targetTable(targets), checkTable(checks), serverTable(servers)];
}

/** What each target did that could be measured. */
function targetTable(targets: readonly TargetResult[]): Table {
  return [
    [
      "target",
      "requests/s",
      "least to most",
      "of bare",
      "least to most",
      "CPU µs",
      "p50 ms",
      "p99 ms",
      "CPU %",
      "generator",
    ],
    ...targets.filter(({ failed }) => failed === undefined).map(cells),
  ];
}

function cells(result: TargetResult): string[] {
  const { name, rate, ratio, limited, cpu, p50, p99, serverCpu, generatorCpu } = result;
  return [
    name,
    count(rate),
    `${count(rate, "least")} to ${count(rate, "most")}`,
    limited ? "refused" : (ratio?.median.toFixed(3) ?? ""),
    ratio ? `${ratio.least.toFixed(3)} to ${ratio.most.toFixed(3)}` : "",
    count(cpu),
    milliseconds(p50),
    milliseconds(p99),
    count(serverCpu),
    count(generatorCpu),
  ];
}

/** What is aimed at, and whether it is met. */
function checkTable(checks: readonly Check[]): Table {
  return [
    ["aim", "measured", "", ""],
    ...checks.map((check) => [
      check.name,
      short(check.value),
      `${check.isMost ? "at most" : "at least"} ${short(check.aim)}`,
      isMet(check) ? "met" : "missed",
    ]),
  ];
}

/** What each server needs. */
function serverTable(servers: readonly ServerResult[]): Table {
  return [
    ["server", "ready after", "memory then", "at the end", "after requests", "processes"],
    ...servers.map(({ name, readyMs, startedMb, endMb, processes, requests }) => [
      name,
      readyMs === undefined ? "" : `${(readyMs / 1000).toFixed(1)} s`,
      `${startedMb} MB`,
      `${endMb} MB`,
      requests.toLocaleString("en-US"),
      String(processes),
    ]),
  ];
}

/** What a developer waits for. */
export function loopTable(waits: readonly Wait[]): Table {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(ms < 995 ? 3 : 1)} s`;
  return [
    ["what", "median", "least to most"],
    ...waits.map(({ name, ms }) => [name, seconds(ms.median), `${seconds(ms.least)} to ${seconds(ms.most)}`]),
  ];
}

/** The renders a second of each template, and how many times velocityjs's that is. */
export function renderingTable(renderings: readonly Rendering[]): Table {
  return [
    ["template", "renders/s", "velocityjs", "velocityjs, parsed before", "ratio", "ratio to parsed", "aim"],
    ...renderings.map(({ name, ours, velocityjs, velocityjsParsed }) => [
      name,
      ...[ours, velocityjs, velocityjsParsed].map((value) => Math.round(value).toLocaleString("en-US")),
      (ours / velocityjs).toFixed(1),
      (ours / velocityjsParsed).toFixed(1),
      `${RENDERING_AIM} ${ours / velocityjsParsed >= RENDERING_AIM ? "met" : "missed"}`,
    ]),
  ];
}

/** Where and how a run was made. */
export function describeRun({ date, machine, rounds, seconds, took, memory }: Run): string {
  return (
    `${place(date, machine)}. ${rounds} rounds of ${seconds} s, interleaved, in ${took} s. ` +
    "A figure is the median of the rounds. CPU µs is the server's CPU time a request, CPU % its part of one core." +
    (memory ? ` ${describeMemory(memory)}` : "")
  );
}

/** Where a run that measured memory was made, and what its megabytes are. */
export function describeMemoryRun({ date, machine, requests, kind }: MemoryRun): string {
  return `${place(date, machine)}. ${requests.toLocaleString("en-US")} requests. ${describeMemory(kind)}`;
}

function place(date: string, { cpu, cores, memoryGb, os, node, peers }: Machine): string {
  const versions = Object.entries(peers).map(([name, version]) => `${name} ${version}`);
  return `${date}, ${cpu}, ${cores} cores, ${memoryGb} GB, ${os}, Node ${[node, ...versions].join(", ")}`;
}

const describeMemory = (kind: MemoryRun["kind"]) =>
  kind === "PSS"
    ? "Memory is the proportional set size (PSS) of all processes: a page that n of them share counts as 1/n in each."
    : "Memory is the resident set size (RSS) of all processes: a page that several share counts in each.";

/** What is held at each moment. */
export function memoryTable({ moments }: MemoryRun): Table {
  return [
    ["when", "memory", "processes"],
    ...moments.map(({ when, mb, processes }) => [when, `${mb} MB`, String(processes)]),
  ];
}

/**
 * The exponent with which a cost grows over the last two sizes, where fixed costs weigh least: 0 for a cost that stays, 1 for one
 * that grows as the size does, 2 for its square.
 */
export function exponent({ points }: Series): number {
  const [before, last] = points.slice(-2);
  if (before === undefined || last === undefined) return 0;
  return Math.log(last.cpu / before.cpu) / Math.log(last.size / before.size);
}

/** One sentence for each series on how it grows. */
export function describeGrowth({ by, unit, series }: Growth): string {
  const sentences = series.map((one) => {
    const power = exponent(one);
    const [first, last] = [one.points[0], one.points.at(-1)];
    const from = `${short(first?.cpu, 2)} µs at ${short(first?.size, 2)} ${unit}`;
    const kind =
      power < CONSTANT
        ? "stays the same"
        : power <= LESS
          ? "grows less than linearly"
          : power <= LINEAR
            ? "grows linearly"
            : "grows WORSE than linearly";
    return `${one.name}: ${kind} (exponent ${power.toFixed(2)}), ${from}, ${short(last?.cpu, 2)} µs at ${short(last?.size, 2)}.`;
  });
  return [`By ${by}:`, ...sentences.map((sentence) => `- ${sentence}`)].join("\n");
}

/** What a reader must know before believing a run, a sentence each. */
export function doubts({ targets }: Run): string[] {
  const other = targets.toSorted((a, b) => (b.otherCpu?.median ?? 0) - (a.otherCpu?.median ?? 0))[0];
  const load = other?.otherCpu?.median ?? 0;
  const [bare, ...others] = targets;
  return [
    ...(bare?.limited
      ? ["No ratios: the load generator was the limit of the bare server. Its CPU was used up, the server's was not."]
      : []),
    ...others
      .filter(({ limited }) => limited)
      .map(({ name }) => `No ratio of "${name}": the load generator was the limit.`),
    ...targets.flatMap(({ name, failed }) => (failed === undefined ? [] : [`Not measured: "${name}". ${failed}`])),
    ...(load > OTHER_WORK
      ? [`Not an idle machine: other work took ${load.toFixed(0)} % of a core beside "${other?.name}".`]
      : []),
  ];
}

/** A table as text: the first column to the left, the others to the right. */
export function asText(table: Table): string {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => (row[column] ?? "").length)));
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return table.map((row) => row.map(pad).join("   ").trimEnd()).join("\n");
}

/** A table as Markdown. */
export function asMarkdown(table: Table): string {
  const line = (row: readonly string[]) => `| ${row.join(" | ")} |`;
  const [head = [], ...rows] = table;
  return [line(head), line(head.map((_, column) => (column === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}

const count = (figure: Figure | undefined, key: keyof Figure = "median") =>
  Math.round(figure?.[key] ?? 0).toLocaleString("en-US");
const milliseconds = ({ median }: Figure = { median: 0, least: 0, most: 0 }) => median.toFixed(median < 10 ? 2 : 0);
const short = (value = 0, digits = 3) =>
  value >= 100 ? Math.round(value).toLocaleString("en-US") : String(Number(value.toPrecision(digits)));
