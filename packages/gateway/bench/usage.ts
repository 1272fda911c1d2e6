import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import os from "node:os";

/** What a process, or a process with all its descendants, has used so far. */
export interface Usage {
  /** CPU time in microseconds, user and system, of all threads. */
  readonly cpu: number;
  /** Resident set size in bytes. Pages that processes share count in each. */
  readonly memory: number;
  readonly processes: number;
}

interface ProcessUsage {
  readonly pid: number;
  readonly parent: number;
  readonly cpu: number;
  readonly memory: number;
}

/** Linux counts CPU time for processes in hundredths of a second, on every machine. */
const TICK_MICROSECONDS = 10_000;

/** What a process and all its descendants have used. */
export function usageOfTree(root: number): Usage {
  const all = readProcesses();
  const tree = new Set([root]);
  for (let size = 0; size < tree.size; ) {
    size = tree.size;
    for (const { pid, parent } of all) if (tree.has(parent)) tree.add(pid);
  }
  const members = all.filter(({ pid }) => tree.has(pid));
  const sum = (key: "cpu" | "memory") => members.reduce((total, each) => total + each[key], 0);
  return { cpu: sum("cpu"), memory: sum("memory"), processes: members.length };
}

/** CPU time in microseconds that all cores of this machine have spent on work. */
export function busyTime(): number {
  return os.cpus().reduce((total, { times }) => total + (times.user + times.nice + times.sys + times.irq) * 1000, 0);
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
      const ticks = Number(fields[11]) + Number(fields[12]);
      const usage = { cpu: ticks * TICK_MICROSECONDS, memory: Number(resident) * 1024 };
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
    const [pid, parent, time = "", memory] = line.trim().split(/\s+/);
    const seconds = time.split(/[-:]/).reduce((total, part) => total * 60 + Number(part), 0);
    return { pid: Number(pid), parent: Number(parent), cpu: seconds * 1e6, memory: Number(memory) * 1024 };
  });
}
