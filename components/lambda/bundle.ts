import { createHash, randomUUID } from "node:crypto";
import { channel } from "node:diagnostics_channel";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

/** The bundle's name in a function's archive; the handler is `index.handler`. */
const MODULE = "index.mjs";

// A bundle is an ES module, but some of the packages in it are CommonJS and call `require` for Node's own modules.
const BANNER = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/**
 * Bundles a module and everything it imports into the text of one ES module, so that `pulumi up` needs no build step before
 * it. The same sources give the same text on every machine, so an unchanged module does not change the stack.
 *
 * The target is Node 20, the oldest version that the project runs on, so that localhost runs what Lambda (Node 24) runs.
 *
 * @param entry The module's file: a path from the program's folder, for example `handlers/contact/index.ts`, or a URL such as
 *   `new URL("handler.ts", import.meta.url)`.
 * @throws Error, in esbuild's words, when the file does not exist or does not compile.
 */
export function bundle(entry: string | URL): string {
  return bundled(entry).text;
}

/**
 * The files of a function's archive: the bundle as `index.mjs`, and its source map, with which a stack trace names the sources'
 * files and lines if `NODE_OPTIONS` has `--enable-source-maps`. The map has no text of the sources: a trace shows none.
 * https://docs.aws.amazon.com/lambda/latest/dg/typescript-exceptions.html
 *
 * @throws Error, in esbuild's words, when the file does not exist or does not compile.
 */
export function bundleFiles(entry: string | URL): Readonly<Record<string, string>> {
  const { text, sourceMap } = bundled(entry);
  return { [MODULE]: `${text}//# sourceMappingURL=${MODULE}.map\n`, [`${MODULE}.map`]: sourceMap };
}

/** Tells tools that run the program which files a bundle was made from: absolute paths, once for each bundle. */
const SOURCES = channel("api-gateway-integrations:bundle");

interface Bundle {
  readonly text: string;
  /** JSON. */
  readonly sourceMap: string;
}

// Sources do not change while the program runs, and bundling is the slowest part of the program.
const bundles = new Map<string, Bundle>();

function bundled(entry: string | URL): Bundle {
  const file = entry instanceof URL ? fileURLToPath(entry) : path.resolve(entry);
  const made = bundles.get(file) ?? build(entry instanceof URL ? file : entry, projectOf(file));
  bundles.set(file, made);
  return made;
}

/** The folder of the nearest package.json: the map's paths begin there, whatever folder the program runs in. */
function projectOf(file: string): string {
  const folder = path.dirname(file);
  return existsSync(path.join(folder, "package.json")) || folder === path.dirname(folder) ? folder : projectOf(folder);
}

function build(entry: string, project: string): Bundle {
  const { outputFiles, metafile } = buildSync({
    absWorkingDir: process.cwd(),
    entryPoints: [entry],
    // Nothing is written, but the map's paths are relative to it.
    outfile: path.join(project, MODULE),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    minify: true,
    // Lambda reports a failure by its error's class name, which minifying would change.
    keepNames: true,
    legalComments: "none",
    banner: { js: BANNER },
    mainFields: ["module", "main"],
    sourcemap: "external",
    sourcesContent: false,
    logLevel: "silent",
    metafile: true,
    write: false,
  });
  SOURCES.publish(Object.keys(metafile.inputs).map((file) => path.resolve(file)));
  const textOf = (extension: string) => outputFiles.find((file) => file.path.endsWith(extension))?.text;
  const [text, sourceMap] = [textOf(".mjs"), textOf(".map")];
  if (text === undefined || sourceMap === undefined) throw new Error(`esbuild wrote no file for ${entry}`);
  return { text, sourceMap };
}

/** From the program's folder; caches of other tools are there too. */
const FOLDER = "node_modules/.cache/bundles";
/** What a folder answers that may not be written to; Node's recursive mkdir says ENOENT in a checkout that is mounted read-only. */
const UNWRITABLE = new Set(["EACCES", "ENOENT", "EPERM", "EROFS"]);

/**
 * The absolute path of a file with this text, because a provider may run in another folder. The file's name is the text's hash.
 * A stack's state has only the path and the hash of a file, but the whole text of a string; Pulumi compares the hash alone.
 *
 * @returns undefined in a folder that may not be written to, or was removed, where Node's recursive mkdir would never end.
 */
export function writeFile(text: string): string | undefined {
  const file = `${FOLDER}/${createHash("sha256").update(text).digest("hex")}`;
  try {
    if (!existsSync(process.cwd())) return undefined;
    if (!existsSync(file)) {
      mkdirSync(FOLDER, { recursive: true });
      // Another process may write the same file; each sees it whole or not at all.
      const draft = `${file}.${randomUUID()}`;
      writeFileSync(draft, text);
      renameSync(draft, file);
    }
    return path.resolve(file);
  } catch (error) {
    if (UNWRITABLE.has((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}
