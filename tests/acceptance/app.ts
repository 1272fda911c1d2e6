import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

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
 * The API that the acceptance tests call: the deployed one that `CONTACT_US_URL` (with the stage) and `CONTACT_US_API_KEY`
 * name, else one on localhost, started once for all tests.
 */
export function app(): Promise<App> {
  const { CONTACT_US_URL: url, CONTACT_US_API_KEY: apiKey = "" } = process.env;
  started ??= url ? Promise.resolve({ url: url.replace(/\/$/, ""), apiKey }) : startLocally();
  return started;
}

/** Skips the tests of a suite when a deployed API is tested, and returns the one on localhost. */
export async function localApp(this: Mocha.Context): Promise<App & { local: string }> {
  const running = await app();
  if (!running.local) {
    this.skip();
  }
  return running as App & { local: string };
}

/**
 * Skips a test, which keeps its name in the report, where the API does not have a route: the private service and the event
 * stream have an hourly price, so that a deployed stack may be without them. The routes are those of
 * `CONTACT_US_ROUTES` (what `pulumi stack output routes --json` prints) where that is set; else the API is asked, by a
 * preflight.
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
  const { CONTACT_US_ROUTES } = process.env;
  if (CONTACT_US_ROUTES) {
    const routes: string[] = JSON.parse(CONTACT_US_ROUTES);
    return routes.some((route) => route.endsWith(` ${path}`));
  }
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

/** What a process said by the time that it was ready or had ended. */
export interface Started {
  readonly child: ChildProcess;
  readonly output: string;
  /** Undefined while it runs. */
  readonly exitCode?: number;
}

/** Runs what `npm start` runs, until its banner is complete or it ends. */
export function start(args: readonly string[], environment: Record<string, string> = {}): Promise<Started> {
  const child = spawn(
    process.execPath,
    ["--conditions=source", "--import", "tsx", "packages/local/src/main.ts", ...args],
    {
      cwd: project,
      env: { ...process.env, ...environment },
    },
  );
  children.push(child);
  let output = "";
  return new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk;
        if (/curl -i .*\n/.test(output)) {
          resolve({ child, output });
        }
      });
    }
    child.once("close", (code) => resolve({ child, output, exitCode: code ?? undefined }));
  });
}

after(async function () {
  this.timeout(10_000);
  const running = children.filter((child) => child.exitCode === null && child.signalCode === null);
  await Promise.all(running.map((child) => child.kill("SIGTERM") && once(child, "exit")));
});
