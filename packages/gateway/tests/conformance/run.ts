import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The parts of the local gateway that recorded cases exist for. */
export type Part = "vtl" | "gateway";
export const parts: readonly Part[] = ["vtl", "gateway"];

/** One recorded case, as far as a report needs it. */
export interface Case {
  readonly id: string;
  readonly category: string;
  /** Whether AWS itself was the witness, and not its documentation or another implementation. */
  readonly aws_validated: boolean;
  readonly note?: string;
}

/** What a conformance run found. */
export interface Result {
  readonly cases: readonly Case[];
  /** IDs of the cases that failed, and why. */
  readonly failed: ReadonlyMap<string, string>;
}

const root = fileURLToPath(new URL("../../../../", import.meta.url));

/**
 * Folder of the recorded cases and their runners: the environment's `VECTORS_DIR`, or `../shared/vectors` beside this
 * repository. They are not part of it, since they are others' recordings. Undefined where the folder is absent.
 */
export function vectorsFolder(): string | undefined {
  const folder = resolve(root, process.env.VECTORS_DIR ?? "../shared/vectors");
  return existsSync(join(folder, "vtl-conformance.ts")) ? folder : undefined;
}

/**
 * Runs one part's cases against this repository's gateway.
 * @throws Error with the runner's output when it did not finish its run.
 */
export async function runConformance(folder: string, part: Part): Promise<Result> {
  const file = join(folder, `${part}.json`);
  const runner = join(folder, `${part}-conformance.ts`);
  const args = ["--conditions=source", "--import", "tsx", runner, "--project", root, "--cases", file];
  const { output, code } = await run(process.execPath, args);
  if (code > 1 || !/^\d+ passed, \d+ failed$/m.test(output)) throw new Error(`${part} runner:\n${output}`);
  const failed = [...output.matchAll(/^FAIL ([^\s:]+): (.*)$/gm)].map(([, id, why]) => [id, why] as [string, string]);
  return { cases: JSON.parse(readFileSync(file, "utf8")), failed: new Map(failed) };
}

/** How many public documents the gateway treats as API Gateway does. */
export interface DocumentCount {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Loads the public documents beside the recorded cases (`../corpus`) and calls each of their operations once.
 * Undefined where they are absent.
 * @throws Error with the runner's output when it did not finish its run.
 */
export async function countDocuments(folder: string): Promise<DocumentCount | undefined> {
  const runner = resolve(folder, "../corpus/corpus.mts");
  if (!existsSync(runner)) return undefined;
  const args = ["--conditions=source", "--import", "tsx", runner, "--project", root];
  const { output } = await run(process.execPath, args);
  const [, passed, failed] = /^(\d+) passed, (\d+) failed$/m.exec(output) ?? [];
  if (passed === undefined || failed === undefined) throw new Error(`document runner:\n${output}`);
  return { passed: Number(passed), failed: Number(failed) };
}

/** IDs of the cases that are known to pass, by part: a test fails when one of them no longer does. */
export function readPassing(): Record<Part, readonly string[]> {
  return JSON.parse(readFileSync(passingFile, "utf8"));
}

export const passingFile = fileURLToPath(new URL("passing.json", import.meta.url));

function run(command: string, args: readonly string[]): Promise<{ output: string; code: number }> {
  return new Promise((done) => {
    execFile(command, args, { cwd: root, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 2;
      done({ output: stdout + stderr, code });
    });
  });
}
