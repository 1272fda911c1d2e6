// npm run bench [-- --rounds 5 --seconds 2]: how fast the local gateway is, beside a bare node:http server.
//
// Load generator, server and backend are processes of their own. Each round measures every target once, so that what
// the machine does meanwhile falls on all of them; a ratio is taken within its round, and the median of rounds is shown.
import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { installLoadGenerator, type Load, load, type ServerProcess, startGenerator, startServer } from "./load.ts";
import { measureRendering } from "./render.ts";
import { printLoads, printMemory, printRendering } from "./report.ts";
import { targets } from "./targets.ts";

if (process.argv.includes("--help")) {
  console.log("Usage: npm run bench -- [--rounds 5] [--seconds 2]\n\nMeasures the gateway beside a bare HTTP server.");
  process.exit();
}
const values = readOptions();
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);

installLoadGenerator();
const document = stackDocument();
const nothing = { document: {}, upstream: "" };
const upstream = await startServer("upstream", nothing);
const setup = { document, upstream: `http://127.0.0.1:${upstream.port}` };
const servers: Record<string, ServerProcess> = {
  bare: await startServer("bare", nothing),
  gateway: await startServer("gateway", setup),
  "gateway-traced": await startServer("gateway-traced", setup),
};
const generator = startGenerator();
const run = (index: number, time: number): Promise<Load> => {
  const target = targets[index];
  const server = servers[target?.server ?? ""];
  if (!target || !server) throw new Error(`there is no server for target ${index}`);
  return load(generator, target, server, time);
};

for (const index of targets.keys()) await run(index, seconds); // so that all are compiled
const before = await memory();
const measured: Load[][] = targets.map(() => []);
for (let round = 1; round <= rounds; round++) {
  for (const index of targets.keys()) measured[index]?.push(await run(index, seconds));
  console.log(`round ${round} of ${rounds}`);
}
const after = await memory();
for (const server of [...Object.values(servers), upstream]) server.stop();
generator.kill();

printLoads(targets, measured);
printMemory(Object.keys(servers), before, after);
printRendering(measureRendering(document));

/** The document of the stack in this repository: its root prints it, so that the benchmark imports nothing of it. */
function stackDocument(): Record<string, unknown> {
  const root = new URL("../../..", import.meta.url);
  const printed = execFileSync("npm", ["run", "--silent", "openapi"], { cwd: root, encoding: "utf8" });
  return JSON.parse(printed);
}

async function memory(): Promise<number[]> {
  const readings: number[] = [];
  for (const server of Object.values(servers)) readings.push((await server.usage()).memory);
  return readings;
}

function readOptions() {
  try {
    const options = { rounds: { type: "string", default: "5" }, seconds: { type: "string", default: "2" } } as const;
    return parseArgs({ options }).values;
  } catch (error) {
    const [message] = (error as Error).message.split(". ");
    console.error(`${message}. See npm run bench -- --help`);
    process.exit(1);
  }
}
