import { execFile, fork, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Setup, Usage } from "./server.ts";
import type { Target } from "./targets.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const autocannon = `${here}node_modules/autocannon/autocannon.js`;

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
  if (existsSync(autocannon)) return;
  console.log("Installing the load generator: npm ci --prefix bench");
  const { status } = spawnSync("npm", ["ci", "--prefix", here, "--no-audit", "--no-fund"], { stdio: "inherit" });
  if (status !== 0) throw new Error("npm ci --prefix bench failed: see above");
}

/** Starts server.ts in the role that is named. */
export async function startServer(role: string, setup: Setup): Promise<ServerProcess> {
  const child = fork(`${here}server.ts`, [role], { execArgv: ["--expose-gc", "--import", "tsx"] });
  const ask = <Answer>(message: Setup | "usage") =>
    new Promise<Answer>((done, fail) => {
      const ended = (code: number | null) => fail(new Error(`the ${role} server ended with exit code ${code}`));
      child.once("exit", ended);
      child.once("message", (answer) => {
        child.off("exit", ended);
        done(answer as Answer);
      });
      child.send(message);
    });
  return { port: await ask<number>(setup), usage: () => ask<Usage>("usage"), stop: () => child.kill() };
}

/** What a load did. */
export interface Load {
  /** Requests answered a second. */
  readonly rate: number;
  /** CPU time of the server a request, in microseconds: steadier than the rate on a machine that has other work. */
  readonly cpu: number;
}

/**
 * Loads a target for some seconds from another process.
 * @throws Error when an answer is not a 2xx, since an error costs less to serve than what was to be measured.
 */
export async function load(target: Target, server: ServerProcess, seconds: number): Promise<Load> {
  const request = target.body === undefined ? [] : ["-H", "content-type=application/json", "-b", target.body];
  const options = ["--json", "--no-progress", "-c", String(CONNECTIONS), "-d", String(seconds), "-m", target.method];
  const url = `http://127.0.0.1:${server.port}${target.path}`;
  const before = await server.usage();
  const { stdout } = await promisify(execFile)(process.execPath, [autocannon, ...options, ...request, url]);
  const after = await server.usage();
  const result = JSON.parse(stdout) as {
    requests: { total: number };
    duration: number;
    non2xx: number;
    errors: number;
  };
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${target.name}: ${result.non2xx} answers were no 2xx, ${result.errors} requests failed`);
  }
  const { total } = result.requests;
  return { rate: total / result.duration, cpu: (after.cpu - before.cpu) / total };
}
