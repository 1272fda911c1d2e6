import type { Context } from "../request/context.ts";
import type { StepName, TraceMessage } from "../trace/trace.ts";
import {
  endpointRequestMessage,
  endpointResponseMessage,
  methodResponseMessage,
  requestMessage,
  type TraceRecorder,
} from "../trace/trace-recorder.ts";
import { apiKey } from "./api-key.ts";
import { gatewayResponse } from "./gateway-response.ts";
import { integration } from "./integration.ts";
import { integrationRequest } from "./integration-request.ts";
import { integrationResponse } from "./integration-response.ts";
import { methodResponse } from "./method-response.ts";
import { route } from "./route.ts";
import { validate } from "./validate.ts";

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

/** The same way, written down. Messages that stand between two steps are made once for both. */
async function answerTraced(context: Context): Promise<void> {
  const trace = context.trace as TraceRecorder;
  const step = async (name: StepName, input: TraceMessage | undefined, work: () => unknown, output: Message) => {
    trace.begin(name, input);
    try {
      await work();
    } catch (error) {
      trace.fail(error);
      throw error;
    }
    const message = output(context);
    trace.end(message);
    return message;
  };
  const request = requestMessage(context);
  const nothing = () => undefined;
  try {
    await step("route", request, () => route(context), nothing);
    await step("apiKey", undefined, () => apiKey(context), nothing);
    await step("validate", request, () => validate(context), nothing);
    const sent = await step("integrationRequest", request, () => integrationRequest(context), endpointRequestMessage);
    const received = await step("integration", sent, () => integration(context), endpointResponseMessage);
    const mapped = await step(
      "integrationResponse",
      received,
      () => integrationResponse(context),
      methodResponseMessage,
    );
    await step("methodResponse", mapped, () => methodResponse(context), methodResponseMessage);
  } catch (error) {
    await step("gatewayResponse", undefined, () => gatewayResponse(context, error), methodResponseMessage);
  }
}

type Message = (context: Context) => TraceMessage | undefined;
