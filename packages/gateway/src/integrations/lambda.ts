import { type Integration, InvocationDenied, type Invoke, type Method, type Target } from "../api.ts";
import type { MappedParameters } from "../mapping/mapped-parameters.ts";
import type { Context } from "../request/context.ts";
import { headerValue } from "../request/headers.ts";
import type { EndpointRequest, EndpointResponse } from "../request/messages.ts";
import { configurationError, GatewayError, internalError } from "../steps/gateway-error.ts";
import { requestHeaders } from "./request-headers.ts";
import { signedHeaders } from "./sigv4.ts";
import { callEndpoint } from "./upstream.ts";
import { parseAddress } from "./uri.ts";

/** The most bytes of an event. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_EVENT_BYTES = 6_291_556;

type LambdaTarget = Extract<Target, { kind: "lambda" }>;

/**
 * A call of Lambda's Invoke API. An empty payload is an empty event.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 *
 * @throws GatewayError 500 for a proxy integration with a method other than POST, 413 for an event above 6 MB
 */
export function lambdaRequest(
  context: Context,
  integration: Integration,
  target: LambdaTarget,
  header: MappedParameters["header"],
  payload: Buffer | string,
): EndpointRequest {
  const method = integration.httpMethod ?? context.httpMethod;
  if (integration.type === "aws_proxy" && method !== "POST") {
    throw internalError("A Lambda function is invoked with POST only", "INTEGRATION_FAILURE");
  }
  // A character is three bytes at the most: those of a small payload are not counted.
  if (payload.length * 3 > MAX_EVENT_BYTES && Buffer.byteLength(payload) > MAX_EVENT_BYTES) {
    throw new GatewayError("REQUEST_TOO_LARGE", "Request Too Long");
  }
  const headers = requestHeaders(context, "aws", header);
  return { method, uri: target.uri, headers, body: payload.length > 0 ? payload : "{}" };
}

/**
 * Invokes the function, in this process or over HTTP.
 *
 * @throws GatewayError 504 when it takes too long, 500 or 502 when it cannot be invoked
 */
export function invokeLambda(
  context: Context,
  integration: Integration,
  target: LambdaTarget,
): Promise<EndpointResponse> {
  const request = context.endpointRequest as EndpointRequest;
  const { invoke } = context.api;
  return invoke
    ? invokeInProcess(context, integration, target, request, invoke)
    : invokeByHttp(context, integration, target, request);
}

async function invokeByHttp(
  context: Context,
  integration: Integration,
  target: LambdaTarget,
  request: EndpointRequest,
): Promise<EndpointResponse> {
  const address = parseAddress(request.uri);
  const { headers, method, body } = request;
  const { credentials } = context.api;
  const signed = [
    ...headers,
    ...signedHeaders({ service: "lambda", region: target.region, method, address, headers, body, credentials }),
  ];
  const response = await callEndpoint(context, address, { ...request, headers: signed }, integration.timeoutInMillis);
  refuseFailure(response, integration);
  return response;
}

/** A failure to invoke is an error of the API, not of the function: no permission, an unknown function, throttling. */
function refuseFailure({ status, body }: EndpointResponse, { type }: Integration): void {
  if (status === 403) throw noPermission();
  if (status === 404) throw configurationError(`Lambda function not found: ${body}`);
  if (status === 429) throw internalError(`Lambda throttled the invocation: ${body}`);
  if (type === "aws_proxy" && status >= 300) {
    throw internalError(`Lambda invocation failed with status: ${status}. ${body}`, "DEFAULT_5XX", 502);
  }
}

function invokeInProcess(
  context: Context,
  integration: Integration,
  target: LambdaTarget,
  { headers, body }: EndpointRequest,
  invoke: Invoke,
): Promise<EndpointResponse> {
  const { resourcePath } = context.method as Method;
  const caller = {
    stage: context.api.stage,
    httpMethod: context.httpMethod,
    resourcePath,
    roleArn: integration.roleArn,
  };
  const invocation = invoke(target.functionArn, body, caller);
  if (headerValue(headers, "x-amz-invocation-type") === "Event") {
    invocation.catch(() => undefined);
    return Promise.resolve({ status: 202, headers: [], body: Buffer.alloc(0) });
  }
  return inTime(invocation, integration.timeoutInMillis).then(({ payload: result, functionError, requestId }) => {
    const response = ["Content-Type", "application/json"];
    if (requestId !== undefined) response.push("x-amzn-RequestId", requestId);
    if (functionError !== undefined) response.push("X-Amz-Function-Error", functionError);
    return { status: 200, headers: response, body: result };
  });
}

/**
 * Waits for a function's result for at most this time; the function may go on after it.
 *
 * @throws GatewayError 504 for one that takes longer, 500 where the invocation fails
 */
export function inTime<T>(result: Promise<T>, timeoutInMillis: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new GatewayError("INTEGRATION_TIMEOUT", "Endpoint request timed out"));
    }, timeoutInMillis);
    result.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error) => {
        clearTimeout(timer);
        reject(invocationError(error as Error));
      },
    );
  });
}

function invocationError(error: Error): GatewayError {
  return error instanceof InvocationDenied
    ? noPermission()
    : internalError(`Lambda invocation failed: ${error.message}`);
}

const noPermission = () => configurationError("Invalid permissions on Lambda function");
