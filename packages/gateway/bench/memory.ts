import { setTimeout as sleep } from "node:timers/promises";
import type { LoadOptions, LoadResult } from "./generator.ts";
import { ask, startModule, stopAll } from "./processes.ts";
import { untilEmpty } from "./queues.ts";
import { type Machine, machine } from "./run.ts";
import { startServer } from "./servers.ts";
import { CONNECTIONS, ROUTES } from "./targets.ts";
import { type Memory, memoryOfTree, usageOfTree } from "./usage.ts";

/** What `npm start` holds before, during and after a load. */
export interface MemoryRun {
  readonly date: string;
  readonly machine: Machine;
  /** Requests answered. */
  readonly requests: number;
  readonly kind: Memory["kind"];
  readonly moments: readonly Moment[];
}

/** Megabytes of all processes at one moment. */
export interface Moment {
  readonly when: string;
  readonly mb: number;
  readonly processes: number;
}

const REQUESTS = 100_000;
/** Seconds that one route is loaded before the next one's turn. */
const TURN_SECONDS = 0.5;
/** Milliseconds after which an idle server has given back what it does not need. */
const IDLE_MS = 10_000;

/** Sends 100,000 requests, as many to each route, in turns, and measures memory. Each message that is queued gets stored. */
export async function measureMemory(progress: (text: string) => void): Promise<MemoryRun> {
  progress("starting npm start");
  const { pid, port, prefix, info } = await startServer("npm start", () => Promise.reject(new Error("no setup")));
  const moments: Moment[] = [];
  function measure(when: string): void {
    const mb = Math.round(memoryOfTree(pid).bytes / 1024 / 1024);
    moments.push({ when, mb, processes: usageOfTree(pid).processes });
  }
  await sleep(IDLE_MS);
  measure("10 s after the start");
  const generator = startModule("generator.ts");
  const routes = Object.values(ROUTES).map((route) => ({
    route,
    left: REQUESTS / Object.keys(ROUTES).length,
    rate: 0,
  }));
  let requests = 0;
  while (routes.some(({ left }) => left > 0)) {
    progress(`${requests.toLocaleString("en-US")} of ${REQUESTS.toLocaleString("en-US")} requests`);
    for (const each of routes.filter(({ left }) => left > 0)) {
      const { method, path, ...rest } = each.route;
      const load = { port, method, path: `${prefix}${path}`, ...rest, connections: CONNECTIONS };
      const seconds = Math.min(TURN_SECONDS, each.left / (each.rate || Infinity) || TURN_SECONDS);
      const result = await ask<LoadResult>(generator, { ...load, seconds } satisfies LoadOptions);
      const answered = result.requests + result.late;
      requests += answered;
      each.left -= answered;
      each.rate = answered / seconds;
    }
  }
  measure("at the end of the load");
  if (info) await untilEmpty(info, String(info.outputs.queueUrl));
  await sleep(IDLE_MS);
  measure("10 s after the last message was stored");
  await sleep(60_000);
  measure("a minute later");
  stopAll();
  const date = new Date().toISOString().slice(0, 10);
  return { date, machine: machine(), requests, kind: memoryOfTree(process.pid).kind, moments };
}
