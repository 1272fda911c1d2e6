import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { LoadOptions, LoadResult } from "./generator.ts";
import type { Setup, Usage } from "./server.ts";
import type { Target } from "./targets.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Concurrent connections of the load generator. */
const CONNECTIONS = 50;

/** A server in a process of its own. */
export interface ServerProcess {
  readonly port: number;
  usage(): Promise<Usage>;
  stop(): void;
}

/** Installs the load generator into bench/, where it weighs nothing on the main install. */
export function installLoadGenerator(): void {
  if (existsSync(`${here}node_modules/autocannon`)) return;
  console.log("Installing the load generator: npm ci --prefix bench");
  const { status } = spawnSync("npm", ["ci", "--prefix", here, "--no-audit", "--no-fund"], { stdio: "inherit" });
  if (status !== 0) throw new Error("npm ci --prefix bench failed: see above");
}

/** Starts server.ts in the role that is named. */
export async function startServer(role: string, setup: Setup): Promise<ServerProcess> {
  const child = fork(`${here}server.ts`, [role], { execArgv: ["--expose-gc", "--import", "tsx"] });
  const port = await ask<number>(child, setup);
  return { port, usage: () => ask<Usage>(child, "usage"), stop: () => child.kill() };
}

/** Starts the load generator. */
export function startGenerator(): ChildProcess {
  return fork(`${here}generator.ts`, { execArgv: ["--import", "tsx"] });
}

/** Sends a process a message and waits for its answer. */
function ask<Answer>(child: ChildProcess, message: Setup | LoadOptions | "usage"): Promise<Answer> {
  return new Promise((done, fail) => {
    const ended = (code: number | null) => fail(new Error(`${child.spawnargs.join(" ")} ended with exit code ${code}`));
    child.once("exit", ended);
    child.once("message", (answer) => {
      child.off("exit", ended);
      done(answer as Answer);
    });
    child.send(message);
  });
}

/** What a load did. */
export interface Load {
  /** Requests answered a second. */
  readonly rate: number;
  /** CPU time of the server a request, in microseconds: steadier than the rate on a machine that has other work. */
  readonly cpu: number;
}

/**
 * Loads a target for some seconds.
 * @throws Error when an answer is not a 2xx, since an error costs less to serve than what was to be measured.
 */
export async function load(
  generator: ChildProcess,
  { name, method, path, body }: Target,
  server: ServerProcess,
  duration: number,
): Promise<Load> {
  const headers: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
  const url = `http://127.0.0.1:${server.port}${path}`;
  const before = await server.usage();
  const options = { url, method, headers, body, connections: CONNECTIONS, duration };
  const result = await ask<LoadResult>(generator, options);
  const after = await server.usage();
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${name}: ${result.non2xx} answers were not 2xx, ${result.errors} requests failed`);
  }
  const { total } = result.requests;
  return { rate: total / result.duration, cpu: (after.cpu - before.cpu) / total };
}
