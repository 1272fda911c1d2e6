import { randomUUID } from "node:crypto";
import { pathToFileURL } from "node:url";
import { readProject } from "./config.ts";
import { ofType, type Program, type ProgramRequest, type ProgramResult, type Resource } from "./resources.ts";

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
  const provider = new LocalProvider({ ...request, apiKey: request.apiKey ?? apiKeyOf(project.name) });
  pulumi.runtime.setAllConfig(project.config, project.secretKeys);
  await pulumi.runtime.setMocks(provider, project.name, request.stack, false, "local");

  const outputs = await pulumi.runtime.runInPulumiStack(() => import(pathToFileURL(project.main).href));
  await pulumi.runtime.disconnect();

  const resources = (await plain(provider.resources)) as Resource[];
  return {
    name: project.name,
    document: documentOf({ resources }),
    resources,
    outputs: (await plain({ ...outputs })) as Program["outputs"],
    config: project.config,
    localhost: project.localhost,
  };
}

function apiKeyOf(project: string): string {
  return process.env[`${project.toUpperCase().replace(/\W/g, "_")}_API_KEY`] || randomUUID().replaceAll("-", "");
}

function documentOf(program: Pick<Program, "resources">): Program["document"] {
  const apis = ofType(program, "aws:apigateway/restApi:RestApi");
  const body = apis[0]?.inputs.body;
  if (apis.length !== 1 || typeof body !== "string") {
    throw new Error(`The program must have one aws.apigateway.RestApi with a body; it has ${apis.length}.`);
  }
  return JSON.parse(body);
}
