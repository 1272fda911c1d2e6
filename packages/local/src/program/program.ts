import { fork } from "node:child_process";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { DEFAULT_STACK, readLocalProject } from "./config.ts";
import type { Program, ProgramRequest, ProgramResult } from "./resources.ts";

export type { Program, Resource } from "./resources.ts";

/** How to run a program. */
export interface ProgramOptions {
  /** Stack whose `Pulumi.<stack>.yaml` is read; default `local`, which needs no such file. */
  readonly stack?: string;
  /** Folder of `Pulumi.yaml`; default the current one. */
  readonly directory?: string;
  /** Settings in the place of the project's and the stack's, by full key or by one of the project's own. */
  readonly config?: Readonly<Record<string, string>>;
  /** Where the API is served, without the stage; default `http://localhost:3000`. */
  readonly url?: string;
  /** Where queue URLs point, without account and name; default AWS's own. */
  readonly queueUrl?: string;
  /**
   * Value of the API keys whose value the program leaves to AWS; default the environment's `<PROJECT>_API_KEY`
   * (`CONTACT_US_API_KEY` for a project `contact-us`), else a random one.
   */
  readonly apiKey?: string;
}

/** Folder of this repository, whose packages are TypeScript. */
const REPOSITORY = fileURLToPath(new URL("../../../..", import.meta.url));

/**
 * Runs the Pulumi program in a mock cloud, which creates nothing, in a process of its own: Pulumi's runtime is global to
 * the process, slow to load and of no use once the program has ended.
 *
 * @throws Error with one line: an unknown stack, a config value the program refuses, or what the program threw.
 */
export async function runProgram(options: ProgramOptions = {}): Promise<Program> {
  const { resolve } = createRequire(import.meta.url);
  const directory = path.resolve(options.directory ?? ".");
  const project = readLocalProject(directory, options.stack, Object.keys(options.config ?? {}));
  const request: ProgramRequest = {
    project: { ...project, config: { ...project.config, ...fullKeys(project.name, options.config) } },
    stack: options.stack ?? DEFAULT_STACK,
    directory,
    url: options.url ?? "http://localhost:3000",
    queueUrl: options.queueUrl ?? "https://sqs.us-east-1.amazonaws.com",
    apiKey: options.apiKey,
    mockCloud: pathToFileURL(resolve("api-gateway-integrations/testing/mock-cloud")).href,
  };
  const result = await inChild(request);
  if ("error" in result) {
    throw new Error(inOneLine(result.error, options.directory));
  }
  return result.program;
}

/** Pulumi's errors, in a line that names what helps on localhost. */
function inOneLine(message: string, directory: string | undefined): string {
  const [, key] = /^Missing required (?:secret )?configuration variable '([^']+)'/.exec(message) ?? [];
  if (key !== undefined) {
    const place = directory === undefined ? "" : `--cwd ${directory} `;
    return `The program needs the setting ${key}: npm start -- ${place}--config ${key}=VALUE, or put it into Pulumi.local.yaml.`;
  }
  const [, name] = /^Cannot find (?:package|module) '([^'./][^']*)'/.exec(message) ?? [];
  return name === undefined
    ? message
    : `The program imports ${name}, which is not installed: run npm install in its folder.`;
}

function fullKeys(project: string, config: ProgramOptions["config"] = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.includes(":") ? key : `${project}:${key}`, value]),
  );
}

function inChild(request: ProgramRequest): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = fork(new URL("./run.ts", import.meta.url), {
      execArgv: loaderOf(request.project.main),
      // As the Pulumi CLI does: functions given as callbacks are packed from here.
      cwd: request.project.folder,
      env: { NODE_COMPILE_CACHE: path.join(tmpdir(), "node-compile-cache"), ...process.env },
      serialization: "advanced",
    });
    child.once("message", (result: ProgramResult) => {
      resolve(result);
      child.kill();
    });
    child.once("error", reject);
    child.once("exit", () => reject(new Error("The program ended before its resources were known.")));
    child.send(request);
  });
}

/**
 * What reads the program's TypeScript. Node.js itself, where it can, reads that of this repository: it starts faster than
 * tsx, and again with the compiled code kept. Other programs need what the Pulumi CLI gives them, CommonJS and imports
 * without extensions among it; and packages in them are what their authors published, without sources.
 */
function loaderOf(main: string): string[] {
  const isOwn = !path.relative(REPOSITORY, main).startsWith("..");
  const tsx = ["--import", pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href];
  if (!isOwn) {
    return tsx;
  }
  return ["--conditions=source", ...((process.features as { typescript?: unknown }).typescript ? [] : tsx)];
}
