// What npm start and npm run gateway run: node launch.js COMMAND [options]. A command's bundle starts in a quarter of the time that its
// TypeScript takes. Where the bundle is missing, or older than a source, the sources run, and the bundle is made for the next start.
import { mkdtempSync, readFileSync, rmdirSync, statSync } from "node:fs";
import module from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { makeFolder, privateFolder } from "./src/folders.js";

const SOURCES = { start: "main.ts", gateway: "gateway-main.ts" };
/** Milliseconds after the start until the bundle is made: the first requests come first. */
const BUNDLE_AFTER_MS = 2_000;

// Commands read their options from the third argument on.
const [command] = process.argv.splice(2, 1);
checkTemporaryFolder();
keepCompiledCode();
if (isFresh()) {
  await import(`./dist/${command}.mjs`);
} else {
  await import("tsx");
  await import(`./src/${SOURCES[command]}`);
  if (!process.env.NODE_V8_COVERAGE) {
    setTimeout(bundle, BUNDLE_AFTER_MS).unref();
  }
}

/** The loader of TypeScript keeps its cache in this folder, and fails with a stack trace. */
function checkTemporaryFolder() {
  try {
    makeFolder(tmpdir(), 0o777);
    rmdirSync(mkdtempSync(path.join(tmpdir(), "pulumi-localhost-check-")));
  } catch ({ code }) {
    console.error(
      `Cannot write to ${tmpdir()}, the folder for temporary files (${code}): name another one with TMPDIR.`,
    );
    process.exit(1);
  }
}

/** Node.js 22.1 and later keep compiled code from one start to the next: in this user's own folder, as it is run without a look. */
function keepCompiledCode() {
  try {
    module.enableCompileCache?.(path.join(privateFolder(), "compiled"));
  } catch {
    // Without a home that can be written each start compiles.
  }
}

/** Whether the bundle was made from the sources as they are. Coverage is measured on the sources. */
function isFresh() {
  try {
    const made = JSON.parse(readFileSync(new URL(`./dist/${command}.json`, import.meta.url), "utf8"));
    return !process.env.NODE_V8_COVERAGE && Object.entries(made).every(([file, stamp]) => stampOf(file) === stamp);
  } catch {
    return false;
  }
}

function stampOf(file) {
  const { mtimeMs, size } = statSync(new URL(file, import.meta.url));
  return `${mtimeMs} ${size}`;
}

async function bundle() {
  const [{ buildBundle }, { stop }] = await Promise.all([import("./src/bundle.ts"), import("esbuild")]);
  // A read-only checkout has the bundle that npm ci made, or none.
  await buildBundle(command).catch(() => undefined);
  // Its processes would stay, with 80 MB.
  await stop();
}
