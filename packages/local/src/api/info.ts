import { readFileSync } from "node:fs";
import type { Endpoints } from "../cloud/call.ts";
import type { LocalContext } from "./context.ts";

const VERSION: string = JSON.parse(readFileSync(new URL("../../../../package.json", import.meta.url), "utf8")).version;

/** What a client needs to know to talk to what runs here. */
export interface Info {
  /** Base URL of the API, with the stage. */
  readonly url: string;
  readonly stage: string;
  readonly apiKey: string;
  readonly endpoints: Endpoints;
  /** Outputs of the stack. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What differs from AWS right now, in sentences. */
  readonly notes: readonly string[];
  readonly version: string;
}

/** Information on what runs here. */
export function infoOf({ url, stage, apiKey, services, program, notes }: LocalContext): Info {
  const { endpoints } = services;
  return { url: `${url}/${stage}`, stage, apiKey, endpoints, outputs: program.outputs, notes, version: VERSION };
}
