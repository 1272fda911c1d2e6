/** Types of the JSON endpoints under `/_local`. */
import type { StepName, Trace, TraceMessage, TraceStep, TraceTemplate } from "local-api-gateway/trace";

export type { StepName, Trace, TraceMessage, TraceStep, TraceTemplate };

/** `GET /_local/info` */
export interface Info {
  url: string;
  stage: string;
  apiKey: string;
  endpoints: Record<string, string>;
  outputs: Record<string, unknown>;
  /** What `npm start` printed about this run, such as the source of the postal codes. */
  notes: string[];
  version: string;
}

/** One of `GET /_local/routes`. */
export interface Route {
  method: string;
  path: string;
  integration: string;
  apiKeyRequired: boolean;
  summary?: string;
}

/** One of `GET /_local/traces`. */
export interface TraceSummary {
  requestId: string;
  startedAt: string;
  durationMs: number;
  route?: string;
  integrationType?: string;
  method: string;
  uri: string;
  status: number;
}

export interface Queue {
  name: string;
  url: string;
  visible: number;
  inFlight: number;
  delayed: number;
  deadLetter: boolean;
}

export interface Table {
  name: string;
  items: Record<string, unknown>[];
  count: number;
}

export interface Topic {
  name: string;
  arn: string;
  published: { messageId: string; subject?: string; message: string; at: string }[];
}

export interface Stream {
  name: string;
  records: { sequenceNumber: string; partitionKey: string; data: string; at: string }[];
}

export interface LambdaFunction {
  name: string;
  invocations: number;
  errors: number;
  logs: { at: string; requestId?: string; line: string }[];
}

/** A backend that the page can make fail. */
export interface Failure {
  target: string;
  label: string;
  failing: boolean;
}

/** `GET /_local/services`, and each `services` event: lists hold the latest 50, newest first. */
export interface Services {
  queues: Queue[];
  tables: Table[];
  topics: Topic[];
  streams: Stream[];
  functions: LambdaFunction[];
  failures: Failure[];
}

/** One of `GET /_local/queues/{name}/messages`. */
export interface QueueMessage {
  messageId: string;
  body: string;
  receiveCount: number;
  sentAt: string;
}
