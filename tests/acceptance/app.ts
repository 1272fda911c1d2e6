import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { npmStart } from "../../scripts/soak/npm-start.ts";

/** The API under test. */
export interface App {
  /** Base URL with the stage. */
  readonly url: string;
  readonly apiKey: string;
  /** Base URL of the localhost server; undefined when a deployed API is tested. */
  readonly local?: string;
}

// The SDK that the tests use warns on Node 20.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

const project = fileURLToPath(new URL("../..", import.meta.url));
let started: Promise<App> | undefined;
const children: ChildProcess[] = [];

/**
 * The API that the acceptance tests call: the deployed one that `--url` and `--api-key` name, by way of `CONTACT_US_URL` and
 * `CONTACT_US_API_KEY`, else one on localhost, started once for all tests.
 */
export function app(): Promise<App> {
  const { CONTACT_US_URL: url, CONTACT_US_API_KEY: apiKey = "" } = process.env;
  started ??= url ? Promise.resolve({ url: url.replace(/\/$/, ""), apiKey }) : startLocally();
  return started;
}

/**
 * Skips a suite or a test, which keeps its name in the report, when a deployed API is tested. What needs more than the API's
 * URL and key calls this or `localApp`.
 */
export function needsLocalhost(this: Mocha.Context): void {
  if (process.env.CONTACT_US_URL) {
    this.skip();
  }
}

/** The API on localhost; skips as `needsLocalhost` does. */
export async function localApp(this: Mocha.Context): Promise<App & { local: string }> {
  needsLocalhost.call(this);
  return (await app()) as App & { local: string };
}

/**
 * Whether requests can be signed for a route with IAM authorization: on localhost, and where the environment has the
 * credentials of a caller.
 */
export async function canSign(): Promise<boolean> {
  return (await app()).local !== undefined || process.env.AWS_ACCESS_KEY_ID !== undefined;
}

/**
 * Skips a test, which keeps its name in the report, where the API does not have a route: the private service and the event
 * stream have an hourly price, so that a deployed stack may be without them. The API is asked, by a preflight.
 *
 * @param path As the route table has it, for example `/support/{proxy+}`.
 */
export async function needsRoute(this: Mocha.Context, path: string): Promise<void> {
  hasRoute[path] ??= isThere(path);
  if (!(await hasRoute[path])) {
    this.skip();
  }
}

const hasRoute: Record<string, Promise<boolean>> = {};

async function isThere(path: string): Promise<boolean> {
  const { url } = await app();
  const headers = { origin: "http://localhost:3000", "access-control-request-method": "GET" };
  // API Gateway answers 403 for a path that it does not have.
  const { status } = await fetch(`${url}${path.replace(/\{[^}]*\}/g, "any")}`, { method: "OPTIONS", headers });
  return status !== 403;
}

async function startLocally(): Promise<App> {
  const { output } = await start(["--port", "0", "--offline", "--retry", "0"]);
  const local = /Page\s+(\S+)/.exec(output)?.[1] as string;
  const { url, apiKey } = (await (await fetch(`${local}/_local/info`)).json()) as App;
  return { url, apiKey, local };
}

let again: Promise<string> | undefined;

/**
 * A port for starts of which each ends before the next one: a start on a port that it had before takes the kept run of the program,
 * which saves most of its time. It is below the ports that systems give to clients, so that none has it in between.
 */
export function portToStartAgain(): Promise<string> {
  again ??= freeAmong(20_000 + Math.floor(Math.random() * 10_000));
  return again;
}

function freeAmong(first: number): Promise<string> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(freeAmong(first + 10)));
    server.listen(first, "127.0.0.1", () => server.close(() => resolve(String(first))));
  });
}

/** What a process said by the time that it was ready or had ended. */
export interface Started {
  readonly child: ChildProcess;
  readonly output: string;
  /** Undefined while it runs. */
  readonly exitCode?: number;
}

/**
 * Runs what `npm start` runs, until its banner is complete or it ends.
 *
 * @param environment Variables besides this process's; undefined for one that it must not have.
 * @param options In which folder, and as whom; default the project's, and as this process.
 */
export function start(
  args: readonly string[],
  environment: Record<string, string | undefined> = {},
  options: Pick<SpawnOptions, "cwd" | "uid" | "gid"> = {},
): Promise<Started> {
  const child: ChildProcess = spawn(process.execPath, [...npmStart, ...args], {
    cwd: project,
    ...options,
    env: { ...process.env, ...environment },
  });
  children.push(child);
  let output = "";
  return new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        output += chunk;
        if (/(curl -i|npm start without --api) .*\n/.test(output)) {
          resolve({ child, output });
        }
      });
    }
    child.once("close", (code) => resolve({ child, output, exitCode: code ?? undefined }));
  });
}

after(async () => {
  const running = children.filter((child) => child.exitCode === null && child.signalCode === null);
  await Promise.all(running.map((child) => child.kill("SIGTERM") && once(child, "exit")));
});
