// Makes the bundles of npm start and npm run gateway; `npm ci` runs it as part of the `prepare` script.
import { mkdir, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { runtimeSource } from "./cloud/lambda/runtime-source.ts";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const DIST = path.join(PACKAGE, "dist");
const ENTRIES = { start: "src/main.ts", gateway: "src/gateway-main.ts" };
/** The packages that npm installed, of which the bundle holds many. */
const INSTALLED = "../../node_modules/.package-lock.json";
/** Packages in the bundle may be CommonJS, and call `require` for Node's own modules. */
const BANNER = 'import { createRequire as bundled } from "node:module"; const require = bundled(import.meta.url);';

/**
 * Bundles a command and all that it imports into `dist/COMMAND.mjs`, and writes beside it `dist/COMMAND.json`: the time and size of
 * each source, by which `launch.js` tells whether the bundle is up to date.
 *
 * @throws Error of esbuild, or where `dist` cannot be written.
 */
export async function buildBundle(command: keyof typeof ENTRIES): Promise<void> {
  const outfile = path.join(DIST, `${command}.mjs`);
  // Taken before the sources are read: one that changes meanwhile makes the bundle out of date.
  const began = Date.now();
  const { outputFiles, metafile } = await build({
    absWorkingDir: PACKAGE,
    entryPoints: [ENTRIES[command]],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    conditions: ["source"],
    // It starts a program that is beside its module.
    external: ["esbuild"],
    banner: { js: BANNER },
    legalComments: "none",
    metafile: true,
    write: false,
    logLevel: "silent",
    plugins: [withoutUnused, withRuntime, keepPlaces(outfile)],
  });
  const inputs = Object.keys(metafile.inputs).filter((file) => !file.includes("node_modules/"));
  const sources = new Set([...inputs, ...(await runtimeFiles()), INSTALLED]);
  const stamps = await Promise.all(
    [...sources].map(async (file) => {
      const { mtimeMs, size } = await stat(path.join(PACKAGE, file));
      return [file, mtimeMs > began ? "changed" : `${mtimeMs} ${size}`];
    }),
  );
  await mkdir(DIST, { recursive: true });
  await replace(outfile, outputFiles[0]?.contents ?? "");
  await replace(path.join(DIST, `${command}.json`), JSON.stringify(Object.fromEntries(stamps)));
}

/** Leaves out modules that nothing is used of, with the packages that they import: those of this repository do nothing when loaded. */
const withoutUnused: Plugin = {
  name: "without-unused",
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^(\.|local-api-gateway|api-gateway-integrations)/ }, async ({ path: name, ...from }) => {
      if (from.pluginData === withoutUnused || !from.importer.endsWith(".ts")) return undefined;
      return { ...(await resolve(name, { ...from, pluginData: withoutUnused })), sideEffects: false };
    });
  },
};

/** The module of functions' threads is text in the bundle: to make it takes as long as all the rest of a start. */
const withRuntime: Plugin = {
  name: "with-runtime",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]lambda[\\/]runtime-source\.ts$/ }, () => ({
      contents: `export const runtimeSource = () => ${JSON.stringify(runtimeSource())};`,
    }));
  },
};

/** What the module of functions' threads may be made from, relative to the package. */
async function runtimeFiles(): Promise<string[]> {
  const folder = "src/cloud/lambda";
  return (await readdir(path.join(PACKAGE, folder))).map((file) => `${folder}/${file}`);
}

/** Sources find files by their own place: in the bundle `import.meta.url` stays that of the source. */
function keepPlaces(outfile: string): Plugin {
  return {
    name: "keep-places",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]packages[\\/]\w+[\\/]src[\\/].*\.ts$/ }, async ({ path: file }) => {
        const place = path.relative(path.dirname(outfile), file).split(path.sep).join("/");
        const source = await readFile(file, "utf8");
        const url = `new URL(${JSON.stringify(place)}, import.meta.url).href`;
        return { loader: "ts", contents: source.replaceAll("import.meta.url", url) };
      });
    },
  };
}

/** A server that starts meanwhile reads the old file or the new one, whole. */
async function replace(file: string, content: string | Uint8Array): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, content);
  await rename(draft, file);
}

if (pathToFileURL(process.argv[1] ?? "").href === import.meta.url) {
  await Promise.all([buildBundle("start"), buildBundle("gateway")]);
}
