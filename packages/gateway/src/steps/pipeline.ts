import type { Context } from "../request/context.ts";
import type { RawMessage } from "../request/messages.ts";
import type { StepInput } from "../trace/recorded-trace.ts";
import type { StepName } from "../trace/trace.ts";
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
  readonly input?: StepInput;
  /** The message that the step makes. */
  readonly output?: (context: Context) => RawMessage | undefined;
}

/** The steps of every request, in their order. */
const STEPS: readonly Step[] = [
  { name: "route", run: route, input: "request" },
  { name: "authorize", run: authorize },
  { name: "apiKey", run: apiKey },
  { name: "validate", run: validate, input: "request" },
  {
    name: "integrationRequest",
    run: integrationRequest,
    input: "request",
    output: (context) => context.endpointRequest,
  },
  { name: "integration", run: integration, input: "previous", output: (context) => context.endpointResponse },
  { name: "integrationResponse", run: integrationResponse, input: "previous", output: responseSoFar },
  { name: "methodResponse", run: methodResponse, input: "previous", output: responseSoFar },
];

/** The client's response, which later steps go on changing. */
function responseSoFar({ response }: Context): RawMessage | undefined {
  return response && { status: response.status, headers: [...response.headers], body: response.body };
}

/**
 * Answers a request: runs the steps until the end, or until one throws, which leads to a gateway response. `done` is called once the context
 * has a response, at once where no step has anything to wait for.
 */
export function answer(context: Context, done: () => void): void {
  const { req, httpMethod, body, trace } = context;
  trace?.receive({ method: httpMethod, uri: req.url, headers: req.rawHeaders, body });
  runFrom(0, context, done);
}

function runFrom(first: number, context: Context, done: () => void): void {
  const { trace } = context;
  for (let i = first; ; i++) {
    const step = STEPS[i];
    if (!step) break;
    try {
      trace?.begin(step.name, step.input);
      const running = step.run(context);
      if (running) {
        running.then(
          () => {
            trace?.end(step.output?.(context));
            runFrom(i + 1, context, done);
          },
          (error) => refuse(context, error, done),
        );
        return;
      }
      trace?.end(step.output?.(context));
    } catch (error) {
      refuse(context, error, done);
      return;
    }
  }
  done();
}

function refuse(context: Context, error: unknown, done: () => void): void {
  const { trace } = context;
  trace?.fail(error);
  trace?.begin("gatewayResponse");
  gatewayResponse(context, error);
  trace?.end(responseSoFar(context));
  done();
}
