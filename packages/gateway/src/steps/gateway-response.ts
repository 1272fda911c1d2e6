import type { GatewayResponse } from "../api.ts";

import { compileMapping, jsonPath } from "../mapping/parameters.ts";
import type { Context } from "../request/context.ts";
import { setTextHeader } from "../request/headers.ts";
import { forAccept } from "../request/media-types.ts";
import { GatewayError, gatewayResponseTypes, internalError } from "./gateway-error.ts";

/**
 * Answers a request that failed: with the document's gateway response for the type of failure, with its DEFAULT_4XX or DEFAULT_5XX,
 * or as AWS does by default.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
 */
export function gatewayResponse(context: Context, error: unknown): void {
  const failure =
    error instanceof GatewayError ? error : internalError(`Internal failure: ${(error as Error)?.stack ?? error}`);
  const { variables } = context;
  const message = WITHOUT_MESSAGE.has(failure.type) ? null : failure.message;
  variables.error = {
    message,
    messageString: JSON.stringify(message),
    responseType: failure.type,
    validationErrorString: failure.validationError ?? null,
  };
  if (failure.isPlainText) {
    context.trace?.rule("no gateway response: the request did not reach the API");
    const headers = ["x-amzn-RequestId", variables.requestId, "Content-Type", "text/plain"];
    context.response = { status: failure.status, headers, body: failure.message };
    return;
  }
  const custom = customized(context, failure);
  const template = custom && forAccept(custom.templates, context.accept);
  const headers = [
    "x-amzn-RequestId",
    variables.requestId,
    "x-amz-apigw-id",
    variables.extendedRequestId,
    "Content-Type",
    template?.contentType ?? "application/json",
    "x-amzn-ErrorType",
    failure.errorType ?? gatewayResponseTypes[failure.type].errorType,
  ];
  for (const { name, value } of custom?.headers ?? []) {
    const mapped = safely(() => value(context));
    if (mapped !== undefined) setTextHeader(headers, name, mapped);
  }
  const status = custom?.status ?? failure.status;
  context.trace?.rule(
    custom ? `gateway response ${failure.type} of the document` : `default gateway response ${failure.type}`,
    {
      status,
    },
  );
  context.response = {
    status,
    headers,
    body: template ? template.render((name) => variable(context, name)) : defaultBody(failure, message),
  };
}

/** A document's gateway response for REQUEST_TOO_LARGE has no effect on AWS. */
function customized({ api }: Context, { type, status }: GatewayError): GatewayResponse | undefined {
  if (type === "REQUEST_TOO_LARGE") return undefined;
  return api.gatewayResponses.get(type) ?? api.gatewayResponses.get(status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX");
}

/** AWS's own bodies: those of errors before the integration request have no space after the colon. */
function defaultBody({ type, errorType }: GatewayError, message: string | null): string {
  const text = JSON.stringify(message);
  if (type === "ACCESS_DENIED") return `{"Message":${text}}`;
  return COMPACT_BODIES.has(type) || errorType !== undefined ? `{"message":${text}}` : `{"message": ${text}}`;
}

/** The client learns nothing of what went wrong in an authorizer, not even that it was one. */
const WITHOUT_MESSAGE = new Set(["AUTHORIZER_CONFIGURATION_ERROR", "AUTHORIZER_FAILURE"]);

const COMPACT_BODIES = new Set([
  ...WITHOUT_MESSAGE,
  "EXPIRED_TOKEN",
  "INVALID_API_KEY",
  "INVALID_SIGNATURE",
  "MISSING_AUTHENTICATION_TOKEN",
  "QUOTA_EXCEEDED",
  "REQUEST_TOO_LARGE",
  "THROTTLED",
  "UNAUTHORIZED",
]);

/** A variable of a gateway response's template: `context.stage`, `stageVariables.name`, `method.request.header.name`. */
function variable(context: Context, name: string): string {
  if (name.startsWith("context.")) {
    const value = jsonPath(`$.${name.slice("context.".length)}`)(context.variables);
    return value === undefined || value === null ? "" : String(value);
  }
  const value = safely(() => compileMapping(name, context.api.stageVariables)(context));
  return value === undefined ? "" : String(value);
}

/** A failed request must not fail again while its gateway response is made. */
function safely<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
