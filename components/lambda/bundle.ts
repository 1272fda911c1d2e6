import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

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
  const file = entry instanceof URL ? fileURLToPath(entry) : path.resolve(entry);
  const text = bundles.get(file) ?? build(entry instanceof URL ? file : entry);
  bundles.set(file, text);
  return text;
}

// Sources do not change while the program runs, and bundling is the slowest part of the program.
const bundles = new Map<string, string>();

function build(entry: string): string {
  const {
    outputFiles: [file],
  } = buildSync({
    absWorkingDir: process.cwd(),
    entryPoints: [entry],
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
    logLevel: "silent",
    write: false,
  });
  if (file === undefined) throw new Error(`esbuild wrote no file for ${entry}`);
  return file.text;
}

/** From the program's folder; caches of other tools are there too. */
const FOLDER = "node_modules/.cache/bundles";

/**
 * The path of a file with this bundle, from the program's folder. The file's name is the text's hash. A stack's state has
 * only the path and the hash of a file, but the whole text of a string.
 */
export function writeBundle(text: string): string {
  const file = `${FOLDER}/${createHash("sha256").update(text).digest("hex")}.mjs`;
  if (!existsSync(file)) {
    mkdirSync(FOLDER, { recursive: true });
    // Another process may write the same file; each sees it whole or not at all.
    const draft = `${file}.${randomUUID()}`;
    writeFileSync(draft, text);
    renameSync(draft, file);
  }
  return file;
}
