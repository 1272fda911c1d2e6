import type { Method } from "../api.ts";
import { sendHttp } from "../integrations/http.ts";
import { invokeLambda } from "../integrations/lambda.ts";
import { mockResponse } from "../integrations/mock.ts";
import { sendToService } from "../integrations/service.ts";
import type { Context } from "../request/context.ts";

/**
 * Calls the backend and waits for its response. A mock integration answers at once, without a promise.
 *
 * @throws GatewayError when it cannot be reached or does not answer in time
 */
export function integration(context: Context): Promise<void> | undefined {
  const { integration: settings } = context.method as Method;
  const { target, timeoutInMillis } = settings;
  if (target.kind === "mock") {
    integrationAgain(context);
    return undefined;
  }
  const response =
    target.kind === "http"
      ? sendHttp(context, target, timeoutInMillis)
      : target.kind === "lambda"
        ? invokeLambda(context, settings, target)
        : sendToService(context, settings, target);
  return response.then((received) => {
    context.endpointResponse = received;
  });
}

/** What the step says, and a mock's response: all that needs no backend. */
export function integrationAgain(context: Context): void {
  const { target, timeoutInMillis } = (context.method as Method).integration;
  if (target.kind !== "mock") {
    context.trace?.rule(ruleOf(target), { timeoutInMillis });
    return;
  }
  context.trace?.rule("mock: no backend is called");
  context.endpointResponse = mockResponse(context);
}

function ruleOf(target: Exclude<Method["integration"]["target"], { kind: "mock" }>): string {
  if (target.kind === "http") return target.vpcLink === undefined ? "HTTP endpoint" : `VPC link ${target.vpcLink.id}`;
  if (target.kind === "lambda") return `Lambda function ${target.functionArn}`;
  return `AWS service ${target.service} in ${target.region}${target.action ? `, action ${target.action}` : ""}`;
}
