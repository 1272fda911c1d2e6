import { readFileSync } from "node:fs";
import type { LocalContext } from "./context.ts";
import type { Info } from "./wire.ts";

const VERSION: string = JSON.parse(readFileSync(new URL("../../../../package.json", import.meta.url), "utf8")).version;

/** Information on what runs here. */
export function infoOf({ url, stage, apiKey = "", endpoints, program, notes }: LocalContext): Info {
  return { url: `${url}/${stage}`, stage, apiKey, endpoints, outputs: program.outputs, notes, version: VERSION };
}
