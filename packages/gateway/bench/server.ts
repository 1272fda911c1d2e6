// A server under test, in a process of its own: `server.ts ROLE`, where ROLE is `bare`, `upstream`, `gateway` or `traced`. It
// is told what to serve, and answers with its port.
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { TraceStore } from "../src/trace/trace-store.ts";
import { createBare, createBenchGateway, createUpstream } from "./roles.ts";

/** What a server is told before it starts. A bare server and an upstream need none of it. */
export interface Setup {
  /** The stack's OpenAPI document. */
  readonly document: object;
  /** Base URL of the process that plays every backend. */
  readonly upstream: string;
}

const listen = (server: Server) =>
  new Promise<number>((done) => {
    server.listen(0, "127.0.0.1", () => done((server.address() as AddressInfo).port));
  });

async function start(role: string, { document, upstream }: Setup): Promise<number> {
  if (role === "bare") return listen(createBare());
  if (role === "upstream") return listen(createUpstream());
  const store = new TraceStore();
  const gateway = createBenchGateway(document, upstream, role === "traced" ? store.add.bind(store) : undefined);
  return Number(new URL(await gateway.listen(0)).port);
}

process.once("message", async (setup: Setup) => {
  process.send?.(await start(process.argv[2] ?? "", setup));
});
process.on("disconnect", () => process.exit());
