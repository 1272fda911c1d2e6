import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Pulumi } from "api-gateway-integrations/testing/mock-cloud";
import { ACCOUNT, REGION } from "./aws.ts";
import { documentOf } from "./document.ts";
import { keepRun } from "./kept-run.ts";
import { recordReads } from "./reads.ts";
import type { Place, Program, ProgramMessage, ProgramRequest, ProgramResult, Resource } from "./resources.ts";

const reads = recordReads();

// Pulumi takes a stack trace for each promise, which is slow to map to sources and never shown.
if (!process.execArgv.includes("--enable-source-maps")) {
  process.setSourceMapsEnabled(false);
}

// Pulumi reports what went wrong in a resource through rejections that no caller awaits.
process.on("unhandledRejection", fail);
process.on("uncaughtException", fail);
process.once("disconnect", () => process.exit());
process.on("message", (message: ProgramMessage) => {
  if ("preload" in message) {
    message.preload.forEach(preload);
  } else {
    runAndKeep(message.run).catch(fail);
  }
});

const require = createRequire(import.meta.url);

/** The next program may do without a module, and a module may refuse to be loaded alone. */
function preload(file: string): void {
  try {
    require(file);
  } catch {
    // The program gets the same error if it loads it.
  }
}

function loadedPackages(): string[] {
  return Object.keys(require.cache).filter((file) => file.includes(`${path.sep}node_modules${path.sep}`));
}

/** Ends the process when nobody listens any more: an error to send would be an error to report, without end. */
function answer(result: ProgramResult): Promise<void> {
  if (!process.connected) {
    process.exit();
  }
  return new Promise((resolve) =>
    process.send?.(result, (error: Error | null) => (error ? process.exit() : resolve())),
  );
}

function fail(error: unknown): void {
  const isError = error instanceof Error;
  void answer({ error: isError ? error.message : String(error), place: isError ? placeOf(error) : undefined });
}

/** Where an error comes from: esbuild's location, the place of a syntax error, or the innermost line of the project's own code. */
function placeOf(
  error: Error & { errors?: readonly { location?: { file: string; line: number } }[] },
): Place | undefined {
  const location = error.errors?.find((each) => each.location)?.location;
  if (location) {
    return { file: path.resolve(location.file), line: location.line };
  }
  // A component names its argument before it says what esbuild failed with.
  const [, file, line] = /^(\S+?):(\d+):\d+: ERROR: /m.exec(error.message) ?? [];
  if (file !== undefined) {
    return { file: path.resolve(file), line: Number(line) };
  }
  const named = placesIn(error.message)[0];
  if (named || !KEEPS_LINES) {
    return named;
  }
  // What a component refuses is a mistake of the program that gave it the argument.
  const places = placesIn(error.stack ?? "");
  return places.find(({ file }) => !file.startsWith(COMPONENTS)) ?? places[0];
}

/** Whether stack traces have the lines of the sources: compiled code has, at best, lines of its own. */
const KEEPS_LINES =
  process.execArgv.includes("--enable-source-maps") ||
  (Boolean((process.features as { typescript?: unknown }).typescript) && !process.execArgv.includes("--import"));

function placesIn(text: string): Place[] {
  return text.split("\n").flatMap((line) => {
    const [, url, number] =
      /((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^\s():]+?)(?:\?[^:\s]*)?:(\d+)(?::\d+)?\b/.exec(line) ?? [];
    const isFound = url !== undefined && isOwn(url);
    return isFound ? [{ file: url.startsWith("file:") ? fileURLToPath(url) : url, line: Number(number) }] : [];
  });
}

const COMPONENTS = fileURLToPath(new URL("../../../../components/", import.meta.url));

const isOwn = (file: string) => !/node_modules|^node:|\/packages\/local\/src\//.test(file);

/** Keeps what the program gave after it was answered: it is served meanwhile. */
async function runAndKeep(request: ProgramRequest): Promise<void> {
  const outcome = { program: await run(request), packages: loadedPackages() };
  await answer(outcome);
  if (request.keep) {
    keepRun(request.keep, outcome, reads());
  }
  process.exit();
}

async function run({ project, ...request }: ProgramRequest): Promise<Program> {
  const notes = [...project.notes];
  const { knows, startMockCloud }: typeof import("api-gateway-integrations/testing/mock-cloud") = await import(
    request.mockCloud
  );
  const [pulumi, { createPlain }] = await Promise.all([pulumiOf(project.main), import("./plain.ts")]);
  const config = { "aws:region": REGION, ...project.config };
  const cloud = await startMockCloud(pulumi, {
    project: project.name,
    stack: request.stack,
    organization: "local",
    config,
    secretKeys: project.secretKeys,
    account: ACCOUNT,
    region: REGION,
    apiUrl: request.url,
    queueUrl: request.queueUrl,
    apiKey: request.apiKey,
    opaqueId,
    call: (token, inputs) => {
      if (knows(token)) {
        return undefined;
      }
      notes.push(`The program calls ${token}, which localhost answers with its arguments alone.`);
      return { id: token, ...inputs };
    },
  });

  const outputs = await pulumi.runtime.runInPulumiStack(() => load(project.main));
  await cloud.settled();

  const plain = createPlain(pulumi);
  const resources = (await plain(cloud.resources)) as Resource[];
  return {
    name: project.name,
    directory: request.directory,
    document: documentOf({ resources }, notes),
    resources,
    outputs: (await plain({ ...outputs })) as Program["outputs"],
    config,
    localhost: project.localhost,
    notes,
  };
}

/**
 * Runs the program's module as the Pulumi CLI does: as an ES module where its package says so, else as CommonJS; a function that it
 * exports is called, and gives the outputs.
 */
async function load(main: string): Promise<unknown> {
  const isModule =
    /\.m[jt]s$/.test(main) || (!/\.c[jt]s$/.test(main) && packageTypeOf(path.dirname(main)) === "module");
  const exported = isModule ? await import(pathToFileURL(main).href) : createRequire(main)(main);
  const program = isModule && Object.hasOwn(exported, "default") ? exported.default : exported;
  return typeof program === "function" ? program() : program;
}

/** The `type` of the nearest package.json. */
function packageTypeOf(folder: string): unknown {
  const file = path.join(folder, "package.json");
  if (existsSync(file)) {
    return JSON.parse(readFileSync(file, "utf8")).type;
  }
  return path.dirname(folder) === folder ? undefined : packageTypeOf(path.dirname(folder));
}

/** The copy of Pulumi's runtime that the program imports. */
async function pulumiOf(main: string): Promise<Pulumi> {
  return createRequire(main)("@pulumi/pulumi");
}

/** AWS's IDs are letters and digits, and the same program must get the same document at each start. */
function opaqueId(type: string, name: string): string {
  const digest = createHash("sha256").update(`${type}/${name}`).digest("hex");
  return digest.slice(0, type.startsWith("aws:apigateway/") ? 10 : 17);
}
