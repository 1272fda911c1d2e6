import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import os from "node:os";

/** What a process with all its descendants has used so far. */
export interface Usage {
  /** CPU time in microseconds, user and system, of all threads. */
  readonly cpu: number;
  readonly processes: number;
}

/** What a process with all its descendants holds. */
export interface Memory {
  readonly bytes: number;
  /**
   * Proportional set sizes, or resident ones where the system does not tell the former. A page that n processes share, such as one of
   * Node's own code, counts as 1/n of a page in a proportional size, and in each process as a whole in a resident one.
   */
  readonly kind: "PSS" | "RSS";
}

interface ProcessUsage {
  readonly pid: number;
  readonly parent: number;
  readonly cpu: number;
  /** Resident set size in bytes. */
  readonly resident: number;
}

/** Linux counts CPU time for processes in hundredths of a second, on every machine. */
const TICK_MICROSECONDS = 10_000;

/** What a process and all its descendants have used. */
export function usageOfTree(root: number): Usage {
  const members = processesOfTree(root);
  return { cpu: members.reduce((total, { cpu }) => total + cpu, 0), processes: members.length };
}

/** What a process and all its descendants hold. It stops each for some milliseconds, while the kernel counts its pages. */
export function memoryOfTree(root: number): Memory {
  const members = processesOfTree(root);
  const proportional = members.map(({ pid }) => proportionalSize(pid)).filter((size) => size !== undefined);
  const kind = proportional.length > 0 ? "PSS" : "RSS";
  const sizes = kind === "PSS" ? proportional : members.map(({ resident }) => resident);
  return { bytes: sizes.reduce((total, size) => total + size, 0), kind };
}

/** https://docs.kernel.org/filesystems/proc.html; undefined on another system, and for a process that has ended. */
function proportionalSize(pid: number): number | undefined {
  try {
    const [, kilobytes] = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "latin1")) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}

/** CPU time in microseconds that all cores of this machine have spent on work. */
export function busyTime(): number {
  return os.cpus().reduce((total, { times }) => total + (times.user + times.nice + times.sys + times.irq) * 1000, 0);
}

function processesOfTree(root: number): ProcessUsage[] {
  const all = readProcesses();
  const tree = new Set([root]);
  for (let size = 0; size < tree.size; ) {
    size = tree.size;
    for (const { pid, parent } of all) if (tree.has(parent)) tree.add(pid);
  }
  return all.filter(({ pid }) => tree.has(pid));
}

function readProcesses(): ProcessUsage[] {
  return existsSync("/proc/self/stat") ? fromProc() : fromPs();
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function fromProc(): ProcessUsage[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "latin1");
      // The name of the program, in parentheses, may have anything in it.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const resident = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, "latin1"))?.[1] ?? "0";
      // With the time of children that have ended, which would be missing from what the whole tree used.
      const ticks = fields.slice(11, 15).reduce((total, field) => total + Number(field), 0);
      const usage = { cpu: ticks * TICK_MICROSECONDS, resident: Number(resident) * 1024 };
      return [{ pid: Number(name), parent: Number(fields[1]), ...usage }];
    } catch {
      return []; // it has ended meanwhile
    }
  });
}

/** macOS, where `ps` gives hundredths of a second: `12:34.56`. */
function fromPs(): ProcessUsage[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,time=,rss="], { encoding: "utf8" }).trim().split("\n");
  return lines.map((line) => {
    const [pid, parent, time = "", resident] = line.trim().split(/\s+/);
    const seconds = time.split(/[-:]/).reduce((total, part) => total * 60 + Number(part), 0);
    return { pid: Number(pid), parent: Number(parent), cpu: seconds * 1e6, resident: Number(resident) * 1024 };
  });
}
