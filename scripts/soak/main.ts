// npm run soak: traffic by all routes on npm start with a fault every few seconds, hostile input beside it, then an account of every
// accepted submission. Ends with 1 where one is lost or stored twice, where input alone is an error, or where memory keeps growing.
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { readCommandLine } from "../command-line.ts";
import { account, redriveAll, setVisibility, untilEmpty } from "./account.ts";
import { CONSUMER_FAULTS } from "./faulty-consumer.ts";
import { startHostileInput } from "./hostile.ts";
import { type Measure, measure, PROBE, plotMeasures } from "./measure.ts";
import { type Stack, startStack } from "./npm-start.ts";
import { createFaultyProject } from "./project.ts";
import { type Fault, type Faulty, startServices } from "./services.ts";
import { createLedger, startTraffic } from "./traffic.ts";
import { startUpstream, UPSTREAM_FAULTS } from "./upstream.ts";

const HELP = `Usage: npm run soak -- [options]

Sends traffic to npm start with a fault every few seconds, then accounts for every accepted submission. Needs openssl.

  --minutes N  default 10
  --inputs N   generated hostile requests in the meantime, as many as this machine takes; default 1000000
  --seed S     default another one each time
  --plot FILE  where memory and latency are drawn; default soak.svg
  --help       print this`;

const MINUTE_MS = 60_000;
const CLIENTS = 6;
/** Milliseconds that a client waits after each answer: the table, which is in this process, holds all submissions. */
const PAUSE_MS = 150;
/** Milliseconds in which the queue becomes empty: a consumer that times out does so after 30 seconds. */
const UNTIL_EMPTY_MS = 180_000;
/** Minutes after which the memory of the process is that of a process that works. */
const WARM_MINUTES = 5;
/** By how much the memory of the last quarter may exceed that of the second. */
const GROWTH = 1.25;

