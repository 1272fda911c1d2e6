import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import type { Json, LocalhostSection } from "./resources.ts";

/** A Pulumi project with one stack's configuration. */
export interface Project {
  readonly name: string;
  /** Absolute path of the program. */
  readonly main: string;
  /** Values by full key (`contact-us:topicName`), in the text form that `pulumi config` stores. */
  readonly config: Record<string, string>;
  readonly secretKeys: string[];
  readonly localhost: LocalhostSection;
}

/**
 * Reads `Pulumi.yaml` and `Pulumi.<stack>.yaml` as the Pulumi CLI does: the project's defaults, then the stack's values.
 * https://www.pulumi.com/docs/iac/concepts/config/#project-level-configuration
 *
 * @throws Error naming the stack that has no file, the encrypted value that cannot be read without the CLI, or the file
 *   of samples that is not JSON.
 */
export function readProject(directory: string, stack: string): Project {
  if (!existsSync(path.join(directory, "Pulumi.yaml"))) {
    throw new Error(`There is no Pulumi.yaml in ${directory}: start from the project's folder.`);
  }
  const project = parse(readFileSync(path.join(directory, "Pulumi.yaml"), "utf8"));
  const fullKey = (key: string) => (key.includes(":") ? key : `${project.name}:${key}`);
  const config: Record<string, string> = {};
  const secretKeys: string[] = [];
  for (const [key, declared] of Object.entries<Declaration>(project.config ?? {})) {
    const value = isDeclaration(declared) ? (declared.value ?? declared.default) : declared;
    if (value !== undefined) {
      config[fullKey(key)] = asText(value);
    }
    if (isDeclaration(declared) && declared.secret) {
      secretKeys.push(fullKey(key));
    }
  }
  const settings = readStack(directory, stack);
  for (const [key, value] of Object.entries(settings.config ?? {})) {
    if (typeof value === "object" && value !== null && "secure" in value) {
      throw new Error(
        `Pulumi.${stack}.yaml: ${key} is encrypted, and localhost cannot read it. Choose another --stack.`,
      );
    }
    config[fullKey(key)] = asText(value);
  }
  const files = Object.entries<string>(settings.localhost?.samples ?? {});
  return {
    name: project.name,
    main: path.resolve(directory, project.main ?? ".", "index.ts"),
    config,
    secretKeys,
    localhost: {
      examples: settings.localhost?.examples ?? {},
      samples: Object.fromEntries(files.map(([key, file]) => [fullKey(key), readJson(directory, file)])),
    },
  };
}

type Declaration = { value?: unknown; default?: unknown; secret?: boolean } | string | number | boolean | null;

function isDeclaration(value: Declaration): value is Exclude<Declaration, string | number | boolean | null> {
  return typeof value === "object" && value !== null;
}

function readStack(directory: string, stack: string): Json {
  const file = path.join(directory, `Pulumi.${stack}.yaml`);
  if (!existsSync(file)) {
    const stacks = readdirSync(directory).flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);
    throw new Error(`There is no Pulumi.${stack}.yaml. Stacks for --stack: ${stacks.join(", ") || "none"}.`);
  }
  return parse(readFileSync(file, "utf8")) ?? {};
}

function readJson(directory: string, file: string): Json {
  try {
    return JSON.parse(readFileSync(path.join(directory, file), "utf8"));
  } catch (error) {
    throw new Error(`${file}, a file of samples: ${(error as Error).message}`);
  }
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
