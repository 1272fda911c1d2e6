import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const project = fileURLToPath(new URL("../..", import.meta.url));
/** The arguments with which `npm start` runs node. */
export const npmStart: readonly string[] = JSON.parse(readFileSync(`${project}package.json`, "utf8"))
  .scripts.start.replace(/^.* node /, "")
  .split(" ");

/** A stack on localhost, in a process of its own. */
export interface Stack {
  readonly child: ChildProcess;
  /** Base URL of the API, with the stage. */
  readonly url: string;
  /** Base URL of the page. */
  readonly local: string;
  readonly apiKey: string;
  /** Turns a switch. */
  fail(target: string, failing: boolean): Promise<void>;
}

/** Free ports, no network, and failed messages at once again. */
const ARGUMENTS: readonly string[] = ["--port", "0", "--offline", "--retry", "0"];

/**
 * Runs what `npm start` runs.
 *
 * @param environment Variables besides this process's.
 * @param nodeOptions Arguments of node besides those of `npm start`, or `"npm"` to run npm itself, in a group of its own.
 * @param options Those of `npm start`; by default it is offline, on free ports.
 */
export async function startStack(
  environment: Readonly<Record<string, string>>,
  nodeOptions: readonly string[] | "npm" = [],
  options = ARGUMENTS,
): Promise<Stack> {
  const viaNpm = nodeOptions === "npm";
  const [command, args] = viaNpm
    ? ["npm", ["start", "--silent", "--", ...options]]
    : [process.execPath, [...nodeOptions, ...npmStart, ...options]];
  const child = spawn(command, args, {
    cwd: project,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit", ...(viaNpm ? [] : ["ipc" as const])],
    detached: viaNpm,
  });
  let output = "";
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk;
      if (/curl -i .*\n/.test(output)) resolve();
    });
    child.once("exit", (code) => reject(new Error(`npm start ended with ${code}: ${output}`)));
  });
  const local = /Page\s+(\S+)/.exec(output)?.[1] ?? "";
  const { url, apiKey } = (await (await fetch(`${local}/_local/info`)).json()) as { url: string; apiKey: string };
  return {
    child,
    url,
    local,
    apiKey,
    async fail(target, failing) {
      await fetch(`${local}/_local/failures/${target}`, { method: "PUT", body: JSON.stringify({ failing }) });
    },
  };
}
