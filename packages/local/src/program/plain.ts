import path from "node:path";
import type { Pulumi } from "api-gateway-integrations/testing/mock-cloud";
import type { PackedFile } from "./resources.ts";

// Pulumi's marks for a value that travels with a type of its own (sdk/proto, "special signatures").
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** The fields of Pulumi's assets and archives, each of which has one of them. */
interface Packed {
  readonly text?: string;
  readonly path?: string | Promise<string>;
  readonly uri?: string | Promise<string>;
  readonly assets?: unknown;
}

/**
 * Creates a function that turns values of a Pulumi program into plain data that can leave its process: secrets opened, outputs
 * awaited, archives as `{ files }`, resources as their URN and ID. Files stay where they are on disk.
 *
 * @param pulumi The copy of `@pulumi/pulumi` that the program imports.
 */
export function createPlain(pulumi: Pulumi): (value: unknown) => Promise<unknown> {
  const { Archive, Asset } = pulumi.asset;

  async function plain(value: unknown): Promise<unknown> {
    const resolved: unknown = await (pulumi.Output.isInstance(value) ? promised(value) : value);
    if (typeof resolved === "function") {
      return undefined;
    }
    if (typeof resolved !== "object" || resolved === null) {
      return resolved;
    }
    if (Archive.isInstance(resolved) as boolean) {
      return { files: await filesOf(resolved) };
    }
    if (Asset.isInstance(resolved) as boolean) {
      return fileOf(resolved);
    }
    if (pulumi.Resource.isInstance(resolved) as boolean) {
      const { urn, id } = resolved as { urn?: unknown; id?: unknown };
      return { urn: await plain(urn), id: await plain(id) };
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

  /** An archive's files by their paths in it; those of an archive in an archive are below its path. */
  async function filesOf(archive: Packed): Promise<Record<string, PackedFile>> {
    if (archive.assets === undefined) {
      return { "": await fileOf(archive) };
    }
    const assets = (await promised(pulumi.output(archive.assets))) as Record<string, Packed>;
    const entries = Object.entries(assets).map(async ([name, item]): Promise<[string, PackedFile][]> => {
      const files = Archive.isInstance(item) ? await filesOf(item) : { "": await fileOf(item) };
      return Object.entries(files).map(([below, file]) => [path.posix.join(name, below), file]);
    });
    return Object.fromEntries((await Promise.all(entries)).flat());
  }

  function promised(output: { apply(run: (value: unknown) => void): unknown }): Promise<unknown> {
    return new Promise((resolve) => output.apply(resolve));
  }
  return plain;
}

async function fileOf(packed: Packed): Promise<PackedFile> {
  if (packed.text !== undefined) {
    return packed.text;
  }
  return packed.path === undefined ? { uri: String(await packed.uri) } : { path: path.resolve(await packed.path) };
}
