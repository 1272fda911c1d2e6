// npm run bench: how fast localhost is, beside a bare node:http server and serverless-offline.
//
// Load generator, servers and backend are processes of their own. Each round measures every target once, so that what
// the machine does meanwhile falls on all of them; a ratio is taken within its round.
import { parseArgs } from "node:util";
import { measureGrowth } from "./growth.ts";
import { measureLoop } from "./loop.ts";
import { measureMemory } from "./memory.ts";
import { type Saved, save } from "./page.ts";
import { measureRendering } from "./render.ts";
import {
  asText,
  describeGrowth,
  describeMemoryRun,
  describeRun,
  doubts,
  loopTable,
  memoryTable,
  renderingTable,
  runTables,
} from "./report.ts";
import { runBenchmark } from "./run.ts";
import { stackDocument } from "./servers.ts";
import { targets } from "./targets.ts";

const HELP = `Usage: npm run bench -- [options]

Measures the gateway alone, npm start and serverless-offline beside a bare HTTP server. It refuses ratios where the load
generator was the limit, and says when other work ran beside it. It needs an idle machine with two cores or more.

  --only PATTERN  the targets whose name matches, such as "npm start" or SQS; beside them the bare server
  --rounds N      default 5
  --seconds N     of each load, default 4; a quarter of it for one connection
  --templates     renders each mapping template of the stack, beside velocityjs, instead
  --growth        how the cost grows with routes, templates, bodies, connections and waiting messages, instead
  --loop          how long a developer waits for npm start, a reload and a function's module, instead
  --memory        what npm start holds before, during and after 100,000 requests, instead
  --save          keeps the figures in docs/performance.json and makes the tables of docs/performance.md and its drawings from it
  --page          makes the page and the drawings anew from docs/performance.json; nothing is measured
  --json          prints all figures as JSON
  --list          prints the names of the targets
  --help          prints this`;

const values = readOptions();
if (values.help) {
  console.log(HELP);
  process.exit();
}
if (values.list) {
  console.log(targets.map(({ name }) => name).join("\n"));
  process.exit();
}
if (values.page) {
  save({});
  process.exit();
}
if (values.templates) {
  const renderings = measureRendering(stackDocument() as Record<string, unknown>);
  console.log(values.json ? JSON.stringify(renderings, null, 2) : asText(renderingTable(renderings)));
  process.exit();
}
if (values.growth) {
  const growth = await measureGrowth(progress);
  give({ growth }, growth, growth.map(describeGrowth).join("\n"));
  process.exit();
}
if (values.loop) {
  const loop = await measureLoop(progress);
  give({ loop }, loop, asText(loopTable(loop)));
  process.exit();
}
if (values.memory) {
  const memory = await measureMemory(progress);
  give({ memory }, memory, `${describeMemoryRun(memory)}\n\n${asText(memoryTable(memory))}`);
  process.exit();
}

const only = new RegExp(values.only, "i");
if (!targets.some(({ name }) => only.test(name))) fail(`--only ${values.only}: matches no target, --list names them`);
const run = await runBenchmark({ rounds: positive("rounds"), seconds: positive("seconds"), only }, progress);
if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
const tables = runTables(run).map((table) => `\n${asText(table)}`);
give({ run }, run, [describeRun(run), ...tables, "", ...doubts(run)].join("\n"));
// Ratios that were refused, and targets that failed, must not pass for a run.
process.exit(run.targets.some(({ failed, limited }) => failed !== undefined || limited) ? 1 : 0);

/** One line that is written over, or a line each where nobody looks. */
function progress(text: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`);
}

/** Saves what was found where that is asked for, and prints it, as JSON or as text. */
function give(saved: Saved, found: unknown, text: string): void {
  if (values.save) save(saved);
  console.log(values.json ? JSON.stringify(found, null, 2) : text);
}

function positive(name: "rounds" | "seconds"): number {
  const value = Number(values[name]);
  if (!(value > 0)) fail(`--${name} ${values[name]}: expected a number above 0`);
  return value;
}

function readOptions() {
  const options = {
    only: { type: "string", default: "" },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "4" },
    templates: { type: "boolean" },
    growth: { type: "boolean" },
    loop: { type: "boolean" },
    memory: { type: "boolean" },
    save: { type: "boolean" },
    page: { type: "boolean" },
    json: { type: "boolean" },
    list: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  } as const;
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return fail(`${(error as Error).message.split(". ")[0]}. See npm run bench -- --help`);
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
