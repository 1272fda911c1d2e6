import type { ChildProcess } from "node:child_process";
import type { LoadOptions, LoadResult } from "./generator.ts";
import { ask } from "./processes.ts";
import { countItems, countSettled, purgeQueue, untilEmpty } from "./queues.ts";
import type { RunningServer } from "./servers.ts";
import { CONNECTIONS, ONE_CONNECTION_PART, type Target } from "./targets.ts";
import { busyTime, usageOfTree } from "./usage.ts";

/** What one load of a target did. */
export interface Load {
  readonly requests: number;
  /** Requests answered a second; where each is stored, those stored a second, the time that the consumer needed included. */
  readonly rate: number;
  /** CPU time of the server a request, in microseconds: steadier than the rate on a machine that has other work. */
  readonly cpu: number;
  /** Latency in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** CPU time in percent of one core, while the load lasted: of the server, with all its processes; of the load generator; of what is not this benchmark's. */
  readonly serverCpu: number;
  readonly generatorCpu: number;
  readonly otherCpu: number;
}

/**
 * Loads a target.
 *
 * @param seconds For many connections; one connection gets a part of it.
 * @throws Error when an answer is not a 2xx, or a message that was accepted is not stored.
 */
export async function load(
  generator: ChildProcess,
  target: Target,
  server: RunningServer,
  seconds: number,
): Promise<Load> {
  const { method, path, body, connections = CONNECTIONS } = target;
  const queueUrl = String(server.info?.outputs.queueUrl);
  const table = String(server.info?.outputs.tableName);
  const isCounted = target.messages === "count";
  const stored = isCounted && server.info ? await countSettled(server.info, table) : 0;

  const before = { server: usageOfTree(server.pid).cpu, own: usageOfTree(process.pid).cpu, busy: busyTime() };
  const began = performance.now();
  const result = await ask<LoadResult>(generator, {
    port: server.port,
    method,
    path: `${server.prefix}${path}`,
    body,
    connections,
    seconds: connections === 1 ? seconds * ONE_CONNECTION_PART : seconds,
  } satisfies LoadOptions);
  const loaded = performance.now() - began;
  const busy = busyTime() - before.busy;
  const own = usageOfTree(process.pid).cpu - before.own;
  const serverCpuOfLoad = usageOfTree(server.pid).cpu - before.server;

  const requests = result.requests + result.late;
  let rate = result.requests / result.seconds;
  if (server.info && isCounted) {
    await untilEmpty(server.info, queueUrl);
    rate = requests / ((performance.now() - began) / 1000);
    const missing = stored + requests - (await countItems(server.info, table));
    if (missing !== 0) throw new Error(`${missing} of ${requests} accepted messages are not in the table`);
  }
  // The consumer's work counts too.
  const serverCpu = isCounted ? usageOfTree(server.pid).cpu - before.server : serverCpuOfLoad;
  if (server.info && target.messages === "purge") {
    await purgeQueue(server.info, queueUrl);
    await untilEmpty(server.info, queueUrl);
  }
  const percent = (cpu: number, ms = loaded) => cpu / ms / 10;
  return {
    requests,
    rate,
    cpu: serverCpu / requests,
    p50: result.p50,
    p99: result.p99,
    serverCpu: percent(serverCpuOfLoad),
    generatorCpu: percent(result.cpu, result.seconds * 1000),
    otherCpu: Math.max(0, percent(busy - own)),
  };
}
