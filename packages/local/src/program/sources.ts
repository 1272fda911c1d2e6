import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Folders that no program is made from: hidden ones, packages, and what tools write. */
const IGNORED = /^(\..*|node_modules|dist|coverage)$/;
/** What editors put beside a file while it is saved. */
const DRAFT = /(~|\.sw[a-z]|\.tmp|\.tmp\..*|^4913|^\.#.*)$/;
/** Documentation is no part of a program. */
const NOT_READ = /\.(md|png|log)$/i;
/** Folder of this repository: the programs in it import its library by its name, and its packages as TypeScript. */
export const REPOSITORY = fileURLToPath(new URL("../../../..", import.meta.url));

/** Whether a file or a folder is in this repository. */
export function isInRepository(place: string): boolean {
  return !path.relative(REPOSITORY, place).startsWith("..");
}

/** The program's folder and, for one of this repository, the folder of the library. */
export function foldersOf(directory: string): string[] {
  const components = path.join(REPOSITORY, "components");
  const isLibraryAside = isInRepository(directory) && path.relative(directory, components).startsWith("..");
  return [directory, ...(isLibraryAside && existsSync(components) ? [components] : [])];
}

/**
 * Whether a program may be made from a file, or from what is in a folder.
 *
 * @param except Absolute path of a folder that is none of the program's, such as that of `--data`.
 */
export function isSource(file: string, except?: string): boolean {
  const name = path.basename(file);
  return file !== except && !IGNORED.test(name) && !DRAFT.test(name) && !NOT_READ.test(name);
}

/** Absolute paths of all files that the program in a folder may be made from, whose changes are reloaded. */
export function sourcesOf(directory: string, except?: string): string[] {
  return foldersOf(directory).flatMap((folder) => filesBelow(folder, except));
}

function filesBelow(folder: string, except: string | undefined): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (!isSource(file, except)) return [];
    if (entry.isDirectory()) return filesBelow(file, except);
    return entry.isFile() ? [file] : [];
  });
}
