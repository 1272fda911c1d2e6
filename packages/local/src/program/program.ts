import { fork } from "node:child_process";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Program, ProgramRequest, ProgramResult } from "./resources.ts";

export type { Program, Resource } from "./resources.ts";

/** How to run a program. */
export interface ProgramOptions {
  /** Stack whose `Pulumi.<stack>.yaml` is read. */
  readonly stack: string;
  /** Folder of `Pulumi.yaml`; default the current one. */
  readonly directory?: string;
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

/**
 * Runs the Pulumi program with providers that create nothing, in a process of its own: Pulumi's runtime is global to the
 * process, slow to load and of no use once the program has ended.
 *
 * @throws Error with one line: an unknown stack, a config value the program refuses, or what the program threw.
 */
export async function runProgram(options: ProgramOptions): Promise<Program> {
  const request: ProgramRequest = {
    stack: options.stack,
    directory: options.directory ?? process.cwd(),
    url: options.url ?? "http://localhost:3000",
    queueUrl: options.queueUrl ?? "https://sqs.us-east-1.amazonaws.com",
    apiKey: options.apiKey,
  };
  const result = await inChild(request);
  if ("error" in result) {
    throw new Error(result.error);
  }
  return result.program;
}

function inChild(request: ProgramRequest): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = fork(new URL("./run.ts", import.meta.url), {
      // Where Node reads TypeScript itself the start is faster without tsx, and again with the compiled code kept.
      execArgv: (process.features as { typescript?: unknown }).typescript
        ? []
        : ["--import", pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href],
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
