import {
  closeSync,
  constants,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { templateOrigins } from "local-api-gateway";
import { operationsOf, templateMaps } from "./operations.ts";
import type { Program } from "./resources.ts";

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

/** A template that is not saved; the message says why, for people. */
export class SaveRefused extends Error {}

/** The file that a template was saved to. */
export interface Saved {
  /** Path below the project's folder. */
  readonly file: string;
}

/** The text of a template with what the program put around the text of its file. */
interface Known {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Saves edited templates to the files that they came from: only files of the project's folder whose text a template of the
 * program has. Text that the program puts before or after the file's must stay as it is.
 *
 * @param read The files' texts, where they have been read already.
 */
export function createTemplateFiles(
  { document, directory }: Pick<Program, "document" | "directory">,
  read: Readonly<Record<string, string>> = readTemplateFiles(directory),
): {
  /** @param source The template as it was. @throws SaveRefused */
  save(source: string, template: string): Saved;
} {
  const known = new Map<string, Known>();
  const texts = new Map<string, string>();
  const learn = (files: Readonly<Record<string, string>>) => {
    const originOf = templateOrigins(files);
    for (const source of templatesOf(document)) {
      const origin = known.has(source.trimEnd()) ? undefined : originOf(source);
      const text = origin && files[origin.file];
      if (!origin || text === undefined) continue;
      const before = source
        .split(/(?<=\n)/)
        .slice(0, origin.fileLine - 1)
        .join("");
      const after = source.slice(before.length + withoutLastBreak(text).length);
      known.set(source.trimEnd(), { file: origin.file, before, after: after.trim() === "" ? "" : after });
      texts.set(origin.file, text);
    }
  };
  learn(read);
  return {
    save(source, template) {
      learn(readTemplateFiles(directory));
      const origin = known.get(source.trimEnd());
      if (!origin) throw new SaveRefused("This template does not come from a .vtl file of this program.");
      const { file, before, after } = origin;
      if (!template.startsWith(before) || !template.endsWith(after) || template.length < before.length + after.length) {
        throw new SaveRefused(`The text that the program puts around ${file} cannot be saved: it is not in the file.`);
      }
      const old = texts.get(file) ?? "";
      const text = template.slice(before.length, template.length - after.length);
      const lastBreak = /\r?\n$/.exec(old)?.[0] ?? "";
      const written = withoutLastBreak(text) + lastBreak;
      const folder = realpathSync(path.join(directory, path.dirname(file)));
      if (!`${folder}${path.sep}`.startsWith(`${realpathSync(directory)}${path.sep}`)) {
        throw new SaveRefused(`${file} is outside the project's folder.`);
      }
      replace(path.join(folder, path.basename(file)), file, old, written);
      texts.set(file, written);
      known.set(template.trimEnd(), origin);
      return { file };
    },
  };
}

/** Writes over a file that still has its old text. A link in its place is not followed. */
function replace(place: string, file: string, old: string, text: string): void {
  if (text === old) return;
  let handle: number;
  try {
    handle = openSync(place, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0));
  } catch (error) {
    throw new SaveRefused(`${file} cannot be written: ${(error as NodeJS.ErrnoException).code}.`);
  }
  try {
    if (readFileSync(handle, "utf8") !== old) {
      throw new SaveRefused(`${file} has changed since: send the request again to see it as it is now.`);
    }
    const bytes = Buffer.from(text);
    writeSync(handle, bytes, 0, bytes.length, 0);
    ftruncateSync(handle, bytes.length);
  } finally {
    closeSync(handle);
  }
}

/** The text of every mapping template of a document. */
function templatesOf(document: Program["document"]): string[] {
  return operationsOf(document).flatMap(({ operation }) => templateMaps(operation).flatMap(Object.values<string>));
}

const withoutLastBreak = (text: string) => text.replace(/\r?\n$/, "");
