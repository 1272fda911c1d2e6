import { type ChildProcess, fork } from "node:child_process";
import { statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { privateFolder } from "../folders.js";
import { apiKeyVariable, localKey } from "./api-key.ts";
import { readKept } from "./kept-run.ts";
import type { Place, Program, ProgramRequest, ProgramResult, RunKey } from "./resources.ts";
import { isInRepository, REPOSITORY } from "./sources.ts";

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
   * (`CONTACT_US_API_KEY` for a project `contact-us`), else the user's own for this project, the same at each run.
   */
  readonly apiKey?: string;
  /** Whether what the program gives is kept for `keptProgram`. Default false. */
  readonly keep?: boolean;
  /** Absolute path of a folder in the program's that is none of its sources. */
  readonly except?: string;
}

/**
 * Runs the Pulumi program in a mock cloud, which creates nothing, in a process of its own: Pulumi's runtime is global to
 * the process, slow to load and of no use once the program has ended.
 *
 * @throws Error with one line: an unknown stack, a config value the program refuses, or what the program threw.
 */
export async function runProgram(options: ProgramOptions = {}): Promise<Program> {
  const request = await requestOf(options);
  const first = await inChild(request);
  // Stack traces of compiled code name the compiled lines; sources' lines are slow to find, and needed only now.
  const isCompiled = loaderOf(request.project.main).includes("--import");
  const setting = "error" in first ? refusedSetting(first.error) : undefined;
  const isKnown = setting !== undefined || ("error" in first && advice(first.error) !== undefined);
  const isUnplaced = "error" in first && first.place === undefined && !isKnown && isCompiled;
  const result = isUnplaced ? await inChild(request, ["--enable-source-maps"]) : first;
  if ("error" in result) {
    const place = setting === undefined ? result.place : await placeOfGiven(request, setting, options.config);
    throw new ProgramError(inOneLine(result.error, options.directory), place);
  }
  return result.program;
}

/** What an earlier run of the program gave, if a new one would give the same; undefined where the program must run. */
export function keptProgram(options: ProgramOptions): Program | undefined {
  const kept = readKept(runKeyOf(options), options.except);
  loaded = kept?.packages ?? loaded;
  return kept?.program;
}

function runKeyOf({ directory = ".", stack, config, url, queueUrl }: ProgramOptions): RunKey {
  return {
    directory: path.resolve(directory),
    stack,
    config,
    url: url ?? "http://localhost:3000",
    queueUrl: queueUrl ?? "https://sqs.us-east-1.amazonaws.com",
  };
}

async function requestOf(options: ProgramOptions): Promise<ProgramRequest> {
  const { resolve } = createRequire(import.meta.url);
  const key = runKeyOf(options);
  const { directory, stack, config = {}, url, queueUrl } = key;
  // Not loaded for a run that was kept: it parses YAML.
  const { DEFAULT_STACK, readLocalProject } = await import("./config.ts");
  const project = readLocalProject(directory, stack, Object.keys(config));
  const given = fullKeys(project.name, config);
  const variable = apiKeyVariable(project.name);
  const apiKey = options.apiKey ?? (process.env[variable] || localKey(directory));
  // What a user gives that is secret is not to be on the disk.
  const holdsSecret = apiKey !== localKey(directory) || project.secretKeys.some((name) => given[name] !== undefined);
  return {
    project: { ...project, config: { ...project.config, ...given } },
    stack: stack ?? DEFAULT_STACK,
    directory,
    url,
    queueUrl,
    apiKey,
    mockCloud: pathToFileURL(resolve("api-gateway-integrations/testing/mock-cloud")).href,
    keep:
      options.keep && !holdsSecret
        ? { key, except: options.except, files: project.files, variables: [variable] }
        : undefined,
  };
}

/** What a program failed with, and where: the innermost line of the project's own code, as far as it is known. */
export class ProgramError extends Error {
  readonly place: Place | undefined;

  constructor(message: string, place?: Place) {
    super(message);
    this.place = place;
  }
}

/** What compilers and the program said, in a line that names what helps on localhost or leaves out the place, which is known. */
function inOneLine(message: string, directory: string | undefined): string {
  const compilers = /\b(?:Transform|Build) failed with \d+ errors?:\n\S+?: ERROR: (.*)/.exec(message)?.[1];
  return advice(message, directory) ?? compilers ?? message;
}

/** Full key of a setting whose value Pulumi refuses; undefined for any other error. */
function refusedSetting(message: string): string | undefined {
  return /^Configuration '([^']+)' value '/.exec(message)?.[1];
}

