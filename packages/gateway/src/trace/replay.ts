import type { Api } from "../api.ts";
import { completeResponse } from "../request/complete-response.ts";
import type { Context, ReceivedRequest } from "../request/context.ts";
import { createContext, type Known } from "../request/create-context.ts";
import type { ContextVariables, EndpointResponse } from "../request/messages.ts";
import { GatewayError } from "../steps/gateway-error.ts";
import { gatewayResponse } from "../steps/gateway-response.ts";
import { STEPS } from "../steps/pipeline.ts";
import type { StepName, TraceMessage, TraceStep } from "./trace.ts";
import {
  endpointRequestMessage,
  endpointResponseMessage,
  methodResponseMessage,
  requestMessage,
} from "./trace-messages.ts";
import { StepNotes } from "./trace-recorder.ts";

/** All that a request's answer depended on. */
export interface Recorded {
  readonly api: Api;
  readonly request: ReceivedRequest;
  readonly known: Known;
  /** The request's body as it came. */
  readonly body: Buffer;
  /** When the first step began, and when each ended, in milliseconds since the request began. */
  readonly times: readonly number[];
  /** What those steps said that cannot run again. */
  readonly notes: readonly StepNotes[];
  /** What the call of the backend threw. */
  readonly error: unknown;
  readonly refusal: GatewayError | undefined;
  readonly traceId: string | undefined;
  /** Undefined where the request has all of it. */
  readonly identity: ContextVariables["identity"] | undefined;
  readonly authorizer: ContextVariables["authorizer"];
  readonly endpointResponse: EndpointResponse | undefined;
}

/** A request's way in words. */
export interface Replay {
  readonly request: TraceMessage;
  readonly response: TraceMessage;
  readonly steps: TraceStep[];
}

/** The messages that a trace shows of a step: what it starts from (`previous` is what the step before it made), and what it makes. */
interface Shown {
  readonly input?: "request" | "previous";
  readonly output?: (context: Context) => TraceMessage | undefined;
}

const SHOWN: Readonly<Record<StepName, Shown>> = {
  route: { input: "request" },
  authorize: {},
  apiKey: {},
  validate: { input: "request" },
  integrationRequest: { input: "request", output: endpointRequestMessage },
  integration: { input: "previous", output: endpointResponseMessage },
  integrationResponse: { input: "previous", output: methodResponseMessage },
  methodResponse: { input: "previous", output: methodResponseMessage },
  gatewayResponse: { output: methodResponseMessage },
};

/**
 * Answers a request once more, without its client and backend, and writes down each step: what the steps do depends on nothing but what was
 * recorded. A message that two steps show is made once.
 */
export function replay(recorded: Recorded): Replay {
  const context = contextOf(recorded);
  const { times } = recorded;
  const request = requestMessage(context);
  const steps: TraceStep[] = [];
  let previous: TraceMessage | undefined;
  // A step whose notes were recorded is not run.
  const show = (notes: StepNotes, run?: (context: Context) => unknown) => {
    const { input, output } = SHOWN[notes.step];
    const shown = input === "request" ? request : input && previous;
    context.trace = notes;
    try {
      run?.(context);
    } catch (error) {
      notes.error = error;
    }
    if (notes.step === "integration") notes.error ??= recorded.error;
    previous = notes.error === undefined ? output?.(context) : undefined;
    steps.push(stepOf(notes, times, steps.length, shown, previous));
  };
  for (const { name, run, isRecorded, again = run } of STEPS) {
    const kept = recorded.notes.find(({ step }) => step === name);
    if (!kept && isRecorded?.(context)) break;
    const notes = kept ?? new StepNotes(name);
    show(notes, kept ? undefined : again);
    if (notes.error === undefined) continue;
    show(new StepNotes("gatewayResponse"), () => gatewayResponse(context, notes.error));
    break;
  }
  if (context.response) completeResponse(context, context.response);
  return { request, response: methodResponseMessage(context) ?? {}, steps };
}

function contextOf({ api, request, known, body, refusal, traceId, identity, authorizer, ...rest }: Recorded): Context {
  const context = createContext(api, request, known);
  context.body = body;
  context.refusal = refusal;
  context.traceId = traceId;
  if (identity) context.variables.identity = identity;
  context.variables.authorizer = authorizer;
  context.endpointResponse = rest.endpointResponse;
  return context;
}

function stepOf(
  { step, said, detail, rendered, error }: StepNotes,
  times: readonly number[],
  index: number,
  input: TraceMessage | undefined,
  output: TraceMessage | undefined,
): TraceStep {
  const from = times[index] ?? 0;
  const failure = error === undefined ? undefined : failureOf(error);
  return {
    name: step,
    startedMs: round(from),
    durationMs: round((times[index + 1] ?? from) - from),
    rule: said || (failure?.reason ?? ""),
    ...(input && { input }),
    ...(output && { output }),
    ...(rendered && { template: rendered }),
    ...((detail || failure?.detail) && { detail: { ...detail, ...failure?.detail } }),
    ...(failure && { error: { type: failure.type, message: failure.message } }),
  };
}

/** Reads what a step threw. */
function failureOf(error: unknown): { type: string; message: string; reason: string; detail?: { reason: string } } {
  if (!(error instanceof GatewayError)) return { type: "DEFAULT_5XX", message: String(error), reason: String(error) };
  const { type, message, reason } = error;
  return { type, message, reason, ...(reason !== message && { detail: { reason } }) };
}

const round = (ms: number) => Math.round(ms * 1000) / 1000;
