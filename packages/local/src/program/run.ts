import { createHash, randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Pulumi } from "api-gateway-integrations/testing/mock-cloud";
import { ACCOUNT, REGION } from "./aws.ts";
import { documentOf } from "./document.ts";
import type { Program, ProgramRequest, ProgramResult, Resource } from "./resources.ts";

// Pulumi takes a stack trace for each promise, which is slow to map to sources and never shown.
process.setSourceMapsEnabled(false);

// Pulumi reports what went wrong in a resource through rejections that no caller awaits.
process.on("unhandledRejection", fail);
process.on("uncaughtException", fail);
process.once("disconnect", () => process.exit());
process.once("message", (request: ProgramRequest) => run(request).then((program) => answer({ program }), fail));

function answer(result: ProgramResult): void {
  process.send?.(result);
}

function fail(error: unknown): void {
  answer({ error: error instanceof Error ? error.message : String(error) });
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
    apiKey: request.apiKey ?? apiKeyOf(project.name),
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

function apiKeyOf(project: string): string {
  return process.env[`${project.toUpperCase().replace(/\W/g, "_")}_API_KEY`] || randomUUID().replaceAll("-", "");
}
