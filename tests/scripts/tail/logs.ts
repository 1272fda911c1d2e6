import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

/** An event as CloudWatch Logs has it. */
export interface StoredEvent {
  readonly eventId: string;
  readonly timestamp: number;
  readonly message: string;
}

/** A stand-in for CloudWatch Logs that answers `FilterLogEvents` as its API documents it, two events a page. */
export interface StandIn {
  readonly url: string;
  /** The events of each group; more can come while it runs. */
  readonly groups: Record<string, StoredEvent[]>;
  /** What it was asked, in order. */
  readonly asked: Record<string, unknown>[];
  stop(): void;
}

const PAGE = 2;

export async function startLogs(groups: Record<string, StoredEvent[]>): Promise<StandIn> {
  const asked: Record<string, unknown>[] = [];
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const input = JSON.parse(Buffer.concat(chunks).toString());
    asked.push({ action: request.headers["x-amz-target"], ...input });
    const events = groups[input.logGroupName]?.filter(({ timestamp }) => timestamp >= (input.startTime ?? 0));
    const start = Number(input.nextToken ?? 0);
    const end = start + PAGE;
    const body =
      events === undefined
        ? { __type: "ResourceNotFoundException", message: "The specified log group does not exist." }
        : { events: events.slice(start, end), ...(end < events.length && { nextToken: `${end}` }) };
    response.writeHead(events === undefined ? 400 : 200, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    groups,
    asked,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
