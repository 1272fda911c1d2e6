// npm run fuzz -- --runs N [--seed S]: hostile requests over raw sockets to every route of npm start, then an account of what was
// accepted: stored exactly as it was sent. Ends with 1 at a 5xx, a lost answer, a gained header or another text in the table.
import { once } from "node:events";
import { readCommandLine } from "../command-line.ts";
import { account, untilEmpty } from "../soak/account.ts";
import type { Measure } from "../soak/measure.ts";
import { startStack } from "../soak/npm-start.ts";
import { startServices } from "../soak/services.ts";
import { createLedger } from "../soak/traffic.ts";
import { fuzz } from "./fuzz.ts";

const HELP = `Usage: npm run fuzz -- [options]

Sends hostile requests to every route of npm start, then compares what is stored with what was accepted.

  --runs N         requests; default 1000
  --seed S         default another one each time
  --concurrency N  requests at once; default 16
  --help           print this`;

const { values } = readCommandLine("npm run fuzz", HELP, {
  options: {
    runs: { type: "string", default: "1000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    concurrency: { type: "string", default: "16" },
  },
});
const options = { runs: Number(values.runs), seed: Number(values.seed), concurrency: Number(values.concurrency) };
const services = await startServices();
const probe = new URL("../soak/probe.js", import.meta.url).href;
const stack = await startStack(services.environment, ["--import", probe]);
const ledger = createLedger();
const began = Date.now();
const { answers, problems } = await fuzz(stack, ledger, options);
const seconds = (Date.now() - began) / 1000;
await untilEmpty(services);
const { accepted, stored, wrong } = await account(services, ledger, false);
problems.push(...wrong);
if (stack.child.exitCode !== null) problems.push(`npm start ended with ${stack.child.exitCode}`);
stack.child.send("measure");
const [{ rss, delayMaxMs, delayP99Ms }] = (await once(stack.child, "message")) as [Measure];

for (const [key, count] of [...answers].sort()) console.log(`${String(count).padStart(7)} ${key}`);
console.log(
  `seed ${options.seed}, ${options.runs} requests in ${seconds.toFixed(0)} s; ${accepted} accepted, ${stored} stored as sent; ` +
    `event loop late by ${delayP99Ms.toFixed(0)} ms (p99), ${delayMaxMs.toFixed(0)} ms at most; ${(rss / 2 ** 20).toFixed(0)} MB`,
);
for (const problem of problems.slice(0, 50)) console.log(problem);
console.log(problems.length === 0 ? "no problem" : `${problems.length} problems`);
stack.child.kill("SIGTERM");
await once(stack.child, "exit");
await services.close();
process.exitCode = problems.length === 0 ? 0 : 1;
