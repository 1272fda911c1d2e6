import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { stopAll } from "./processes.ts";
import { type Figure, figureOf } from "./results.ts";
import { freePort, startStack } from "./servers.ts";

/** One thing that a developer waits for, in milliseconds. */
export interface Wait {
  readonly name: string;
  readonly ms: Figure;
}

const TIMES = 3;
const FUNCTIONS = ["contact", "consumer", "legacy-crm"];
/** Milliseconds between two changes of somebody who types. */
const PAUSE_MS = 3_000;
/** Milliseconds after which a change is taken to be lost. */
const RELOAD_MS = 20_000;

const root = fileURLToPath(new URL("../../..", import.meta.url));
const program = fileURLToPath(new URL("program", import.meta.url));

/** Measures starts, reloads and how long functions' modules take to load, each some times. */
export async function measureLoop(progress: (text: string) => void): Promise<Wait[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "bench-loop-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  progress("npm start");
  // With a port of its own choice each start runs the program.
  const port = await freePort();
  const cold = await starts(port, (time) => ({ XDG_CACHE_HOME: path.join(folder, `cold-${time}`) }));
  const again = await starts(port, () => ({ XDG_CACHE_HOME: path.join(folder, "cold-0") }));
  progress("reload");
  const reloads = await measureReloads(path.join(folder, "program"));
  progress("modules of functions");
  const loads = FUNCTIONS.map((name) => ({ name: `module of ${name} loaded`, ms: figureOf(loadTimes(name, folder)) }));
  return [
    { name: "npm start, first time", ms: cold },
    { name: "npm start, nothing changed since", ms: again },
    ...reloads,
    ...loads,
  ];
}

async function starts(port: number, environment: (time: number) => NodeJS.ProcessEnv): Promise<Figure> {
  const times: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const { readyMs, pid } = await startStack(["--port", `${port}`], environment(time));
    times.push(readyMs);
    stopAll();
    await untilEnded(pid);
  }
  return figureOf(times);
}

/** Changes files of a program of its own, and asks until the change is served. */
async function measureReloads(folder: string): Promise<Wait[]> {
  cpSync(program, folder, { recursive: true, filter: (file) => path.basename(file) !== "node_modules" });
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"), "junction");
  writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
  // Of a program elsewhere localhost runs the library that was built, and in a checkout none is.
  const { port, prefix } = await startStack(["--cwd", folder], { NODE_OPTIONS: "--conditions=source" });
  const url = `http://127.0.0.1:${port}${prefix}`;
  const [handlers, programs]: [number[], number[]] = [[], []];
  const edit = (file: string, from: RegExp, to: string) => {
    const name = path.join(folder, file);
    writeFileSync(name, readFileSync(name, "utf8").replace(from, to));
  };
  for (let time = 0; time < TIMES; time++) {
    await sleep(PAUSE_MS);
    edit("echo.js", /body: .* };/, `body: '"${time}"' };`);
    handlers.push(
      await until(async () => (await (await fetch(`${url}/echo`, { method: "POST" })).text()) === `"${time}"`),
    );
    await sleep(PAUSE_MS);
    edit("index.ts", /"POST \/queue\d*"/, `"POST /queue${time}"`);
    programs.push(
      // Without a body the model refuses the request; a route that is not there answers 403.
      await until(async () => (await fetch(`${url}/queue${time}`, { method: "POST" })).status !== 403),
    );
  }
  stopAll();
  return [
    { name: "reload of a handler", ms: figureOf(handlers) },
    { name: "reload of index.ts", ms: figureOf(programs) },
  ];
}

/** Milliseconds until a condition holds. */
async function until(holds: () => Promise<boolean>): Promise<number> {
  const start = performance.now();
  while (!(await holds())) {
    if (performance.now() - start > RELOAD_MS) throw new Error("a change of a file was not served");
    await sleep(5);
  }
  return performance.now() - start;
}

/** How long a function's bundle takes to load in a process of its own, as at a cold start. */
function loadTimes(name: string, folder: string): number[] {
  const file = path.join(folder, `${name}.mjs`);
  const source = `import { bundle } from "./components/lambda/bundle.ts"; console.log(bundle("handlers/${name}/index.ts"))`;
  const node = (args: readonly string[]) =>
    execFileSync(process.execPath, args, { cwd: root, encoding: "utf8", env: environment });
  writeFileSync(file, node(["--import", "tsx", "--input-type=module", "-e", source]));
  const load = `const start = performance.now(); await import(${JSON.stringify(file)}); console.log(performance.now() - start)`;
  return Array.from({ length: TIMES }, () => Number(node(["--input-type=module", "-e", load])));
}

/** What the handlers read when they are loaded. */
const environment = {
  ...process.env,
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  AWS_REGION: "us-east-1",
  QUEUE_URL: "http://127.0.0.1:1/1/queue",
  ALLOWED_ORIGINS: "http://localhost:3000",
  TABLE_NAME: "table",
  TOPIC_ARN: "arn:aws:sns:us-east-1:000000000000:topic",
};

async function untilEnded(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(-pid, 0);
    } catch {
      return;
    }
    await sleep(20);
  }
}
