import { pathToFileURL } from "node:url";
import { readProject } from "./config.ts";
import type { Program, Resource } from "./program.ts";

/** What this process is asked to run. */
export interface ProgramRequest {
  readonly stack: string;
  readonly directory: string;
  readonly url: string;
  readonly queueUrl: string;
  readonly apiKey: string;
}

/** What it answers, once. */
export type ProgramResult = { readonly program: Program } | { readonly error: string };

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

async function run(request: ProgramRequest): Promise<Program> {
  const project = readProject(request.directory, request.stack);
  const [pulumi, { LocalProvider }, { plain }] = await Promise.all([
    import("@pulumi/pulumi"),
    import("./provider.ts"),
    import("./plain.ts"),
  ]);
  const provider = new LocalProvider(request);
  pulumi.runtime.setAllConfig(project.config, project.secretKeys);
  await pulumi.runtime.setMocks(provider, project.name, request.stack, false, "local");

  const outputs = await pulumi.runtime.runInPulumiStack(() => import(pathToFileURL(project.main).href));
  await pulumi.runtime.disconnect();

  const resources = (await plain(provider.resources)) as Resource[];
  return {
    document: documentOf(resources),
    resources,
    outputs: (await plain({ ...outputs })) as Program["outputs"],
    config: project.config,
  };
}

function documentOf(resources: readonly Resource[]): Program["document"] {
  const apis = resources.filter((resource) => resource.type === "aws:apigateway/restApi:RestApi");
  const body = apis[0]?.inputs.body;
  if (apis.length !== 1 || typeof body !== "string") {
    throw new Error(`The program must have one aws.apigateway.RestApi with a body; it has ${apis.length}.`);
  }
  return JSON.parse(body);
}