/** The line that gives a setting its value; undefined where the command line does. */
async function placeOfGiven(
  { project, directory, stack }: ProgramRequest,
  key: string,
  given: ProgramOptions["config"],
): Promise<Place | undefined> {
  const { placeOfSetting } = await import("./config.ts");
  return fullKeys(project.name, given)[key] === undefined ? placeOfSetting(directory, stack, key) : undefined;
}

/** What helps against an error of Pulumi or Node.js, in a line; undefined for any other error. */
function advice(message: string, directory?: string): string | undefined {
  const [, key] = /^Missing required (?:secret )?configuration variable '([^']+)'/.exec(message) ?? [];
  if (key !== undefined) {
    const place = directory === undefined ? "" : `--cwd ${directory} `;
    return `The program needs the setting ${key}: npm start -- ${place}--config ${key}=VALUE, or put it into Pulumi.local.yaml.`;
  }
  const [, name] = /^Cannot find (?:package|module) '([^'./][^']*)'/.exec(message) ?? [];
  return name && `The program imports ${name}, which is not installed: run npm install in its folder.`;
}

function fullKeys(project: string, config: ProgramOptions["config"] = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.includes(":") ? key : `${project}:${key}`, value]),
  );
}

/** A process that has loaded a program's packages and waits for the program. */
interface Ready {
  readonly child: ChildProcess;
  readonly key: string;
}

let ready: Ready | undefined;
/** The packages' modules that the last program loaded, in that order. */
let loaded: readonly string[] = [];

/**
 * Starts a process that loads the packages of the program that ran last, so that its next run takes less time. It ends
 * with this process.
 */
export async function prepareRun(options: Pick<ProgramOptions, "directory" | "stack">): Promise<void> {
  const { readLocalProject } = await import("./config.ts");
  const { main, folder } = readLocalProject(path.resolve(options.directory ?? "."), options.stack);
  discardRun();
  const child = forkRunner(main, folder, []);
  child.send({ preload: loaded });
  ready = { child, key: keyOf(main, folder) };
}

/** Ends the process that waits for the next run. */
export function discardRun(): void {
  ready?.child.removeAllListeners();
  ready?.child.kill();
  ready = undefined;
}

/** A waiting process is of use while the same packages are installed. */
function keyOf(main: string, folder: string): string {
  const locks = ["node_modules/.package-lock.json", "package-lock.json", "package.json"].map((file) => {
    return [path.join(folder, file), path.join(REPOSITORY, file)].map(
      (each) => statSync(each, { throwIfNoEntry: false })?.mtimeMs,
    );
  });
  return JSON.stringify([main, folder, locks]);
}

function takeReady({ main, folder }: ProgramRequest["project"]): ChildProcess | undefined {
  const waiting = ready;
  if (waiting?.child.connected && waiting.key === keyOf(main, folder)) {
    ready = undefined;
    return waiting.child;
  }
  discardRun();
  return undefined;
}

function forkRunner(main: string, folder: string, args: readonly string[]): ChildProcess {
  return fork(new URL("./run.ts", import.meta.url), {
    execArgv: [...args, ...loaderOf(main)],
    // As the Pulumi CLI does: functions given as callbacks are packed from here.
    cwd: folder,
    env: { ...compiledCode(), ...process.env },
    serialization: "advanced",
  });
}

/** Node.js 22.1 and later keep compiled code from one run to the next: in this user's own folder, as it is run without a look. */
function compiledCode(): NodeJS.ProcessEnv {
  try {
    return { NODE_COMPILE_CACHE: path.join(privateFolder(), "compiled") };
  } catch {
    return {};
  }
}

function inChild(request: ProgramRequest, args: readonly string[] = []): Promise<ProgramResult> {
  const { main, folder } = request.project;
  return new Promise((resolve, reject) => {
    const child = (args.length === 0 ? takeReady(request.project) : undefined) ?? forkRunner(main, folder, args);
    child.once("message", (result: ProgramResult) => {
      if ("program" in result) {
        loaded = result.packages;
      }
      resolve(result);
      if (!request.keep) {
        child.kill();
      }
    });
    child.once("error", reject);
    child.once("exit", () => reject(new Error("The program ended before its resources were known.")));
    child.send({ run: request });
  });
}

/** Whether Node.js reads TypeScript itself, and so keeps its lines. */
const isTyped = () => Boolean((process.features as { typescript?: unknown }).typescript);

/**
 * What reads the program's TypeScript. Node.js itself, where it can, reads that of this repository: it starts faster than
 * tsx, and again with the compiled code kept. Other programs need what the Pulumi CLI gives them, CommonJS and imports
 * without extensions among it; and packages in them are what their authors published, without sources.
 */
function loaderOf(main: string): string[] {
  const tsx = ["--import", pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href];
  if (!isInRepository(main)) {
    return tsx;
  }
  return ["--conditions=source", ...(isTyped() ? [] : tsx)];
}
