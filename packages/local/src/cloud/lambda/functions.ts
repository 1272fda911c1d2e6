import { createHash, type Hash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { FunctionState, LogLine } from "../../api/wire.ts";
import type { PackedFile, Resource } from "../../program/resources.ts";
import type { Switches } from "../switches.ts";
import { createTemporaryFolder } from "../temporary.ts";
import type { Ending } from "./environment.ts";
import { type FunctionSettings, functionName, unpack } from "./function.ts";
import { createPool, type Pool } from "./pool.ts";
import { runtimeSource } from "./runtime-source.ts";

const KEPT_LINES = 200;
/** Bytes that Lambda takes and gives in one synchronous invocation. */
export const MAX_PAYLOAD = 6 * 1024 * 1024;

/** A function's answer. */
export interface Outcome {
  /** JSON: the result, or the error with `errorMessage` and `errorType`. */
  readonly payload: string;
  /** `Unhandled` when the function failed. */
  readonly functionError?: "Unhandled";
  readonly requestId: string;
  /** What the function wrote. */
  readonly log: string;
}

/** The functions of the program. */
export interface Functions {
  /**
   * Runs a function.
   *
   * @param payload JSON.
   * @throws Error when there is no such function.
   */
  invoke(arnOrName: string, payload: string): Promise<Outcome>;
  /**
   * Unpacks the functions of the program's next version. Those that are the same go on with their threads; of the others the
   * threads end after the invocations under way.
   *
   * @returns What replaces the functions by the next ones.
   */
  prepare(resources: readonly Resource[], failureOf: (resource: Resource) => string): () => void;
  has(arnOrName: string): boolean;
  states(): FunctionState[];
  close(): Promise<void>;
}

interface Running {
  /** Hash of all that the function is made from. */
  readonly digest: string;
  /** Invocations under way. */
  active: number;
  readonly settings: FunctionSettings;
  readonly pool: Pool;
  invocations: number;
  errors: number;
  readonly logs: LogLine[];
  /** Name of the switch that makes it fail. */
  readonly failure: string;
}

/**
 * Unpacks the program's functions; threads start with the first invocations.
 *
 * @param shared Environment variables for every function.
 * @param failureOf Name of the switch that makes a function fail.
 */
export function startFunctions(
  resources: readonly Resource[],
  shared: Record<string, string>,
  switches: Switches,
  failureOf: (resource: Resource) => string,
  onChange: () => void,
): Functions {
  const folder = createTemporaryFolder();
  const runtime = path.join(folder, "runtime.mjs");
  writeFileSync(runtime, runtimeSource());

  let functions: readonly Running[] = [];
  let versions = 0;
  const retired = new Set<Running>();
  prepare(resources, failureOf)();

  function prepare(next: readonly Resource[], nameSwitch: (resource: Resource) => string): () => void {
    const home = path.join(folder, String(versions++));
    const prepared = next.map((resource): Running => {
      const digest = digestOf(resource);
      const old = functions.find(({ settings }) => settings.arn === resource.outputs.arn);
      if (old?.digest === digest) {
        return old;
      }
      const settings = unpack(resource, home, shared);
      const { logs = [], invocations = 0, errors = 0 } = old ?? {};
      const pool = createPool(settings, runtime, (requestId, text) => write(logs, requestId, text));
      return { digest, active: 0, settings, pool, invocations, errors, logs, failure: nameSwitch(resource) };
    });
    return () => {
      const old = functions.filter((running) => !prepared.includes(running));
      functions = prepared;
      old.forEach(retire);
    };
  }
  function retire(running: Running): void {
    retired.add(running);
    if (running.active === 0) {
      void running.pool.close();
    }
  }

  function find(arnOrName: string) {
    const name = functionName(arnOrName);
    return functions.find(({ settings }) => settings.name === name);
  }
  function write(logs: LogLine[], requestId: string, text: string): void {
    const lines = text.split("\n").filter((line) => line !== "");
    logs.push(...lines.map((line) => ({ at: new Date().toISOString(), requestId, line })));
    logs.splice(0, logs.length - KEPT_LINES);
    onChange();
  }
  function ended(running: Running): void {
    running.active--;
    if (running.active === 0 && retired.has(running)) {
      void running.pool.close();
    }
  }
  function madeToFail({ failure, logs }: Running, requestId: string): Ending {
    const errorMessage = `Made to fail by the switch "${failure}"`;
    write(logs, requestId, errorMessage);
    return { error: { errorType: "Error", errorMessage, trace: [] } };
  }

  return {
    prepare,
    has: (arnOrName) => find(arnOrName) !== undefined,
    async invoke(arnOrName, payload) {
      const running = find(arnOrName);
      if (!running) {
        throw new Error(`Function not found: ${arnOrName}`);
      }
      const requestId = randomUUID();
      running.invocations++;
      running.active++;
      const ending = limited(
        switches.isFailing(running.failure)
          ? madeToFail(running, requestId)
          : await running.pool.invoke(requestId, payload || "{}"),
      );
      ended(running);
      const failed = "error" in ending;
      if (failed) {
        running.errors++;
        write(running.logs, requestId, `${ending.error.errorType}: ${ending.error.errorMessage}`);
      }
      onChange();
      const log = running.logs.filter((line) => line.requestId === requestId).map(({ line }) => line);
      return {
        payload: failed ? JSON.stringify(ending.error) : ending.result,
        ...(failed && { functionError: "Unhandled" as const }),
        requestId,
        log: log.join("\n"),
      };
    },
    states: () =>
      functions.map(({ settings, invocations, errors, logs }) => ({
        name: settings.name,
        invocations,
        errors,
        logs: logs.slice(-50).reverse(),
      })),
    async close() {
      await Promise.all([...functions, ...retired].map(({ pool }) => pool.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Hash of a function's resource, and of the files that it names by their paths. */
function digestOf({ inputs, outputs }: Resource): string {
  const hash = createHash("sha256").update(JSON.stringify([inputs, outputs]));
  for (const file of Object.values<PackedFile>(inputs.code?.files ?? {})) {
    if (typeof file === "object" && "path" in file) {
      addTo(hash, file.path);
    }
  }
  return hash.digest("hex");
}

function addTo(hash: Hash, file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
    for (const name of readdirSync(file).sort()) {
      hash.update(name);
      addTo(hash, path.join(file, name));
    }
  } else if (existsSync(file)) {
    hash.update(readFileSync(file));
  }
}

function limited(ending: Ending): Ending {
  // A character is three bytes at the most: those of a small result are not counted.
  if ("result" in ending && ending.result.length * 3 > MAX_PAYLOAD && Buffer.byteLength(ending.result) > MAX_PAYLOAD) {
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAX_PAYLOAD} bytes).`;
    return { error: { errorType: "Function.ResponseSizeTooLarge", errorMessage } };
  }
  return ending;
}
