import type { Context } from "../request/context.ts";
import type { StepName } from "../trace/trace.ts";
import { apiKey, apiKeyAgain } from "./api-key.ts";
import { authorize } from "./authorize.ts";
import { gatewayResponse } from "./gateway-response.ts";
import { integration, integrationAgain } from "./integration.ts";
import { integrationRequest } from "./integration-request.ts";
import { integrationResponse } from "./integration-response.ts";
import { methodResponse } from "./method-response.ts";
import { route } from "./route.ts";
import { validate } from "./validate.ts";

/** One step of a request's way. */
interface Step {
  readonly name: StepName;
  /** Works on the context; throws GatewayError to end the request in a gateway response. */
  readonly run: (context: Context) => void | Promise<void>;
  /** Whether what it does for this request depends on more than the request: a trace cannot run it again, it keeps what the step says. */
  readonly isRecorded?: (context: Context) => boolean;
  /** What a trace runs in its place: it says the same, but calls no backend and counts no request. */
  readonly again?: (context: Context) => void;
}

/** The steps of every request, in their order. */
export const STEPS: readonly Step[] = [
  { name: "route", run: route },
  { name: "authorize", run: authorize, isRecorded: ({ method }) => method?.authorizer !== undefined },
  { name: "apiKey", run: apiKey, isRecorded: ({ method }) => method?.apiKeyRequired ?? false, again: apiKeyAgain },
  { name: "validate", run: validate },
  { name: "integrationRequest", run: integrationRequest },
  { name: "integration", run: integration, again: integrationAgain },
  { name: "integrationResponse", run: integrationResponse },
  { name: "methodResponse", run: methodResponse },
];

/**
 * Answers a request: runs the steps, from the one at index `first` until the end, or until one throws, which leads to a gateway response.
 * `done` is called once the context has a response, at once where no step has anything to wait for.
 */
export function answer(context: Context, done: () => void, first = 0): void {
  const { recording } = context;
  for (let i = first; ; i++) {
    const step = STEPS[i];
    if (!step) break;
    try {
      if (recording) context.trace = step.isRecorded?.(context) ? recording.listen(step.name) : undefined;
      const running = step.run(context);
      if (running) {
        running.then(
          () => {
            recording?.pass();
            answer(context, done, i + 1);
          },
          (error) => refuse(context, step.name, error, done),
        );
        return;
      }
      recording?.pass();
    } catch (error) {
      refuse(context, step.name, error, done);
      return;
    }
  }
  done();
}

function refuse(context: Context, step: StepName, error: unknown, done: () => void): void {
  context.recording?.fail(step, error);
  context.trace = undefined;
  gatewayResponse(context, error);
  context.recording?.pass();
  done();
}
