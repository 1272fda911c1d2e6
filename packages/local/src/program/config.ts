import { readFileSync } from "node:fs";
import path from "node:path";
import { readProject, stacksOf } from "api-gateway-integrations/testing/project";
import { parse } from "yaml";
import { unknownSettings } from "../unknown.ts";
import type { Json, LocalProject } from "./resources.ts";

/** The stack whose settings are read when none is named; it needs no file. */
export const DEFAULT_STACK = "local";

/**
 * Reads a project as `pulumi` does, and the section `localhost` of the stack's file.
 *
 * @param stack The stack that the user named; it must have a file.
 * @param given Keys of settings from the command line; like those of the stack's file they should be declared.
 * @throws Error naming the stack that has no file, the file of samples that is not JSON, or what `readProject` finds.
 */
export function readLocalProject(directory: string, stack?: string, given: readonly string[] = []): LocalProject {
  const project = readProject(directory, stack ?? DEFAULT_STACK);
  const stacks = stacksOf(directory);
  if (stack !== undefined && !stacks.includes(stack)) {
    throw new Error(`There is no Pulumi.${stack}.yaml. Stacks for --stack: ${stacks.join(", ") || "none"}.`);
  }
  const { examples = {}, samples = {} } = project.stackFile.localhost ?? {};
  const fullKey = (key: string) => (key.includes(":") ? key : `${project.name}:${key}`);
  const files = Object.entries<string>(samples);
  const declared = parse(readFileSync(path.join(directory, "Pulumi.yaml"), "utf8"));
  const stackFile = `Pulumi.${stack ?? DEFAULT_STACK}.yaml`;
  return {
    ...project,
    notes: [
      ...unknownSettings(declared, Object.keys(project.stackFile.config ?? {}), stackFile),
      ...unknownSettings(declared, given, "--config"),
    ],
    files: [...files.map(([, file]) => path.join(directory, file)), path.join(project.folder, "package.json")],
    localhost: {
      examples,
      samples: Object.fromEntries(files.map(([key, file]) => [fullKey(key), readJson(directory, file)])),
    },
  };
}

function readJson(directory: string, file: string): Json {
  try {
    return JSON.parse(readFileSync(path.join(directory, file), "utf8"));
  } catch (error) {
    throw new Error(`${file}, a file of samples: ${(error as Error).message}`);
  }
}
