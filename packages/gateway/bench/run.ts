import os from "node:os";
import { type Load, load } from "./load.ts";
import { startModule } from "./processes.ts";
import { type Check, checksOf, resultOf, type TargetResult } from "./results.ts";
import type { Setup } from "./server.ts";
import { peerVersions, type RunningServer, stackDocument, startServer, startUpstream } from "./servers.ts";
import { type ServerName, type Target, targets } from "./targets.ts";
import { type Memory, memoryOfTree, usageOfTree } from "./usage.ts";

/** All that a run of the benchmark found. */
export interface Run {
  readonly date: string;
  readonly machine: Machine;
  readonly rounds: number;
  /** Seconds of each load. */
  readonly seconds: number;
  /** Seconds that the run took. */
  readonly took: number;
  readonly targets: readonly TargetResult[];
  readonly servers: readonly ServerResult[];
  /** What the megabytes of the servers are; those of older runs are resident. */
  readonly memory?: Memory["kind"];
  readonly checks: readonly Check[];
}

/** Where a run was made, and with what. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly os: string;
  readonly node: string;
  /** Of what localhost is compared with. */
  readonly peers: Readonly<Record<string, string>>;
}

/** Megabytes of a server with all its processes, when it had started and at the end, and how many requests it had answered. */
export interface ServerResult {
  readonly name: ServerName;
  readonly readyMs?: number;
  readonly startedMb: number;
  readonly endMb: number;
  readonly processes: number;
  readonly requests: number;
}

/** What to measure. */
export interface RunOptions {
  readonly rounds: number;
  readonly seconds: number;
  /** Targets whose name it matches; the bare server is measured in any case. */
  readonly only: RegExp;
}

const MEGABYTE = 1024 * 1024;

/** Starts what is needed, measures each target once a round, and stops what it started. */
export async function runBenchmark(
  { rounds, seconds, only }: RunOptions,
  progress: (text: string) => void,
): Promise<Run> {
  const start = performance.now();
  const chosen = targets.filter(({ name, server }) => server === "bare" || only.test(name));
  const failures = new Map<string, string>();
  const servers = await startServers(chosen, failures, progress);
  const generator = startModule("generator.ts");
  const loads = new Map<string, Load[]>();
  const requests = new Map<ServerName, number>();
  const startedMb = new Map([...servers].map(([name, { pid }]) => [name, megabytes(pid)]));

  // The first is not counted: all code is compiled in it.
  for (let round = 0; round <= rounds; round++) {
    const left = chosen.filter(({ name }) => !failures.has(name));
    for (const [index, target] of left.entries()) {
      const { name } = target;
      progress(
        `${round === 0 ? "warming up" : `round ${round} of ${rounds}`}, ${index + 1} of ${left.length}: ${name}`,
      );
      const server = servers.get(target.server);
      if (!server) continue;
      try {
        const done = await load(generator, target, server, round === 0 ? Math.min(seconds, 1) : seconds);
        requests.set(target.server, (requests.get(target.server) ?? 0) + done.requests);
        if (round > 0) loads.set(name, [...(loads.get(name) ?? []), done]);
      } catch (error) {
        failures.set(name, (error as Error).message);
      }
    }
  }
  const bare = loads.get("bare node:http") ?? [];
  const results = chosen.map((target) =>
    resultOf(target, loads.get(target.name) ?? [], bare, failures.get(target.name)),
  );
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: machine(),
    rounds,
    seconds,
    took: Math.round((performance.now() - start) / 1000),
    targets: results,
    servers: [...servers].map(([name, { pid, readyMs }]) => ({
      name,
      ...(readyMs === undefined ? {} : { readyMs: Math.round(readyMs) }),
      startedMb: startedMb.get(name) ?? 0,
      endMb: megabytes(pid),
      processes: usageOfTree(pid).processes,
      requests: requests.get(name) ?? 0,
    })),
    memory: memoryOfTree(process.pid).kind,
    checks: checksOf(results),
  };
}

/** One after the other: each says how long it took to be ready. */
async function startServers(
  chosen: readonly Target[],
  failures: Map<string, string>,
  progress: (text: string) => void,
) {
  const servers = new Map<ServerName, RunningServer>();
  let setup: Promise<Setup> | undefined;
  async function makeSetup(): Promise<Setup> {
    return { upstream: await startUpstream(), document: stackDocument() };
  }
  for (const name of new Set(chosen.map(({ server }) => server))) {
    progress(`starting ${name}`);
    try {
      servers.set(
        name,
        await startServer(name, () => {
          setup ??= makeSetup();
          return setup;
        }),
      );
    } catch (error) {
      const reason = `${name} does not start: ${(error as Error).message}`;
      for (const target of chosen) if (target.server === name) failures.set(target.name, reason);
    }
  }
  return servers;
}

const megabytes = (pid: number) => Math.round(memoryOfTree(pid).bytes / MEGABYTE);

/** This machine. */
export function machine(): Machine {
  return {
    cpu: os.cpus()[0]?.model ?? "unknown",
    cores: os.cpus().length,
    memoryGb: Math.round(os.totalmem() / 1024 / MEGABYTE),
    os: `${os.type()} ${os.release()}`,
    node: process.version,
    peers: peerVersions(),
  };
}
