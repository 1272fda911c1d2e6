import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/**
 * The compiler's options in a project that `pulumi new aws-typescript` makes, and the types of Node, which compilers
 * before 6.0 take by themselves.
 * https://github.com/pulumi/templates/blob/master/aws-typescript/tsconfig.json
 */
const COMPILER_OPTIONS = {
  strict: true,
  outDir: "bin",
  target: "es2020",
  module: "nodenext",
  moduleResolution: "nodenext",
  sourceMap: true,
  experimentalDecorators: true,
  pretty: true,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  forceConsistentCasingInFileNames: true,
  types: ["node"],
};

/** What a command did. */
export interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project outside of this repository. */
export interface Project {
  readonly folder: string;
  write(file: string, text: string): void;
  /** Compiles files and what they import as the template's `tsconfig.json` says. */
  compile(...files: string[]): Result;
  /** Runs Node.js in the project's folder. */
  node(...args: string[]): Result;
  remove(): void;
}

/** Makes a project as `pulumi new aws-typescript` does, of CommonJS modules or of ES modules, with packages of this repository. */
export function createProject(esm: boolean, packages: readonly string[]): Project {
  const folder = mkdtempSync(path.join(tmpdir(), "fresh-"));
  const write = (file: string, text: string) => writeFileSync(path.join(folder, file), text);
  const node = (...args: string[]) => spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  mkdirSync(path.join(folder, "node_modules"));
  for (const name of packages) symlinkSync(path.resolve("node_modules", name), path.join(folder, "node_modules", name));
  write("package.json", JSON.stringify({ main: "index.ts", ...(esm && { type: "module" }) }));
  return {
    folder,
    write,
    node,
    compile(...files) {
      write("tsconfig.json", JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files }));
      return node(path.resolve("node_modules/typescript/bin/tsc"), "-p", folder);
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
