import { createHash, randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { Pulumi } from "api-gateway-integrations/testing/mock-cloud";
import { ACCOUNT, REGION } from "./aws.ts";
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

async function run({ project, ...request }: ProgramRequest): Promise<Program> {
  const { startMockCloud }: typeof import("api-gateway-integrations/testing/mock-cloud") = await import(
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
  });

  const outputs = await pulumi.runtime.runInPulumiStack(() => import(pathToFileURL(project.main).href));
  await cloud.settled();

  const plain = createPlain(pulumi);
  const resources = (await plain(cloud.resources)) as Resource[];
  return {
    name: project.name,
    directory: request.directory,
    document: documentOf({ resources }),
    resources,
    outputs: (await plain({ ...outputs })) as Program["outputs"],
    config,
    localhost: project.localhost,
  };
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

function documentOf(program: Pick<Program, "resources">): Program["document"] {
  const apis = ofType(program, "aws:apigateway/restApi:RestApi");
  const body = apis[0]?.inputs.body;
  if (apis.length !== 1 || typeof body !== "string") {
    throw new Error(`The program must have one aws.apigateway.RestApi with a body; it has ${apis.length}.`);
  }
  return JSON.parse(body);
}
