import type { Scope } from "../vtl/scope.ts";

/** Bytes of a body that a trace shows. */
export const TRACED_BODY_LIMIT = 64 * 1024;

/** The steps of a request's way through API Gateway, in their order. A failure at any of them leads to `gatewayResponse`. */
export type StepName =
  | "route"
  | "authorize"
  | "apiKey"
  | "validate"
  | "integrationRequest"
  | "integration"
  | "integrationResponse"
  | "methodResponse"
  | "gatewayResponse";

/** A message on its way: a request or a response, as it stood before or after a step. */
export interface TraceMessage {
  method?: string;
  /** Full URL, or path with query, of a request. */
  uri?: string;
  status?: number;
  headers?: Record<string, string | string[]>;
  /** Text of the body, cut at the store's limit; base64 when `base64` is set. */
  body?: string;
  base64?: boolean;
  /** Size of the whole body in bytes, where `body` was cut. */
  truncatedFrom?: number;
}

/** A mapping template that was rendered. */
export interface TraceTemplate {
  contentType: string;
  /** The template's source, as the document has it. */
  source: string;
  /** The file that the template is written in, where the gateway's option `templateFiles` has it. */
  file?: string;
  /** The 1-based line of `source` on which `file` starts (after any `#set` lines put before it). */
  fileLine?: number;
  /** 1-based lines of `source` that ran, ascending. */
  linesRun: number[];
  /** What the template was rendered for, but for a payload of more than 64 KiB, which is cut. */
  scope?: Scope;
}

/** What one step did. */
export interface TraceStep {
  name: StepName;
  /** Milliseconds since the request began. */
  startedMs: number;
  durationMs: number;
  /** The rule that applied, in a sentence: the matched resource, the validator's result, the selection pattern. */
  rule: string;
  input?: TraceMessage;
  output?: TraceMessage;
  template?: TraceTemplate;
  /**
   * Facts of the step, by name. The execution log prints these (all optional):
   * `route`: `pathParameters` (name to value), `path` (without the stage);
   * `authorize`: `authorizer` (a Lambda authorizer's name), `identity` (values of its identity sources), `cached`, `event`,
   * `functionArn`, `result` (both as text), `principalId`;
   * `apiKey`: `required` (boolean), `apiStage` (`<api id>/<stage>`); where a limit was reached, `limit`, `burst`, `period` and,
   * for a key's limit, `usagePlanId`;
   * `validate`: `contentType` and `errors` (what the model's validation says, or `[]`);
   * `integrationResponse`: `selectionPattern`; a step with an `error`: `reason` (the cause, which the client is not told).
   */
  detail?: Record<string, unknown>;
  /** The gateway response type and message, where the step failed. */
  error?: { type: string; message: string };
}

/** What a list of traces shows of one: the page's `GET /_local/traces`, and its `trace` events. */
export interface TraceSummary
  extends TraceOutcome,
    Pick<Trace, "requestId" | "startedAt" | "durationMs" | "route" | "integrationType"> {}

/** What a summary says of a trace's messages and steps. */
export interface TraceOutcome {
  method?: string;
  /** Path with query. */
  uri?: string;
  status?: number;
  /** The step that failed, and the type of its gateway response. */
  failed?: { step: StepName; type: string };
  /** `x-amzn-RequestId` of the backend's response. */
  endpointRequestId?: string;
}

/** One request's way through the gateway. */
export interface Trace {
  /** `$context.requestId`, which is the response's `x-amzn-requestid`. */
  requestId: string;
  /** ISO 8601. */
  startedAt: string;
  durationMs: number;
  /** Resource path and method that matched, for example `POST /contact`; undefined when none did. */
  route?: string;
  /** The integration's type in the document. */
  integrationType?: string;
  request: TraceMessage;
  response: TraceMessage;
  steps: TraceStep[];
}
