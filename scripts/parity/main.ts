// npm run parity: sends the same requests to a deployed API and to localhost, and prints where the answers differ (--help says more).
import type { OpenApiDocument } from "../../packages/local/page/document/document.ts";
import type { Info, Route, Trace } from "../../packages/local/src/api/wire.ts";
import { reach } from "../../packages/local/src/deployed-api.ts";
import { parseOptions as parseStart, UserError } from "../../packages/local/src/options.ts";
import { start } from "../../packages/local/src/start.ts";
import { caseOf, saveCase } from "./case.ts";
import { compare } from "./compare.ts";
import { type ParityOptions, parseOptions, usage } from "./options.ts";
import { jsonReport, report } from "./report.ts";
import { requestsOf } from "./requests.ts";

const closers: (() => unknown)[] = [];
try {
  const options = parseOptions(process.argv.slice(2), process.env);
  if (options === "help") {
    console.log(usage);
  } else {
    process.exitCode = (await run(options)) ? 1 : 0;
  }
} catch (error) {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 2;
} finally {
  for (const close of closers.reverse()) await close();
}
// What localhost leaves running must not keep a command from ending.
process.exit();

/** @returns whether there are differences */
async function run({ deployed, stack, readOnly, json, save }: ParityOptions): Promise<boolean> {
  await reach("--url", deployed, "/");
  const localUrl = await startLocalhost(stack);
  const look = async <T>(path: string) => (await (await fetch(`${localUrl}/_local${path}`)).json()) as T;
  const [info, document, routes] = await Promise.all([
    look<Info>("/info"),
    look<OpenApiDocument>("/openapi"),
    look<Route[]>("/routes"),
  ]);
  const sides = { deployed, localhost: { url: info.url, apiKey: info.apiKey } };
  const sign = process.env.AWS_ACCESS_KEY_ID !== undefined;
  const result = await compare(sides, requestsOf(document, routes), { readOnly, sign });

  const secrets = { [deployed.apiKey]: "{{apiKey}}", [info.apiKey]: "{{apiKey}}", ...sessionToken() };
  const mask = (text: string) =>
    Object.entries(secrets).reduce((masked, [secret, standIn]) => masked.replaceAll(secret, standIn), text);
  console.log(mask(json ? jsonReport(result) : report(result)));
  const differing = result.comparisons.filter(({ differences }) => differences.length > 0);
  if (save !== undefined) {
    const date = new Date().toISOString().slice(0, 10);
    for (const comparison of differing) {
      const id = comparison.localhost.headers["x-amzn-requestid"];
      const trace = id === undefined ? undefined : await look<Trace>(`/traces/${id}`);
      const source = { document, stage: info.stage, url: deployed.url, date, trace };
      console.error(`Saved ${saveCase(save, caseOf(comparison, source), mask)}`);
    }
  }
  return differing.length > 0;
}

/** The environment's, which a complaint about a signature repeats. */
function sessionToken(): Record<string, string> {
  const { AWS_SESSION_TOKEN: token } = process.env;
  return token ? { [token]: "{{sessionToken}}" } : {};
}

async function startLocalhost(stack: string): Promise<string> {
  const options = parseStart(["--port", "0", "--offline", "--stack", stack]);
  if (options === "help") throw new Error("Localhost was asked for help.");
  const banner = await start(options, (close) => closers.push(close));
  return /^ +Page +(\S+)$/m.exec(banner)?.[1] ?? "";
}
