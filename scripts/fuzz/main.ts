// npm run fuzz: hostile input to every route, and an account of what became of it. Ends with 1 at a 5xx, a lost answer, a gained
// header or parameter, another text behind the API than the client's, or a request that costs too much.
import { once } from "node:events";
import { readCommandLine } from "../command-line.ts";
import { account, untilEmpty } from "../soak/account.ts";
import { measure, PROBE } from "../soak/measure.ts";
import { startStack } from "../soak/npm-start.ts";
import { startServices } from "../soak/services.ts";
import { createLedger } from "../soak/traffic.ts";
import { measureDearest } from "./dearest.ts";
import { asCommand, type Findings } from "./findings.ts";
import { fuzzCosts, fuzzInProcess, fuzzSockets } from "./fuzz.ts";
import { startRecordedStack } from "./stack.ts";

const HELP = `Usage: npm run fuzz -- [options]

Sends generated hostile requests to every route and compares what is behind the API with what was sent: most of them to the
gateway in this process, each tenth over sockets to npm start, some of these one by one to measure the CPU time of each.

  --inputs N  requests; default 2000
  --seed S    default another one each time; the same one repeats a run
  --dearest   instead, measure requests that are made to cost as much CPU as they can, by the size of their bodies
  --help      print this`;

const { values } = readCommandLine("npm run fuzz", HELP, {
  options: {
    inputs: { type: "string", default: "2000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    dearest: { type: "boolean" },
  },
});
const [inputs, seed] = [Number(values.inputs), Number(values.seed)];
if (![inputs, seed].every(Number.isSafeInteger) || inputs < 1) {
  console.error("--inputs and --seed take whole numbers. See npm run fuzz -- --help");
  process.exit(1);
}
if (values.dearest) {
  const stack = await startRecordedStack();
  for (const costs of await measureDearest(stack)) {
    for (const { ms, bytes, status, what } of costs.slice(0, 10)) {
      console.log(`${ms.toFixed(1).padStart(7)} ms  ${String(bytes).padStart(7)} bytes  ${status}  ${what}`);
    }
  }
  process.exit();
}
const bySockets = Math.ceil(inputs / 10);
const oneByOne = Math.min(Math.ceil(bySockets / 5), 1_000);
const began = Date.now();
console.log(`${inputs} requests, seed ${seed}`);

const recorded = await startRecordedStack();
const inProcess = await phase("in process", inputs - bySockets, (onProgress) =>
  fuzzInProcess(recorded, { inputs: inputs - bySockets, seed, onProgress }),
);
await recorded.close();

const services = await startServices();
const stack = await startStack(services.environment, PROBE);
// Not left behind by an error.
process.once("exit", () => stack.child.kill());
const ledger = createLedger();
const overSockets = await phase("over sockets", bySockets - oneByOne, (onProgress) =>
  fuzzSockets(stack, ledger, { inputs: bySockets - oneByOne, seed, connections: 4, onProgress }),
);
await untilEmpty(services);
const costs = await phase("one by one", oneByOne, (onProgress) =>
  fuzzCosts(stack, stack.child.pid ?? 0, ledger, { inputs: oneByOne, seed: seed + inputs, onProgress }),
);
const further: string[] = [];
try {
  await untilEmpty(services);
  const { accepted, stored, wrong } = await account(services, ledger);
  console.log(`${accepted} submissions accepted by npm start, ${stored} stored as sent`);
  further.push(...wrong);
} catch (error) {
  // Such as a message that no consumer can read.
  further.push(`what is stored cannot be compared: ${(error as Error).message}`);
}
const { exitCode, signalCode } = stack.child;
if (exitCode !== null || signalCode !== null) {
  further.push(`npm start ended with ${exitCode ?? signalCode}`);
} else {
  const { rss, delayMaxMs, delayP99Ms } = await measure(stack.child);
  console.log(
    `npm start's event loop was late by ${delayP99Ms.toFixed(0)} ms (p99), ${delayMaxMs.toFixed(0)} ms at most; ` +
      `${(rss / 2 ** 20).toFixed(0)} MB`,
  );
  stack.child.kill("SIGTERM");
  await once(stack.child, "exit");
}
await services.close();
print(further);
const problems =
  further.length + [inProcess, overSockets, costs].reduce((sum, found) => sum + found.problems.length, 0);
const seconds = ((Date.now() - began) / 1000).toFixed(0);
console.log(
  `${inputs} requests in ${seconds} s, seed ${seed}; ${problems === 0 ? "no problem" : `${problems} problems`}`,
);
process.exitCode = problems === 0 ? 0 : 1;

/** Prints problems, of many the first ones. */
function print(problems: readonly string[]): void {
  for (const problem of problems.slice(0, 20)) console.log(problem);
}

/** Runs a part of the requests and prints how it goes, the responses by route, the request that cost the most, and the problems. */
async function phase(
  name: string,
  total: number,
  run: (onProgress: (done: number) => void) => Promise<Findings>,
): Promise<Findings> {
  const start = Date.now();
  let said = start;
  const findings = await run((done) => {
    if (Date.now() - said < 10_000) return;
    said = Date.now();
    console.log(`${name}: ${done} of ${total} after ${((said - start) / 1000).toFixed(0)} s`);
  });
  console.log(`${name}: ${total} requests in ${((Date.now() - start) / 1000).toFixed(0)} s`);
  for (const line of byRoute(findings)) console.log(line);
  const { costliest } = findings;
  if (costliest) {
    console.log(
      `  the costliest took ${costliest.ms.toFixed(1)} ms of CPU: ${asCommand(costliest.request).slice(0, 300)}`,
    );
  }
  print(findings.problems);
  return findings;
}

/** A line for each route: how many requests, and how many got each status. */
function byRoute({ answers }: Findings): string[] {
  const routes = new Map<string, string[]>();
  const sums = new Map<string, number>();
  for (const [key, count] of [...answers].sort()) {
    const [, kind = "", status = ""] = /^(.*) (\d+)$/.exec(key) ?? [];
    routes.set(kind, [...(routes.get(kind) ?? []), `${status} ${count} times`]);
    sums.set(kind, (sums.get(kind) ?? 0) + count);
  }
  return [...routes].map(([kind, statuses]) => `${String(sums.get(kind)).padStart(7)} ${kind}: ${statuses.join(", ")}`);
}
