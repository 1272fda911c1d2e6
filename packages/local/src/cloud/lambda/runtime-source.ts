import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** File of the module that runs in a function's thread. */
const RUNTIME = fileURLToPath(new URL("./runtime.ts", import.meta.url));

/**
 * Text of the module that runs in a function's thread, in JavaScript and with all that it imports. In the bundle of `npm start` this
 * function returns the text that was made with the bundle.
 */
export function runtimeSource(): string {
  const { buildSync }: typeof import("esbuild") = createRequire(import.meta.url)("esbuild");
  const { outputFiles } = buildSync({
    entryPoints: [RUNTIME],
    write: false,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
  });
  return outputFiles[0]?.text ?? "";
}
