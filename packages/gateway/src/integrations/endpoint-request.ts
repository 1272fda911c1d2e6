import type { Integration } from "../api.ts";
import type { MappedParameters } from "../mapping/mapped-parameters.ts";
import type { Context } from "../request/context.ts";
import type { EndpointRequest } from "../request/messages.ts";
import { httpRequest } from "./http.ts";
import { lambdaRequest } from "./lambda.ts";
import { proxyEvent } from "./lambda-proxy.ts";
import { serviceRequest } from "./service.ts";

/** The request that an integration sends, from what the mappings made of the client's. */
export function endpointRequest(
  context: Context,
  integration: Integration,
  parameters: MappedParameters,
  body: Buffer | string,
): EndpointRequest {
  const { target } = integration;
  switch (target.kind) {
    case "mock":
      return { method: "", uri: "", headers: [], body };
    case "http":
      return httpRequest(context, integration, target, parameters, body);
    case "lambda":
      return integration.type === "aws_proxy"
        ? lambdaRequest(context, integration, target, {}, proxyEvent(context))
        : lambdaRequest(context, integration, target, parameters.header, body);
    case "service":
      return serviceRequest(context, integration, target, parameters, body);
  }
}
