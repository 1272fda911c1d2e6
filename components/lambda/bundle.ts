import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

// A bundle is an ES module, but some of the packages in it are CommonJS and call `require` for Node's own modules.
const BANNER = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/**
 * Bundles a handler and everything it imports into the text of one ES module, in memory, so that `pulumi up` needs no
 * build step before it. The same sources give the same text on every machine, so an unchanged handler does not change
 * the stack.
 *
 * The target is Node 20, the oldest version that the project runs on, so that localhost runs what Lambda (Node 24) runs.
 *
 * @param entry The handler's file, relative to the project's root, for example `handlers/contact/index.ts`.
 * @throws Error, in esbuild's words, when the file does not exist or does not compile.
 */
export function bundle(entry: string): string {
  const {
    outputFiles: [file],
  } = buildSync({
    absWorkingDir: PROJECT,
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