const { values } = readCommandLine("npm run soak", HELP, {
  options: {
    minutes: { type: "string", default: "10" },
    inputs: { type: "string", default: "1000000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    plot: { type: "string", default: "soak.svg" },
  },
});
const [minutes, inputs, seed] = [Number(values.minutes), Number(values.inputs), Number(values.seed)];
if (!(minutes > 0) || !Number.isSafeInteger(inputs) || !Number.isSafeInteger(seed)) {
  console.error("--minutes takes a number above 0, --inputs and --seed take whole numbers. See npm run soak -- --help");
  process.exit(1);
}
const random = createRandom(seed);
const ledger = createLedger();
const problems: string[] = [];
const [services, project, upstream] = await Promise.all([startServices(), createFaultyProject(), startUpstream()]);
const environment = { ...services.environment, ...upstream.environment };
const program = ["--cwd", project.folder, "--config", `contact-us:postalApiUrl=${upstream.url}`];
const stack = await startStack(environment, PROBE, ["--port", "0", "--retry", "0", ...program]);
stack.child.once("exit", (code, signal) => problems.push(`npm start ended with ${code ?? signal}`));
await setVisibility(services, "5");
console.log(`${minutes} minutes, seed ${seed}, ${stack.local}`);

const until = Date.now() + minutes * MINUTE_MS;
const traffic = startTraffic(stack.url, ledger, CLIENTS, PAUSE_MS);
const hostile = startHostileInput(stack, ledger, inputs, seed);
const statuses = new Map<number, number>();
const others = visit(stack);
const faults = new Map<string, number>();
const faulting = cause(stack);
const measures = await measureEachMinute(stack);
await Promise.all([others, faulting, hostile.stop()]);
await traffic.stop();
await untilEmpty(services, UNTIL_EMPTY_MS);
problems.push(...hostile.problems);
const before = await account(services, ledger);
await redriveAll(services);
await untilEmpty(services, UNTIL_EMPTY_MS);
const after = await account(services, ledger);
problems.push(...before.wrong, ...after.wrong);
if (after.stored !== after.accepted)
  problems.push(`${after.accepted - after.stored} are not in the table after the redrive`);
const growth = average(measures.slice(-minutes / 4)) / average(measures.slice(minutes / 4, minutes / 2));
if (minutes >= 8 && growth > GROWTH)
  problems.push(`memory grew to ${growth.toFixed(2)} times that of the second quarter`);
writeFileSync(values.plot, plotMeasures(measures));

console.log(
  "submissions",
  Object.fromEntries([...ledger.answers].sort()),
  "unknown to their client:",
  ledger.inDoubt.size,
);
console.log(`generated requests: ${hostile.inProcess} in process, ${hostile.overSockets} over sockets`);
console.log("other requests by status", Object.fromEntries([...statuses].sort()));
console.log(total([...faults.values()]), "faults", Object.fromEntries([...faults].sort()));
const warm = measures.slice(WARM_MINUTES);
if (warm.length > 0) {
  const range = (value: (measure: Measure) => number) =>
    `${Math.min(...warm.map(value)).toFixed(0)} to ${Math.max(...warm.map(value)).toFixed(0)}`;
  console.log(
    `after minute ${WARM_MINUTES}: memory ${range(({ rss }) => rss / 2 ** 20)} MB, heap ${range(({ heapUsed }) => heapUsed / 2 ** 20)} MB, ` +
      `${range(({ handles }) => handles)} handles, event loop late by ${range(({ delayP99Ms }) => delayP99Ms)} ms (p99)`,
  );
}
console.log(
  `accepted ${before.accepted}, stored ${before.stored}, dead letters ${before.dead}; after a redrive ${after.stored}`,
);
console.log(problems.length === 0 ? `nothing lost, nothing twice; ${values.plot}` : problems.slice(0, 20).join("\n"));
stack.child.removeAllListeners("exit").kill("SIGTERM");
await once(stack.child, "exit");
await Promise.all([services.close(), project.close(), upstream.close()]);
process.exitCode = problems.length === 0 ? 0 : 1;

async function measureEachMinute({ child }: Stack): Promise<Measure[]> {
  const taken: Measure[] = [];
  while (Date.now() < until && child.exitCode === null) {
    await sleep(Math.min(MINUTE_MS, until - Date.now()));
    const one = await measure(child);
    taken.push(one);
    const { rss, heapUsed, handles, delayP99Ms, delayMaxMs } = one;
    console.log(
      `minute ${taken.length}: accepted ${ledger.accepted.size}, in doubt ${ledger.inDoubt.size}, ` +
        `generated ${hostile.inProcess + hostile.overSockets}, ` +
        `${(rss / 2 ** 20).toFixed(0)} MB, heap ${(heapUsed / 2 ** 20).toFixed(0)} MB, ${handles} handles, ` +
        `event loop late by ${delayP99Ms.toFixed(0)} ms (p99), ${delayMaxMs.toFixed(0)} ms at most`,
    );
  }
  return taken;
}

/** The other routes, a request every tenth of a second, and pages that follow the events, some without reading them. */
async function visit({ url, local, apiKey }: Stack): Promise<void> {
  const json = { "content-type": "application/json", "x-api-key": apiKey };
  const visitor = () => encodeURIComponent(pick(["ada", "a/b", "100%", "😀", "x'\"<"]));
  const requests: (() => Promise<Response>)[] = [
    () => fetch(`${url}/topics?simulate=${pick(["", "429", "503"])}`),
    () =>
      fetch(`${url}/postal-codes/us/${pick(["90210", "00000", "..", "%zz"])}`, { signal: AbortSignal.timeout(20_000) }),
    () => fetch(`${url}/support/${pick(["hours", "agents", "none"])}`, { headers: json }),
    () => fetch(`${url}/visitors/${visitor()}`, { method: "PUT", headers: json, body: '{"page":"/pricing"}' }),
    () => fetch(`${url}/visitors/${visitor()}`, { headers: json }),
    () =>
      fetch(`${url}/contact`, { method: "POST", headers: json, body: pick(["{", "null", "\0", "[]".repeat(5_000)]) }),
    () => fetch(`${local}/_local/services`),
    () => fetch(`${local}/_local/traces?limit=5`),
    () => fetch(local),
  ];
  const pages = Array.from({ length: 3 }, () => net.connect(Number(new URL(local).port), "127.0.0.1"));
  for (const [index, page] of pages.entries()) {
    page
      .on("error", () => undefined)
      .write("GET /_local/events HTTP/1.1\r\nHost: localhost\r\n\r\n".replace("localhost", new URL(local).host));
    if (index === 0) page.pause();
    else page.resume();
  }
  while (Date.now() < until) {
    const status = await pick(requests)()
      .then(async (answer) => {
        await answer.arrayBuffer();
        return answer.status;
      })
      .catch(() => 0);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    await sleep(100);
  }
  for (const page of pages) page.destroy();
}

/** Causes one fault after the other, with pauses. */
async function cause({ fail, url }: Stack): Promise<void> {
  const switches = ["consumer", "contact", "crm", "support-desk", "postal-api"];
  const kinds: readonly (() => { readonly name: string; begin(): unknown; end(): unknown })[] = [
    () => serviceFault(pick<Faulty>(["sqs", "sns", "dynamodb"])),
    () => ({ name: "tables killed", begin: services.killTables, end: () => undefined }),
    () => {
      const name = pick(switches);
      return { name, begin: () => fail(name, true), end: () => fail(name, false) };
    },
    () => ({
      name: "consumer in mid-batch",
      begin: () => {
        project.consumer = pick(CONSUMER_FAULTS);
      },
      end: () => {
        project.consumer = "none";
      },
    }),
    () => ({
      name: "upstream",
      begin: () => upstream.become(pick(UPSTREAM_FAULTS)),
      end: () => upstream.become("none"),
    }),
    () => ({ name: "clients", begin: () => leave(url), end: () => undefined }),
  ];
  while (Date.now() < until) {
    await sleep(1_000 + random() * 4_000);
    const { name, begin, end } = pick(kinds)();
    faults.set(name, (faults.get(name) ?? 0) + 1);
    await begin();
    // At once again, now and then.
    if (random() < 0.7) await sleep(300 + random() * 2_500);
    await end();
  }
}

function serviceFault(service: Faulty) {
  return {
    name: service,
    begin: () => {
      services.faults[service] = pick<Fault>(["refuse", "slow", "reset", "lose", "garbage"]);
    },
    end: () => {
      services.faults[service] = "none";
    },
  };
}

/** Clients that send half a request and leave. */
async function leave(url: string): Promise<void> {
  const { port, pathname } = new URL(url);
  for (let i = 0; i < 50; i++) {
    const socket = net.connect(Number(port), "127.0.0.1");
    socket.on("error", () => undefined);
    socket.write(`POST ${pathname}/contact HTTP/1.1\r\nHost: x\r\nContent-Length: ${pick([0, 10, 1_000])}\r\n\r\n{"na`);
    await sleep(random() * 20);
    socket.destroy();
  }
}

function total(list: readonly number[]): number {
  return list.reduce((sum, one) => sum + one, 0);
}

function average(list: readonly Measure[]): number {
  return total(list.map(({ rss }) => rss)) / Math.max(list.length, 1);
}

function pick<T>(list: readonly [T, ...T[]] | readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T;
}

/** Numbers from 0 to 1, always the same for a seed. https://en.wikipedia.org/wiki/Linear_congruential_generator */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
