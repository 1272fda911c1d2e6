// A server under test, in a process of its own: `server.ts ROLE`, where ROLE is `bare`, `upstream`, `gateway` or
// `gateway-traced`. It says on which port it listens, and answers each later message with the memory and CPU it uses.
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { TraceStore } from "../src/trace/trace-store.ts";
import { createBare, createBenchGateway, createUpstream } from "./roles.ts";

/** What a parent tells a gateway before it starts. */
export interface Setup {
  /** The stack's OpenAPI document. */
  readonly document: object;
  /** Base URL of the process that plays every backend. */
  readonly upstream: string;
}

/** What a server process has used so far. */
export interface Usage {
  /** Resident set size in bytes, after a collection. */
  readonly memory: number;
  /** CPU time in microseconds, user and system. */
  readonly cpu: number;
}

const listen = (server: Server) =>
  new Promise<number>((done) => {
    server.listen(0, "127.0.0.1", () => done((server.address() as AddressInfo).port));
  });

async function start(role: string, setup: Setup): Promise<number> {
  if (role === "bare") return listen(createBare());
  if (role === "upstream") return listen(createUpstream());
  const store = new TraceStore();
  const onTrace = role === "gateway-traced" ? store.add.bind(store) : undefined;
  const gateway = createBenchGateway(setup.document, setup.upstream, onTrace);
  return Number(new URL(await gateway.listen(0)).port);
}

process.on("message", async (message: Setup | "usage") => {
  if (message === "usage") {
    const { user, system } = process.cpuUsage();
    globalThis.gc?.();
    process.send?.({ memory: process.memoryUsage().rss, cpu: user + system } satisfies Usage);
  } else {
    process.send?.(await start(process.argv[2] ?? "", message));
  }
});
process.on("disconnect", () => process.exit());
