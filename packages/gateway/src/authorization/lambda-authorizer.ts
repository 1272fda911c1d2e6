import type { LambdaAuthorizer } from "../api.ts";
import { isObject } from "../document/json.ts";
import { inTime } from "../integrations/lambda.ts";
import { eventMembers } from "../integrations/lambda-proxy.ts";
import { signedHeaders } from "../integrations/sigv4.ts";
import { callEndpoint } from "../integrations/upstream.ts";
import { parseAddress } from "../integrations/uri.ts";
import type { Context } from "../request/context.ts";
import { GatewayError } from "../steps/gateway-error.ts";
import type { Authorization, AuthorizationCache } from "./authorization-cache.ts";
import { identityValue } from "./identity-source.ts";
import { PolicyError, readPolicy } from "./policy.ts";

/** Milliseconds that API Gateway waits for an authorizer. */
const AUTHORIZER_TIMEOUT = 29_000;

/**
 * Asks a Lambda authorizer, or its cache, about a request.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 *
 * @throws GatewayError 401 when an identity source is missing, the token does not match `identityValidationExpression`, or the
 * function throws `Unauthorized`; 500 when the function fails in another way or returns no policy
 */
export async function authorizeByLambda(
  context: Context,
  authorizer: LambdaAuthorizer,
  cache: AuthorizationCache,
): Promise<Authorization> {
  const { trace, variables } = context;
  const identity = authorizer.identitySources.map((source) => identityValue(context, source));
  trace?.rule(`Lambda authorizer "${authorizer.name}"`, { authorizer: authorizer.name, identity });
  // Without caching a request authorizer may have no identity sources: the function is then asked about every request.
  if (identity.some((value) => value === undefined || value === "")) {
    throw unauthorized("an identity source is missing or empty");
  }
  const [token = ""] = identity;
  if (authorizer.identityValidation?.matches(token) === false) {
    throw unauthorized("the token does not match the identity validation expression");
  }
  const key = JSON.stringify(identity);
  const known = identity.length > 0 ? cache.find(key, variables.requestTimeEpoch) : undefined;
  if (known) {
    trace?.rule(`Lambda authorizer "${authorizer.name}", answer from its cache`, { cached: true });
    return known;
  }
  const event = authorizer.type === "token" ? tokenEvent(context, token) : requestEvent(context);
  const began = performance.now();
  const result = await invoke(context, authorizer, event);
  trace?.rule(`Lambda authorizer "${authorizer.name}"`, {
    functionArn: authorizer.functionArn,
    event,
    result: result.payload,
    latency: Math.round(performance.now() - began),
  });
  const authorization = readResult(result);
  if (identity.length > 0) cache.keep(key, authorization, variables.requestTimeEpoch);
  return authorization;
}

/** ARN of the method as this request calls it: `arn:aws:execute-api:{region}:{account}:{api}/{stage}/{method}/{path}`. */
export function methodArn({ api, httpMethod, path }: Context): string {
  const resource = `${api.id}/${api.stage}/${httpMethod}/${path.replace(/^\//, "")}`;
  return `arn:aws:execute-api:${api.region}:${api.accountId}:${resource}`;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html */
function tokenEvent(context: Context, authorizationToken: string): string {
  return JSON.stringify({ type: "TOKEN", methodArn: methodArn(context), authorizationToken });
}

/** The event of a request authorizer is that of a proxy integration without the body. */
function requestEvent(context: Context): string {
  return `{"type":"REQUEST","methodArn":${JSON.stringify(methodArn(context))},${eventMembers(context)}}`;
}

/** What a function returned, or the error that it threw, as text. */
interface Result {
  readonly payload: string;
  readonly failed: boolean;
}

async function invoke(
  context: Context,
  { functionArn, uri, region }: LambdaAuthorizer,
  event: string,
): Promise<Result> {
  try {
    if (context.api.invoke) {
      const { payload, functionError } = await inTime(context.api.invoke(functionArn, event), AUTHORIZER_TIMEOUT);
      return { payload: payload.toString(), failed: functionError !== undefined };
    }
    const address = parseAddress(uri);
    const body = Buffer.from(event);
    const headers = ["Content-Type", "application/json"];
    const { credentials } = context.api;
    const signed = signedHeaders({ service: "lambda", region, method: "POST", address, headers, body, credentials });
    const request = { method: "POST", uri, headers: [...headers, ...signed], body };
    const response = await callEndpoint(context, address, request, AUTHORIZER_TIMEOUT);
    const functionError = response.headers.some((name, i) => i % 2 === 0 && /^x-amz-function-error$/i.test(name));
    return { payload: response.body.toString(), failed: functionError || response.status >= 300 };
  } catch (error) {
    throw failure(`Execution failed due to configuration error: Authorizer error: ${(error as Error).message}`);
  }
}

function readResult({ payload, failed }: Result): Authorization {
  const result = parse(payload);
  if (failed) {
    // The function says so with an error of this message, and with no other.
    if (isObject(result) && result.errorMessage === "Unauthorized")
      throw unauthorized("the authorizer said Unauthorized");
    throw failure(
      `Execution failed due to configuration error: Authorizer function failed with response body: ${payload}`,
    );
  }
  if (!isObject(result)) throw misconfigured(`Invalid JSON in response: ${payload}`);
  const { principalId, policyDocument, context = {}, usageIdentifierKey } = result;
  if (typeof principalId !== "string" && typeof principalId !== "number") {
    throw misconfigured(`Invalid permissions: the authorizer's response has no principalId: ${payload}`);
  }
  const values = contextValues(context);
  if (!values)
    throw misconfigured(`Invalid authorizer context: a value is neither text, number nor boolean: ${payload}`);
  try {
    return {
      principalId: String(principalId),
      policy: readPolicy(policyDocument),
      context: values,
      ...(typeof usageIdentifierKey === "string" && { usageIdentifierKey }),
    };
  } catch (error) {
    if (error instanceof PolicyError) throw misconfigured(`Invalid policy document: ${error.message}: ${payload}`);
    throw error;
  }
}

/** The values as text; undefined when one is an object or a list, which API Gateway does not take. */
function contextValues(context: unknown): Record<string, string> | undefined {
  if (context === null) return {};
  if (!isObject(context)) return undefined;
  const entries = Object.entries(context).filter(([, value]) => value !== null);
  if (entries.some(([, value]) => typeof value === "object")) return undefined;
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const unauthorized = (reason: string) => new GatewayError("UNAUTHORIZED", "Unauthorized", { reason });
const failure = (reason: string) => new GatewayError("AUTHORIZER_FAILURE", "Authorizer failure", { reason });
const misconfigured = (reason: string) =>
  new GatewayError("AUTHORIZER_CONFIGURATION_ERROR", "Authorizer configuration error", {
    reason: `Execution failed due to configuration error: ${reason}`,
  });
