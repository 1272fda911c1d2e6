import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { optionError } from "../../packages/local/src/unknown.ts";
import { type Destination, eject, integrationTypes } from "./eject.ts";

const HELP = `npm run eject -- TYPE DIR [--force]

Writes one integration of API Gateway, with all it needs and its unit test, into DIR, a folder of your own Pulumi project in
TypeScript. It prints the files that it wrote and a program to paste into index.ts.

  TYPE     ${integrationTypes().join(", ")}
  --force  overwrite files that differ
  --help   print this`;

/**
 * `npm run eject`: writes one integration type into a folder.
 *
 * @param args The command line's arguments, see HELP.
 * @returns What to print.
 * @throws Error with one line: an unknown type or option, or a file that differs from what would be written.
 */
export function runEject(args: readonly string[]): string {
  const { values, positionals } = parse(args);
  const [type, directory, ...rest] = positionals;
  if (values.help) return HELP;
  if (type === undefined || directory === undefined || rest.length > 0) {
    throw new Error("Usage: npm run eject -- TYPE DIR [--force]; --help lists the types");
  }
  return write(type, path.resolve(directory), values.force);
}

function parse(args: readonly string[]) {
  const options = { force: { type: "boolean", default: false }, help: { type: "boolean", default: false } } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new Error(optionError(error, Object.keys(options), "npm run eject -- --help"));
  }
}

/** Writes the files, and returns what to print. */
function write(type: string, directory: string, force: boolean): string {
  const types = integrationTypes();
  if (!types.includes(type)) throw new Error(`Unknown type "${type}": expected one of ${types.join(", ")}`);
  const destination = destinationOf(directory);
  const { files, program, packages } = eject(type, destination);
  const taken = [...files].filter(([name, text]) => differs(path.join(directory, name), text)).map(([name]) => name);
  if (taken.length > 0 && !force) {
    throw new Error(`${directory} has ${taken.join(", ")} already: choose another folder, or overwrite with --force`);
  }
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of files) writeFileSync(path.join(directory, name), text);
  const wrote = [...files].map(
    ([name, text]) => `  ${path.join(directory, name)}  ${text.split("\n").length - 1} lines`,
  );
  const install = packages.length === 0 ? [] : [`They need a package more: npm install ${packages.join(" ")}`];
  return ["Wrote", ...wrote, ...install, "", "A program that uses it, for index.ts:", "", program].join("\n");
}

/** Finds the package that a folder belongs to: the nearest folder above with a package.json, or else the folder itself. */
function destinationOf(directory: string): Destination {
  for (let project = directory; ; project = path.dirname(project)) {
    const file = path.join(project, "package.json");
    if (existsSync(file)) {
      const folder = path.relative(project, directory).split(path.sep).join("/");
      return { folder, esm: JSON.parse(readFileSync(file, "utf8")).type === "module" };
    }
    if (project === path.dirname(project)) return { folder: "", esm: false };
  }
}

function differs(file: string, text: string): boolean {
  return existsSync(file) && readFileSync(file, "utf8") !== text;
}
