import { EventEmitter } from "node:events";
import type http from "node:http";
import { summaryOf } from "local-api-gateway/trace";
import type { Reload, Snapshot, Trace } from "./wire.ts";

const TICK_MS = 250;
/** An idle service is read every so many ticks, because visibility timeouts end without a call. */
const IDLE_TICKS = 4;
const COMMENT_MS = 15_000;
/** Bytes that a client may leave unread before it is disconnected; a page's EventSource connects again by itself. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;

/**
 * Emits `services` when a service may have changed, `trace` for each request, `reload` when files of the program changed, and `end`
 * when the server stops.
 */
export type Changes = EventEmitter<{ services: []; trace: [Trace]; reload: [Reload]; end: [] }>;

/** Creates the emitter, for any number of pages. */
export function createChanges(): Changes {
  const changes: Changes = new EventEmitter();
  return changes.setMaxListeners(0);
}

/** The snapshot of an API that has no services here. */
export const EMPTY_SNAPSHOT: Snapshot = {
  queues: [],
  tables: [],
  topics: [],
  streams: [],
  functions: [],
  failures: [],
};

/**
 * Server-sent events: `services`, the snapshot, at once and after each change, `trace`, the summary of each request, and `reload`, what a
 * change of the program's files led to. A client that does not read gets the snapshot of when it reads again, and is disconnected when it
 * leaves too much unread.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function streamEvents(response: http.ServerResponse, changes: Changes, snapshot: () => Promise<Snapshot>): void {
  response.writeHead(200, {
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  let last = "";
  let changed = true;
  let ticks = 0;
  let busy = false;

  function send(event: string, data: string): void {
    response.write(`event: ${event}\ndata: ${data}\n\n`);
    if (response.writableLength > MAX_UNREAD_BYTES) {
      response.destroy();
    }
  }
  async function tick(): Promise<void> {
    ticks++;
    if (busy || response.writableNeedDrain || !(changed || ticks % IDLE_TICKS === 0)) {
      return;
    }
    busy = true;
    changed = false;
    try {
      const text = JSON.stringify(await snapshot());
      if (text !== last) {
        send("services", text);
        last = text;
      }
    } finally {
      busy = false;
    }
  }

  const onServices = () => {
    changed = true;
  };
  const onTrace = (trace: Trace) => send("trace", JSON.stringify(summaryOf(trace)));
  const onReload = (reload: Reload) => {
    send("reload", JSON.stringify(reload));
    changed = true;
  };
  const onEnd = () => response.end();
  changes.on("services", onServices).on("trace", onTrace).on("reload", onReload).on("end", onEnd);
  const ticker = setInterval(() => void tick(), TICK_MS);
  const comments = setInterval(() => response.write(": still here\n\n"), COMMENT_MS);
  void tick();
  response.once("close", () => {
    clearInterval(ticker);
    clearInterval(comments);
    changes.off("services", onServices).off("trace", onTrace).off("reload", onReload).off("end", onEnd);
  });
}
