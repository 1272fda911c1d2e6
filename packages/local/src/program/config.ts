import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { readProject, stacksOf } from "api-gateway-integrations/testing/project";
import { parse } from "yaml";
import { isObject, unknownParts, unknownSettings } from "../unknown.ts";
import type { Json, LocalProject, Place } from "./resources.ts";

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
  const section = objectOf(project.stackFile.localhost);
  const [examples, samples] = [objectOf(section.examples), objectOf(section.samples)];
  const fullKey = (key: string) => (key.includes(":") ? key : `${project.name}:${key}`);
  const files = Object.entries<string>(samples);
  const declared = parse(readFileSync(path.join(directory, "Pulumi.yaml"), "utf8"));
  const stackFile = `Pulumi.${stack ?? DEFAULT_STACK}.yaml`;
  return {
    ...project,
    notes: [
      ...unknownSettings(declared, Object.keys(project.stackFile.config ?? {}), stackFile),
      ...unknownSettings(declared, given, "--config"),
      ...unknownParts(section, ["examples", "samples"], stackFile),
    ],
    files: [...files.map(([, file]) => path.join(directory, file)), path.join(project.folder, "package.json")],
    localhost: {
      examples,
      samples: Object.fromEntries(files.map(([key, file]) => [fullKey(key), readJson(directory, file)])),
    },
  };
}

/**
 * Where a setting has its value: its line in the stack's file, else in the project's; undefined where neither has it.
 *
 * @param key Full key, such as `shop:rate`.
 */
export function placeOfSetting(directory: string, stack: string, key: string): Place | undefined {
  const [namespace, name] = key.split(":");
  for (const file of [`Pulumi.${stack}.yaml`, "Pulumi.yaml"].map((each) => path.join(directory, each))) {
    const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
    const at = lines.findIndex((line) => {
      const [, found] = /^\s+["']?([\w:.-]+?)["']?\s*:(?:\s|$)/.exec(line) ?? [];
      return found === key || (found === name && namespace === readProjectName(directory));
    });
    if (at >= 0) return { file, line: at + 1 };
  }
  return undefined;
}

const readProjectName = (directory: string): unknown =>
  parse(readFileSync(path.join(directory, "Pulumi.yaml"), "utf8")).name;

const objectOf = (value: unknown): Json => (isObject(value) ? value : {});

function readJson(directory: string, file: string): Json {
  try {
    return JSON.parse(readFileSync(path.join(directory, file), "utf8"));
  } catch (error) {
    throw new Error(`${file}, a file of samples: ${(error as Error).message}`);
  }
}
