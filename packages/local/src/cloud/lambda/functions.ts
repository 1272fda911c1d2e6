import { randomUUID } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import type { FunctionState, LogLine } from "../../api/wire.ts";
import type { Resource } from "../../program/resources.ts";
import type { Switches } from "../switches.ts";
import { createTemporaryFolder } from "../temporary.ts";
import type { Ending } from "./environment.ts";
import { type FunctionSettings, isFunction, unpack } from "./function.ts";
import { createPool, type Pool } from "./pool.ts";

const KEPT_LINES = 200;
/** Bytes that Lambda takes and gives in one synchronous invocation. */
export const MAX_PAYLOAD = 6 * 1024 * 1024;

/** A function's answer. */
export interface Outcome {
  /** JSON: the result, or the error with `errorMessage` and `errorType`. */
  readonly payload: Buffer;
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
  invoke(arnOrName: string, payload: Buffer): Promise<Outcome>;
  has(arnOrName: string): boolean;
  states(): FunctionState[];
  close(): Promise<void>;
}

interface Running {
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
  const built = buildSync({
    entryPoints: [fileURLToPath(new URL("./runtime.ts", import.meta.url))],
    write: false,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
  });
  writeFileSync(runtime, built.outputFiles[0]?.contents ?? "");

  const functions = resources.map((resource): Running => {
    const settings = unpack(resource, folder, shared);
    const logs: LogLine[] = [];
    const pool = createPool(settings, runtime, (requestId, text) => write(logs, requestId, text));
    return { settings, pool, invocations: 0, errors: 0, logs, failure: failureOf(resource) };
  });

  function find(arnOrName: string) {
    return functions.find(({ settings }) => isFunction(settings, arnOrName));
  }
  function write(logs: LogLine[], requestId: string, text: string): void {
    const lines = text.split("\n").filter((line) => line !== "");
    logs.push(...lines.map((line) => ({ at: new Date().toISOString(), requestId, line })));
    logs.splice(0, logs.length - KEPT_LINES);
    onChange();
  }
  async function run(running: Running, requestId: string, payload: string): Promise<Ending> {
    if (switches.isFailing(running.failure)) {
      const errorMessage = `Made to fail by the switch "${running.failure}"`;
      write(running.logs, requestId, errorMessage);
      return { error: { errorType: "Error", errorMessage, trace: [] } };
    }
    return running.pool.invoke(requestId, payload);
  }

  return {
    has: (arnOrName) => find(arnOrName) !== undefined,
    async invoke(arnOrName, payload) {
      const running = find(arnOrName);
      if (!running) {
        throw new Error(`Function not found: ${arnOrName}`);
      }
      const requestId = randomUUID();
      running.invocations++;
      const ending = limited(await run(running, requestId, payload.toString() || "{}"));
      const failed = "error" in ending;
      if (failed) {
        running.errors++;
        write(running.logs, requestId, `${ending.error.errorType}: ${ending.error.errorMessage}`);
      }
      onChange();
      const log = running.logs.filter((line) => line.requestId === requestId).map(({ line }) => line);
      return {
        payload: Buffer.from(failed ? JSON.stringify(ending.error) : ending.result),
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
      await Promise.all(functions.map(({ pool }) => pool.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function limited(ending: Ending): Ending {
  if ("result" in ending && Buffer.byteLength(ending.result) > MAX_PAYLOAD) {
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAX_PAYLOAD} bytes).`;
    return { error: { errorType: "Function.ResponseSizeTooLarge", errorMessage } };
  }
  return ending;
}
