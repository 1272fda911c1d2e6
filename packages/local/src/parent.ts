import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { isRunning } from "./cloud/temporary.ts";

const LOOK_MS = 500;

/**
 * Calls back when the npm that started this process has ended. npm passes on the signals that it gets, but not SIGKILL, and
 * its shell survives it.
 */
export async function followNpm(onEnd: () => void): Promise<void> {
  const parent = process.ppid;
  const { command, ppid } = await readParent(parent);
  const isShell = /^(\S*\/)?-?\w*sh$/.test(command);
  const timer = setInterval(() => {
    if (process.ppid !== parent || (isShell && !isRunning(ppid))) {
      clearInterval(timer);
      onEnd();
    }
  }, LOOK_MS);
  timer.unref();
}

/** The parent's command and its own parent, from Linux's `/proc` or from `ps`; empty on Windows, which has neither. */
async function readParent(pid: number): Promise<{ command: string; ppid: number }> {
  try {
    // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    const [, command = "", ppid] = /\((.*)\) \S (\d+)/.exec(stat) ?? [];
    return { command, ppid: Number(ppid) };
  } catch {
    const ps = await promisify(execFile)("ps", ["-o", "ppid=,comm=", "-p", String(pid)]).catch(() => ({ stdout: "" }));
    const [, ppid, command = ""] = /^\s*(\d+)\s+(.*?)\s*$/.exec(ps.stdout) ?? [];
    return { command, ppid: Number(ppid) };
  }
}
