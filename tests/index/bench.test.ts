import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createBenchGateway, createUpstream } from "../../packages/gateway/bench/roles.ts";
import { targets } from "../../packages/gateway/bench/targets.ts";
import { devStack } from "./stack.ts";

describe("the benchmark", () => {
  it("has a gateway that serves the stack's document and answers each of its requests with 2xx", async () => {
    const { document } = await devStack();
    const upstream = createUpstream().listen(0, "127.0.0.1");
    await once(upstream, "listening");
    const gateway = createBenchGateway(document, urlOf(upstream), undefined);
    const statuses: [string, number][] = [];
    try {
      const base = new URL(await gateway.listen(0)).origin;
      for (const { name, server, method, path, body } of targets) {
        if (server !== "gateway") continue;
        const headers: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
        const answer = await fetch(`${base}/dev${path}`, { method, headers, body });
        await answer.arrayBuffer();
        statuses.push([name, answer.status]);
      }
    } finally {
      await gateway.close();
      upstream.close();
    }
    assert.deepEqual(statuses, [
      ["gateway: mock", 200],
      ["gateway: Lambda proxy", 202],
      ["gateway: templates", 200],
      ["gateway: HTTP", 200],
      ["gateway: SQS", 202],
    ]);
  });
});

function urlOf(server: { address(): AddressInfo | string | null }): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
