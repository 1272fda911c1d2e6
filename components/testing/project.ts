import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";

/** A Pulumi project with the settings of one stack. */
export interface Project {
  readonly name: string;
  /** Absolute path of the program's module. */
  readonly main: string;
  /** Absolute path of the folder that the Pulumi CLI runs the program in: that of Pulumi.yaml, or what `main` in it names. */
  readonly folder: string;
  /** Values by full key (`shop:topicName`), in the text form that `pulumi config` stores. */
  readonly config: Readonly<Record<string, string>>;
  /** Full keys of the settings that the project declares as secret. */
  readonly secretKeys: readonly string[];
  /** What `Pulumi.<stack>.yaml` says, its `config` included; empty without that file. */
  // biome-ignore lint/suspicious/noExplicitAny: a file's own shape
  readonly stackFile: Readonly<Record<string, any>>;
}

/**
 * Reads `Pulumi.yaml` and `Pulumi.<stack>.yaml` as the Pulumi CLI does: the project's defaults, then the stack's values. A
 * stack without a file has the defaults.
 * https://www.pulumi.com/docs/iac/concepts/config/#project-level-configuration
 *
 * @param directory Folder of `Pulumi.yaml`.
 * @throws Error naming the folder without a project, the file that is not YAML or has no names, the runtime that is not
 *   Node.js, the program that is missing, or the encrypted value that cannot be read without the CLI.
 */
export function readProject(directory: string, stack: string): Project {
  const file = path.join(directory, "Pulumi.yaml");
  if (!existsSync(file)) throw new Error(`There is no Pulumi.yaml in ${directory}: name the project's folder.`);
  const project = readYaml(file);
  const runtime = project.runtime?.name ?? project.runtime;
  if (runtime !== "nodejs") throw new Error(`${file}: the runtime is ${runtime}, and only nodejs programs run here.`);
  const fullKey = (key: string) => (key.includes(":") ? key : `${project.name}:${key}`);
  const config: Record<string, string> = {};
  const secretKeys: string[] = [];
  for (const [key, declared] of Object.entries<Declaration>(project.config ?? {})) {
    const value = isDeclaration(declared) ? (declared.value ?? declared.default) : declared;
    if (value !== undefined && value !== null) config[fullKey(key)] = asText(value);
    if (isDeclaration(declared) && declared.secret) secretKeys.push(fullKey(key));
  }
  const stackFile = readStackFile(directory, stack);
  for (const [key, value] of Object.entries(stackFile.config ?? {})) {
    if (typeof value === "object" && value !== null && "secure" in value) {
      throw new Error(`Pulumi.${stack}.yaml: ${key} is encrypted and cannot be read here. Choose another stack.`);
    }
    config[fullKey(key)] = asText(value);
  }
  return {
    name: project.name,
    ...placeOf(path.resolve(directory, project.main ?? ".")),
    config,
    secretKeys,
    stackFile,
  };
}

/** Names of the stacks that have a file in the project's folder. */
export function stacksOf(directory: string): string[] {
  return readdirSync(directory).flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);
}

type Declaration = { value?: unknown; default?: unknown; secret?: boolean } | string | number | boolean | null;

function isDeclaration(value: Declaration): value is Exclude<Declaration, string | number | boolean | null> {
  return typeof value === "object" && value !== null;
}

function readStackFile(directory: string, stack: string): Project["stackFile"] {
  const file = path.join(directory, `Pulumi.${stack}.yaml`);
  return existsSync(file) ? readYaml(file) : {};
}

// biome-ignore lint/suspicious/noExplicitAny: a file's own shape
function readYaml(file: string): Record<string, any> {
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8")) ?? {};
  } catch (error) {
    // The lines after the first are an excerpt of the file.
    throw new Error(`${file}: ${(error as Error).message.split("\n")[0]?.replace(/:$/, "")}`);
  }
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw new Error(`${file}: expected settings by name, such as "config:"`);
  }
  return content;
}

/** The program's module as the Pulumi CLI finds it: the file itself, else its folder's package's `main`, else its index. */
function placeOf(place: string): Pick<Project, "main" | "folder"> {
  const folder = statSync(place, { throwIfNoEntry: false })?.isDirectory() ? place : path.dirname(place);
  const manifest = path.join(folder, "package.json");
  const { main = "index" } = existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf8")) : {};
  const stems = folder === place ? [path.resolve(folder, main), path.join(folder, "index")] : [place];
  const files = stems.flatMap((stem) => [stem, ...EXTENSIONS.map((extension) => `${stem}${extension}`)]);
  const found = files.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
  if (found === undefined) throw new Error(`There is no program in ${place}: it has no index.ts.`);
  return { main: found, folder };
}

const EXTENSIONS = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"];

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
