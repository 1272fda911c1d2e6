import type { Context } from "./context.ts";
import { apiKey } from "./steps/api-key.ts";
import { gatewayResponse } from "./steps/gateway-response.ts";
import { integration } from "./steps/integration.ts";
import { integrationRequest } from "./steps/integration-request.ts";
import { integrationResponse } from "./steps/integration-response.ts";
import { methodResponse } from "./steps/method-response.ts";
import { route } from "./steps/route.ts";
import { validate } from "./steps/validate.ts";
import type { TraceMessage } from "./trace.ts";
import { endpointRequestMessage, requestMessage, responseMessage } from "./trace-recorder.ts";

/** The way of a request: each step works on the context, and the first that throws ends it in a gateway response. */
export async function answer(context: Context): Promise<void> {
  try {
    if (context.trace) return await answerTraced(context);
    route(context);
    apiKey(context);
    validate(context);
    integrationRequest(context);
    const called = integration(context);
    if (called) await called;
    integrationResponse(context);
    methodResponse(context);
  } catch (error) {
    gatewayResponse(context, error);
  }
}

type Message = (context: Context) => TraceMessage | undefined;

const endpointResponseMessage: Message = ({ endpointResponse }) =>
  endpointResponse && responseMessage(endpointResponse);
const clientResponseMessage: Message = ({ response }) => response && responseMessage(response);

/** The same way, written down. */
async function answerTraced(context: Context): Promise<void> {
  const { trace } = context;
  const step = async (
    name: Parameters<NonNullable<typeof trace>["begin"]>[0],
    work: () => unknown,
    input?: Message,
    output?: Message,
  ) => {
    trace?.begin(name, input?.(context));
    try {
      await work();
    } catch (error) {
      trace?.fail(error);
      throw error;
    }
    trace?.end(output?.(context));
  };
  try {
    await step("route", () => route(context), requestMessage);
    await step("apiKey", () => apiKey(context));
    await step("validate", () => validate(context), requestMessage);
    await step("integrationRequest", () => integrationRequest(context), requestMessage, endpointRequestMessage);
    await step("integration", () => integration(context), endpointRequestMessage, endpointResponseMessage);
    await step(
      "integrationResponse",
      () => integrationResponse(context),
      endpointResponseMessage,
      clientResponseMessage,
    );
    await step("methodResponse", () => methodResponse(context), clientResponseMessage, clientResponseMessage);
  } catch (error) {
    await step("gatewayResponse", () => gatewayResponse(context, error), undefined, clientResponseMessage);
  }
}
