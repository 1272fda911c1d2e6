import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Mistake } from "./api/wire.ts";
import { withTemplates } from "./program/changed-templates.ts";
import { discardRun, ProgramError, type ProgramOptions, prepareRun, runProgram } from "./program/program.ts";
import type { Program } from "./program/resources.ts";
import { foldersOf, isSource } from "./program/sources.ts";
import { readTemplateFiles } from "./program/template-files.ts";
import { BrokenTemplates, type Host, serveVersion, type Version } from "./version.ts";
import { watchFolders } from "./watch.ts";

/** Milliseconds after the start until a process for the next run loads its packages: the machine is busy with the first requests before. */
const PREPARE_MS = 500;
/** Milliseconds until that process ends where nothing changes: it takes 150 MB, and saves a reload half a second. */
const PREPARED_MS = { afterStart: 60_000, afterChange: 120_000 };
/** Milliseconds that a version that is being served has to finish when it stops. */
const CLOSE_MS = 500;

/**
 * Watches the files that the program is made from, and serves its next version when they change: without losing data, and only when
 * the program runs and its templates compile. Each change gets a line in the terminal, and a `reload` event on the page.
 *
 * @param first The version that is served.
 * @param onVersion Called with each next version that is served.
 * @returns Stops watching, and the runs under way.
 */
export function reloadOnChange(
  host: Host,
  run: ProgramOptions,
  first: Version,
  onVersion: (version: Version) => void,
): () => Promise<void> {
  const directory = path.resolve(run.directory ?? ".");
  let version = first;
  let isClosed = false;
  const waiting = new Set<string>();
  let working: Promise<void> | undefined;
  const starting = setTimeout(prepare, PREPARE_MS, PREPARED_MS.afterStart).unref();
  let ending: NodeJS.Timeout | undefined;

  function prepare(forMs: number): void {
    // Of a project that cannot be read the next run says why.
    prepareRun(run).catch(() => undefined);
    clearTimeout(ending);
    ending = setTimeout(discardRun, forMs).unref();
  }
  const isWatched = (file: string) => isSource(file, run.except);
  const watching = watchFolders(foldersOf(directory), isWatched, (files) => {
    for (const file of files) {
      waiting.add(shown(file));
    }
    working ??= reloadAll().finally(() => {
      working = undefined;
    });
  });
  async function reloadAll(): Promise<void> {
    clearTimeout(starting);
    while (waiting.size > 0 && !isClosed) {
      const changed = [...waiting];
      waiting.clear();
      await reload(changed);
      prepare(PREPARED_MS.afterChange);
    }
  }
  /** Serves changed templates at once, and then, of all changes, what the program makes of them. */
  async function reload(changed: readonly string[]): Promise<void> {
    const began = performance.now();
    const isServed = changed.every((file) => file.endsWith(".vtl")) && (await reloadTemplates(changed, began));
    try {
      const program = await runProgram(run);
      const isSame = JSON.stringify(program) === JSON.stringify(version.program);
      if (isClosed || (isSame && (isServed || (host.current.mistake === undefined && !holdsFolders(program))))) {
        return;
      }
      if (waiting.size > 0) {
        // The files are newer than the program: its templates may not be found.
        for (const file of changed) waiting.add(file);
        return;
      }
      await serve(program, changed, began);
    } catch (error) {
      if (host.current.mistake === undefined || !isServed) {
        fail(error, changed);
      }
    }
  }
  /** @returns Whether the templates need no run of the program to be served, or to be refused. */
  async function reloadTemplates(changed: readonly string[], began: number): Promise<boolean> {
    const { program, templateFiles } = version;
    const document = withTemplates(program.document, templateFiles, readTemplateFiles(program.directory));
    if (document === undefined) {
      return false;
    }
    try {
      await serve({ ...program, document }, changed, began);
    } catch (error) {
      fail(error, changed);
    }
    return true;
  }
  async function serve(program: Program, changed: readonly string[], began: number): Promise<void> {
    const known = new Set(version.notes);
    version = await serveVersion(host, program, version);
    onVersion(version);
    host.current.mistake = undefined;
    console.log(`Reloaded ${listed(changed)} in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
    for (const note of version.notes.filter((each) => !known.has(each))) {
      console.log(`  ${note}`);
    }
    host.changes.emit("reload", { changed });
  }
  function fail(error: unknown, changed: readonly string[]): void {
    const mistakes = mistakesOf(error);
    host.current.mistake = mistakes[0];
    for (const each of mistakes) {
      console.error(placed(each));
    }
    console.error("The version before this change is still served.");
    host.changes.emit("reload", { changed, mistake: mistakes[0] });
  }
  function mistakesOf(error: unknown): [Mistake, ...Mistake[]] {
    if (error instanceof BrokenTemplates) {
      const [broken, ...others] = error.templates.map(({ file, line, message, place }) => ({
        message: file === undefined ? `${place}: ${message}` : message,
        ...(file !== undefined && { file, line }),
      }));
      return [broken ?? { message: error.message }, ...others];
    }
    return [mistakeOf(error as Error, directory)];
  }
  function shown(file: string): string {
    return path.relative(directory, file).split(path.sep).join("/");
  }

  return async () => {
    isClosed = true;
    clearTimeout(starting);
    watching.close();
    // A version that is being served is let finish; a run of the program, which may take seconds, is not waited for.
    await Promise.race([working, sleep(CLOSE_MS)]);
    discardRun();
  };
}

/** A function's folder or zip file is in the program by its path alone: whether its contents changed shows when it is packed. */
function holdsFolders(program: Version["program"]): boolean {
  return program.resources.some(({ inputs }) =>
    Object.values<unknown>(inputs.code?.files ?? {}).some((file) => typeof file === "object"),
  );
}

/** What a program failed with, and where. */
export function mistakeOf(error: Error, directory: string): Mistake {
  const place = error instanceof ProgramError ? error.place : undefined;
  return {
    message: error.message,
    ...(place && {
      file: path.relative(path.resolve(directory), place.file).split(path.sep).join("/"),
      line: place.line,
    }),
  };
}

/** A mistake in a line, with its place first, as compilers print it. */
export function placed({ message, file, line }: Mistake): string {
  return file === undefined ? message : `${file}${line === undefined ? "" : `:${line}`}: ${message}`;
}

const listed = (files: readonly string[]) =>
  files.length > 3 ? `${files.slice(0, 3).join(", ")} and ${files.length - 3} more files` : files.join(", ");
