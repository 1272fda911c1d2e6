import type { Context } from "../request/context.ts";
import type { StepName, TraceMessage } from "../trace/trace.ts";
import {
  endpointRequestMessage,
  endpointResponseMessage,
  methodResponseMessage,
  requestMessage,
} from "../trace/trace-messages.ts";
import type { TraceRecorder } from "../trace/trace-recorder.ts";
import { apiKey } from "./api-key.ts";
import { authorize } from "./authorize.ts";
import { gatewayResponse } from "./gateway-response.ts";
import { integration } from "./integration.ts";
import { integrationRequest } from "./integration-request.ts";
import { integrationResponse } from "./integration-response.ts";
import { methodResponse } from "./method-response.ts";
import { route } from "./route.ts";
import { validate } from "./validate.ts";

/** One step of a request's way, and the messages that its trace shows. */
interface Step {
  readonly name: StepName;
  /** Works on the context; throws GatewayError to end the request in a gateway response. */
  readonly run: (context: Context) => void | Promise<void>;
  /** What the step starts from: the client's request, or the message that the step before it made. */
  readonly input?: "request" | "previous";
  /** The message that the step makes. */
  readonly output?: (context: Context) => TraceMessage | undefined;
}

/** The steps of every request, in their order. */
const STEPS: readonly Step[] = [
  { name: "route", run: route, input: "request" },
  { name: "authorize", run: authorize },
  { name: "apiKey", run: apiKey },
  { name: "validate", run: validate, input: "request" },
  { name: "integrationRequest", run: integrationRequest, input: "request", output: endpointRequestMessage },
  { name: "integration", run: integration, input: "previous", output: endpointResponseMessage },
  { name: "integrationResponse", run: integrationResponse, input: "previous", output: methodResponseMessage },
  { name: "methodResponse", run: methodResponse, input: "previous", output: methodResponseMessage },
];

/** Answers a request: runs the steps until the end, or until one throws, which leads to a gateway response. */
export async function answer(context: Context): Promise<void> {
  const runTraced = context.trace && tracedRun(context, context.trace);
  try {
    for (const step of STEPS) {
      const running = runTraced ? runTraced(step) : step.run(context);
      // Few steps have something to wait for, and an await costs even where there is nothing.
      if (running) await running;
    }
  } catch (error) {
    const run = () => gatewayResponse(context, error);
    if (runTraced) await runTraced({ name: "gatewayResponse", run, output: methodResponseMessage });
    else run();
  }
}

/** Runs steps and records each. A message that two steps show is made once. */
function tracedRun(context: Context, trace: TraceRecorder): (step: Step) => Promise<void> {
  const request = requestMessage(context);
  let previous: TraceMessage | undefined;
  return async ({ name, run, input, output }) => {
    trace.begin(name, input === "request" ? request : input && previous);
    try {
      await run(context);
    } catch (error) {
      trace.fail(error);
      throw error;
    }
    previous = output?.(context);
    trace.end(previous);
  };
}
