import type { EventEmitter } from "node:events";
import type { Trace, TraceStore } from "local-api-gateway/trace";
import type { Endpoints } from "../cloud/call.ts";
import type { Cloud } from "../cloud/cloud.ts";
import type { Services } from "../cloud/services.ts";
import type { Switches } from "../cloud/switches.ts";
import type { Program } from "../program/resources.ts";

/** What the endpoints under `/_local` show and change. */
export interface LocalContext {
  readonly program: Program;
  readonly endpoints: Endpoints;
  readonly services: Services;
  readonly cloud: Cloud;
  readonly switches: Switches;
  readonly traces: TraceStore;
  /** Base URL of the server, for example `http://localhost:3000`. */
  readonly url: string;
  readonly stage: string;
  /** Undefined where the program has none. */
  readonly apiKey: string | undefined;
  /** What differs from AWS right now, in sentences. */
  readonly notes: readonly string[];
  readonly changes: Changes;
}

/** Tells that a service changed, and of each trace. */
export type Changes = EventEmitter<{ services: []; trace: [Trace] }>;
