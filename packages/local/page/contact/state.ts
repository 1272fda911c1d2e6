import { signal } from "@preact/signals";
import type { Trace } from "../../src/api/wire.ts";
import type { Way } from "./ways.ts";

/** One message that was sent from the form. */
export interface Sent {
  way: Way;
  name: string;
  status: number;
  submissionId?: string;
  requestId?: string;
  /** Milliseconds until the response, as the browser saw it. */
  durationMs: number;
  /** When the response came, in milliseconds of the epoch. */
  at: number;
  /** What the gateway recorded. */
  trace?: Trace;
}

/** What happened to the last attempt. */
export type Attempt = { state: "idle" } | { state: "busy" } | { state: "accepted"; sent: Sent } | Refused;
export interface Refused {
  state: "refused";
  title: string;
  detail: string;
}

/** What the visitor typed, by property; kept while other parts of the page are looked at. */
export const values = signal<Record<string, string>>({ country: "US" });
/** Fields whose errors are shown: those that were left, or all after an attempt to send. */
export const checked = signal<Record<string, boolean>>({});
export const way = signal<Way>("sqs");
export const attempt = signal<Attempt>({ state: "idle" });
/** The last accepted message of each way. */
export const lastSent = signal<Partial<Record<Way, Sent>>>({});

/** Sets one field. */
export function setValue(name: string, value: string): void {
  values.value = { ...values.value, [name]: value };
}

/** Empties the form for another message. */
export function startAgain(): void {
  values.value = { country: values.value.country ?? "US" };
  checked.value = {};
  attempt.value = { state: "idle" };
}
