import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/**
 * The text of each `.vtl` file of a project by its path below the project's folder, with slashes: what a mapping template
 * of the document may have been read from. Dependencies, build results and hidden folders are left out.
 */
export function readTemplateFiles(directory: string, below = ""): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(path.join(directory, below), { withFileTypes: true })) {
    const name = path.posix.join(below, entry.name);
    if (entry.isDirectory() && !/^(\.|node_modules$|dist$)/.test(entry.name)) {
      Object.assign(files, readTemplateFiles(directory, name));
    } else if (entry.isFile() && entry.name.endsWith(".vtl")) {
      files[name] = readFileSync(path.join(directory, name), "utf8");
    }
  }
  return files;
}
