/**
 * What the endpoints under `/_local` take and answer, as JSON: types only, for the server and for the page. Times are
 * ISO 8601, latencies milliseconds.
 */
import type { Scope, Trace } from "local-api-gateway/trace";

export type {
  Scope,
  StepName,
  Trace,
  TraceMessage,
  TraceStep,
  TraceSummary,
  TraceTemplate,
} from "local-api-gateway/trace";

/** `GET /_local/info`: what a client needs to know to talk to what runs here. */
export interface Info {
  /** Base URL of the API, with the stage. */
  readonly url: string;
  readonly stage: string;
  /** Empty where the API has none. */
  readonly apiKey: string;
  /** Base URL by service, for example `sqs`. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Outputs of the stack. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What differs from AWS in this run, a sentence each; `npm start` prints them too. */
  readonly notes: readonly string[];
  readonly version: string;
  /** Why the version before the last change of the program's files is served. */
  readonly mistake?: Mistake;
  /** Whether the API is deployed elsewhere, so that nothing of it is seen but its responses. Default: false. */
  readonly deployed?: boolean;
  /** Whether `PUT /_local/document` serves another document. Default: false. */
  readonly takesDocuments?: boolean;
}

/** One of `GET /_local/routes`. */
export interface Route {
  /** `ANY` stands for every method. */
  readonly method: string;
  readonly path: string;
  /** `mock`, `lambda-proxy`, `http`, `private`, or the AWS service in the integration's URI, for example `sqs`. */
  readonly integration: string;
  readonly apiKeyRequired: boolean;
  /** What decides whether a caller may call it. `iam` is a signature. */
  readonly authorization: "none" | "iam" | "cognito" | "lambda";
  readonly summary: string;
}

/** `GET /_local/services`, and each `services` event. Lists have the latest 50, newest first. */
export interface Snapshot {
  readonly queues: readonly Queue[];
  readonly tables: readonly Table[];
  readonly topics: readonly Topic[];
  readonly streams: readonly Stream[];
  readonly functions: readonly FunctionState[];
  readonly failures: readonly Failure[];
}

/** A `reload` event: the files that changed, and why the version before them is still served, if it is. */
export interface Reload {
  /** From the program's folder, with slashes. */
  readonly changed: readonly string[];
  readonly mistake?: Mistake;
}

/** What the program, its document or a template of it fails with. */
export interface Mistake {
  readonly message: string;
  /** From the program's folder, where it is known. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
}

/** A queue, with how many messages it holds. */
export interface Queue {
  readonly name: string;
  readonly url: string;
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
  /** Whether another queue's redrive policy leads here. */
  readonly deadLetter: boolean;
}

/** A table and the items written last. */
export interface Table {
  readonly name: string;
  readonly items: readonly Readonly<Record<string, unknown>>[];
  /** Items in the whole table. */
  readonly count: number;
}

/** A topic and what was published to it. */
export interface Topic {
  readonly name: string;
  readonly arn: string;
  readonly published: readonly Published[];
}

/** A message that was published to a topic. */
export interface Published {
  readonly messageId: string;
  readonly subject?: string;
  readonly message: string;
  readonly at: string;
}

/** A stream and its latest records. */
export interface Stream {
  readonly name: string;
  readonly records: readonly StreamRecord[];
}

/** A record of a stream. */
export interface StreamRecord {
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  /** As text. */
  readonly data: string;
  readonly at: string;
}

/** How a function is doing. */
export interface FunctionState {
  readonly name: string;
  readonly invocations: number;
  readonly errors: number;
  readonly logs: readonly LogLine[];
}

/** A line that a function wrote. */
export interface LogLine {
  readonly at: string;
  readonly requestId: string;
  readonly line: string;
}

/** A part of the system that can be made to fail, to watch what the others do then. */
export interface Failure {
  /** Its name in `PUT /_local/failures/{target}`, for example `consumer`. */
  readonly target: string;
  /** What fails, in words. */
  readonly label: string;
  readonly failing: boolean;
}

/** What `POST /_local/render` takes: a mapping template, and what it is rendered for. It answers a `WatchedRendering`. */
export interface RenderRequest {
  readonly template: string;
  readonly scope: Scope;
}

export type { ReadValue, WatchedRendering, Written } from "local-api-gateway/watch";

/** What `POST /_local/run` takes: a request that is sent with another template in place, for this one time. */
export interface TrialRequest {
  /** Method and path of the route, for example `POST /contact`. */
  readonly route: string;
  /** The template as the program has it. */
  readonly source: string;
  /** The template in its place. */
  readonly template: string;
  readonly request: SignatureRequest;
}

/** What `POST /_local/run` answers: the response, and the trace. */
export interface TrialResult {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  readonly durationMs: number;
  readonly trace: Trace;
}

/** What `PUT /_local/templates` takes: the template as the program has it, and the text to save to the file that it came from. */
export interface SaveRequest {
  readonly source: string;
  readonly template: string;
}

/** What `POST /_local/signature` takes: a request that is to be sent to this server. */
export interface SignatureRequest {
  readonly method: string;
  /** Path and query, with the stage, as they are sent. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Default: none. */
  readonly body?: string;
}

/** One of `GET /_local/queues/{name}/messages`: the oldest 100, those that a consumer holds included. */
export interface QueueMessage {
  readonly messageId: string;
  readonly body: string;
  /** Message attributes that are text, by name. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly receiveCount: number;
  readonly sentAt: string;
}

/** What `POST /_local/compare` takes. */
export interface CompareRequest {
  /** Requests each way, 1 to 5,000. */
  readonly requests: number;
  /** Requests at once, 1 to 100. */
  readonly concurrency: number;
}

/** A way of a submission: straight from API Gateway to the queue, or through a function. */
export type Way = "sqs" | "lambda";

/** A line of what `POST /_local/compare` answers: how far a way is, and at the end how both did. */
export type CompareLine =
  | { readonly done: number; readonly total: number; readonly way: Way }
  | { readonly result: Readonly<Record<Way, WayResult>> };

/** How one way did. */
export interface WayResult {
  readonly p50: number;
  readonly p99: number;
  readonly mean: number;
  readonly errors: number;
  readonly perSecond: number;
  readonly latencies: readonly number[];
}
