import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";

// Pulumi's marks for a value that travels with a type of its own (sdk/proto, "special signatures").
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/**
 * Turns values of a Pulumi program into plain data that can leave its thread: secrets opened, outputs awaited, archives
 * as `{ files: { path: text } }`.
 */
export async function plain(value: unknown): Promise<unknown> {
  const resolved: unknown = await (pulumi.Output.isInstance(value) ? promised(value) : value);
  if (typeof resolved === "function") {
    return undefined;
  }
  if (typeof resolved !== "object" || resolved === null) {
    return resolved;
  }
  if (pulumi.asset.Archive.isInstance(resolved) as boolean) {
    return { files: await plain((resolved as pulumi.asset.AssetArchive).assets) };
  }
  if (resolved instanceof pulumi.asset.FileAsset) {
    return readFileSync(await resolved.path, "utf8");
  }
  if (pulumi.asset.Asset.isInstance(resolved) as boolean) {
    return (resolved as pulumi.asset.StringAsset).text;
  }
  if (Array.isArray(resolved)) {
    return Promise.all(resolved.map(plain));
  }
  if ((resolved as Record<string, unknown>)[SIGNATURE] === SECRET) {
    return plain((resolved as Record<string, unknown>).value);
  }
  const entries = Object.entries(resolved).map(async ([key, item]) => [key, await plain(item)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function promised(output: pulumi.Output<unknown>): Promise<unknown> {
  return new Promise((resolve) => output.apply(resolve));
}
