import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const PREFIX = "pulumi-localhost-";
const created: string[] = [];

/** Creates a temporary folder whose name has this process's ID; the process removes it when it exits. */
export function createTemporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), `${PREFIX}${process.pid}-`));
  if (created.length === 0) {
    process.once("exit", () => created.forEach(remove));
  }
  created.push(folder);
  return folder;
}

/** Removes the temporary folders of processes that ended without removing them. */
export function sweepTemporaryFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = new RegExp(`^${PREFIX}(\\d+)-`).exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) {
      remove(path.join(tmpdir(), name));
    }
  }
}

const UNWRITABLE = new Set(["EACCES", "EDQUOT", "ENOENT", "ENOSPC", "ENOTDIR", "EPERM", "EROFS"]);

/** What to do about an error of the folder for temporary files, in a line; undefined for any other error. */
export function adviceOnTemporaryFolder(error: unknown): string | undefined {
  const { code = "", path: file } = error as NodeJS.ErrnoException;
  // A file that was open when the disk was full has no path in the error.
  const isThere = file?.startsWith(tmpdir()) ?? /^(ENOSPC|EDQUOT)$/.test(code);
  return UNWRITABLE.has(code) && isThere
    ? `Cannot write to ${tmpdir()}, the folder for temporary files (${code}): make room in it, or name another one with TMPDIR.`
    : undefined;
}

/** Whether a process runs, as any user. */
export function isRunning(pid: number): boolean {
  try {
    // Signal 0 is not sent, only checked.
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // The next start removes it.
  }
}
