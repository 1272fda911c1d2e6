import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { ask, startCommand, startModule } from "./processes.ts";
import type { Setup } from "./server.ts";
import type { ServerName } from "./targets.ts";

/** A server that runs. */
export interface RunningServer {
  /** Root of its processes. */
  readonly pid: number;
  readonly port: number;
  /** What goes before a target's path: the stage. */
  readonly prefix: string;
  /** Milliseconds from the command to the line that says it is ready; undefined for a process of the benchmark's own. */
  readonly readyMs?: number;
  /** What `npm start` says of itself at `/_local/info`. */
  readonly info?: Info;
}

/** An `npm start` that runs. */
export type RunningStack = RunningServer & Required<Pick<RunningServer, "info" | "readyMs">>;

/** The part of `/_local/info` that is used. */
export interface Info {
  readonly endpoints: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

const here = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../../..", import.meta.url));

/**
 * Starts a server.
 *
 * @param setup Gives the document and the upstream, for a gateway alone.
 * @throws Error with one line that says why it does not start.
 */
export async function startServer(name: ServerName, setup: () => Promise<Setup>): Promise<RunningServer> {
  switch (name) {
    case "bare":
      return { ...(await startRole("bare")), prefix: "" };
    case "gateway":
    case "traced":
      return { ...(await startRole(name, await setup())), prefix: "/dev" };
    case "npm start":
      return startStack(NO_LIMIT);
    case "npm start, bench program":
      return startBenchProgram((await setup()).upstream);
    case "serverless-offline, in process":
      return startServerlessOffline(["--useInProcess"]);
    case "serverless-offline, worker threads":
      return startServerlessOffline([]);
  }
}

/** Starts server.ts in a role; a gateway needs a setup. */
export async function startRole(
  role: string,
  setup: Setup = { document: {}, upstream: "" },
): Promise<{ pid: number; port: number }> {
  const child = startModule("server.ts", [role]);
  return { port: await ask<number>(child, setup), pid: child.pid ?? 0 };
}

/** Starts the process that plays every backend, and returns its base URL. */
export async function startUpstream(): Promise<string> {
  const { port } = await startRole("upstream");
  return `http://127.0.0.1:${port}`;
}

/** The document of the stack in this repository: its root prints it, so that the benchmark imports nothing of it. */
export function stackDocument(): object {
  const printed = execFileSync("npm", ["run", "--silent", "openapi"], { cwd: root, encoding: "utf8" });
  return JSON.parse(printed);
}

/** Localhost holds callers to the stage's limits, which fast routes exceed. */
const NO_LIMIT = ["throttlingRateLimit", "throttlingBurstLimit"].flatMap((key) => ["--config", `${key}=1000000`]);

/**
 * `npm start` with the program of the benchmark's own.
 *
 * @param upstream Base URL of the backend of its HTTP integration.
 */
export function startBenchProgram(upstream: string): Promise<RunningStack> {
  return startStack(["--cwd", "packages/gateway/bench/program"], { BENCH_BACKEND_URL: upstream });
}

/** `npm start` as a user types it, but for the port, and offline: no server is called but those of this machine. */
export async function startStack(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<RunningStack> {
  const command = ["start", "--silent", "--", "--port", "0", "--offline", ...args];
  const { pid, output, readyMs } = await startCommand(
    "npm",
    command,
    { cwd: root, env: { ...process.env, ...environment } },
    /curl -i .*\n/,
  );
  const page = /Page\s+(\S+)/.exec(output)?.[1] ?? "";
  const info: Info & { url: string } = await (await fetch(`${page}/_local/info`)).json();
  const { port, pathname } = new URL(info.url);
  return { pid, port: Number(port), prefix: pathname, readyMs, info };
}

/** serverless-offline, by osls, the maintained Serverless Framework that needs no account. */
async function startServerlessOffline(args: readonly string[]): Promise<RunningServer> {
  installPeers();
  const [port, lambdaPort] = [await freePort(), await freePort()];
  const command = [`${here}node_modules/serverless/bin/serverless.js`, "offline", "start", "--host", "127.0.0.1"];
  const ports = ["--httpPort", `${port}`, "--lambdaPort", `${lambdaPort}`, "--noTimeout"];
  const env = { ...process.env, SLS_TELEMETRY_DISABLED: "1", SLS_NOTIFICATIONS_MODE: "off" };
  const options = { cwd: `${here}program`, env };
  const started = await startCommand(process.execPath, [...command, ...ports, ...args], options, /Server ready/);
  return { pid: started.pid, port, prefix: "/dev", readyMs: started.readyMs };
}

/** Installs what localhost is compared with into bench/, where it weighs nothing on the main install. */
function installPeers(): void {
  if (existsSync(`${here}node_modules/serverless-offline`)) return;
  console.error("Installing serverless-offline: npm ci --prefix packages/gateway/bench");
  const args = ["ci", "--prefix", here, "--no-audit", "--no-fund", "--ignore-scripts"];
  const { status, stderr } = spawnSync("npm", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`npm ci --prefix packages/gateway/bench failed: ${stderr.trim().split("\n")[0]}`);
}

/** Versions of what localhost is compared with, as far as it is installed. */
export function peerVersions(): Record<string, string> {
  const names = { "serverless-offline": "serverless-offline", osls: "serverless" };
  return Object.fromEntries(
    Object.entries(names).flatMap(([name, folder]) => {
      const file = `${here}node_modules/${folder}/package.json`;
      return existsSync(file) ? [[name, String(JSON.parse(readFileSync(file, "utf8")).version)]] : [];
    }),
  );
}

/** A port that is free. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
