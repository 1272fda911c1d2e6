import { createHash } from "node:crypto";
import { type FSWatcher, readdirSync, readFileSync, watch } from "node:fs";
import path from "node:path";

/** Milliseconds in which changes count as one: an editor writes a file in several steps. */
const SETTLE_MS = 60;

/** Something that is watched. */
export interface Watching {
  close(): void;
}

/**
 * Watches the files of folders and of all that is below them. A file that is written with the same contents has not changed.
 *
 * @param isWatched Whether a file, or what is in a folder, is watched.
 * @param onChange Called with the absolute paths of the files that changed, appeared or went.
 */
export function watchFolders(
  folders: readonly string[],
  isWatched: (file: string) => boolean,
  onChange: (files: readonly string[]) => void,
): Watching {
  const watchers = new Map<string, FSWatcher>();
  const contents = new Map<string, string>();
  const touched = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  function settle(): void {
    const changed = [...touched].filter(isChanged);
    touched.clear();
    if (changed.length > 0) {
      onChange(changed);
    }
  }
  function isChanged(file: string): boolean {
    const before = contents.get(file);
    const now = digestOf(file);
    if (now === undefined) {
      contents.delete(file);
    } else {
      contents.set(file, now);
    }
    return before !== now;
  }
  function touch(file: string): void {
    touched.add(file);
    clearTimeout(timer);
    timer = setTimeout(settle, SETTLE_MS);
  }
  function add(folder: string, isNew: boolean): void {
    if (watchers.has(folder)) {
      return;
    }
    try {
      const watcher = watch(folder, (_event, name) => {
        const file = path.join(folder, name ?? "");
        if (name !== null && isWatched(file)) {
          look(file);
        }
      });
      watcher.on("error", () => remove(folder));
      watchers.set(folder, watcher);
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const file = path.join(folder, entry.name);
        if (!isWatched(file)) {
          continue;
        }
        if (entry.isDirectory()) {
          add(file, isNew);
        } else if (entry.isFile() && isNew) {
          touch(file);
        } else if (entry.isFile()) {
          isChanged(file);
        }
      }
    } catch {
      // A folder that went, or one too many for the system's limit, is not watched.
    }
  }
  /** A folder is watched as soon as it is there. */
  function look(file: string): void {
    try {
      readdirSync(file);
      add(file, true);
    } catch {
      remove(file);
      touch(file);
    }
  }
  function remove(folder: string): void {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  }

  for (const folder of folders) add(path.resolve(folder), false);
  return {
    close() {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

/** Calls back when the contents of a file changed. Its folder is watched, since editors put a new file in its place. */
export function watchFile(file: string, onChange: () => void): Watching {
  const place = path.resolve(file);
  let before = digestOf(place);
  let timer: NodeJS.Timeout | undefined;
  const settle = () => {
    const now = digestOf(place);
    if (now !== before && now !== undefined) {
      before = now;
      onChange();
    }
  };
  const watcher = watch(path.dirname(place), (_event, name) => {
    if (name === null || name === path.basename(place)) {
      clearTimeout(timer);
      timer = setTimeout(settle, SETTLE_MS);
    }
  });
  watcher.on("error", () => watcher.close());
  return {
    close() {
      clearTimeout(timer);
      watcher.close();
    },
  };
}

function digestOf(file: string): string | undefined {
  try {
    return createHash("sha1").update(readFileSync(file)).digest("hex");
  } catch {
    return undefined;
  }
}
