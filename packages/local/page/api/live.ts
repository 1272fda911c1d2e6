import { signal } from "@preact/signals";
import type { Mistake, Reload, Snapshot, TraceSummary } from "../../src/api/wire.ts";
import { loadProgram } from "./loaded.ts";

/** Whether the events of the server arrive. */
export const connection = signal<"connecting" | "live" | "away">("connecting");
/** The state of every local service, as of the last event. */
export const services = signal<Snapshot | undefined>(undefined);
/** The latest requests through the gateway, newest first. */
export const recentTraces = signal<TraceSummary[]>([]);
/** Why the version before the last change of the program's files is served. */
export const mistake = signal<Mistake | undefined>(undefined);

const RETRY_MS = 1000;
const TRACES_KEPT = 50;

/** Listens to the server while the page is open; a lost connection is retried every second. */
export function listen(): void {
  const events = new EventSource("/_local/events");
  events.onopen = () => {
    // The program may have changed while it was away.
    void loadProgram();
    connection.value = "live";
  };
  events.onerror = () => {
    // The browser stops its own retries after some errors, so each retry is a new connection.
    events.close();
    connection.value = "away";
    setTimeout(listen, RETRY_MS);
  };
  events.addEventListener("services", (event) => {
    services.value = JSON.parse(event.data) as Snapshot;
  });
  events.addEventListener("reload", (event) => {
    mistake.value = (JSON.parse(event.data) as Reload).mistake;
    void loadProgram();
  });
  events.addEventListener("trace", (event) => {
    const trace = JSON.parse(event.data) as TraceSummary;
    recentTraces.value = [trace, ...recentTraces.value].slice(0, TRACES_KEPT);
  });
}
