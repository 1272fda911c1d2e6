import type { Context } from "../request/context.ts";
import { createRecord, isSendable, type RawHeaders, wireText } from "../request/headers.ts";
import { traceId } from "../request/ids.ts";
import { decodeBase64 } from "../request/media-types.ts";
import type { ContextVariables, EndpointResponse, MethodResponse } from "../request/messages.ts";
import { configurationError, type GatewayError, internalError } from "../steps/gateway-error.ts";

/** Headers whose name comes to functions in this form, whatever the client wrote. */
const recased: ReadonlyMap<string, string> = new Map([
  ["authorization", "Authorization"],
  ["user-agent", "User-Agent"],
]);

/**
 * The event of a Lambda proxy integration, version 1.0, as JSON.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function proxyEvent(context: Context): string {
  const { api, body, contentType } = context;
  const isBase64Encoded = body.length > 0 && api.binaryMediaTypes(contentType);
  const text = body.length === 0 ? "null" : quoted(body.toString(isBase64Encoded ? "base64" : "utf8"));
  return `{${eventMembers(context)},"body":${text},"isBase64Encoded":${isBase64Encoded}}`;
}

/**
 * The members of that event before its body, which a request authorizer is given too. They are not printed by JSON.stringify, which looks
 * at every character of all the names: an event of 1.6 kB took 4.1 µs, and takes 3.1.
 */
export function eventMembers(context: Context): string {
  const { api, path, httpMethod, query, pathParameters, variables } = context;
  return (
    `"resource":${quoted(variables.resourcePath ?? "")},"path":${quoted(path)},"httpMethod":${quoted(httpMethod)},` +
    `${headerMembers(context)},"queryStringParameters":${members(lastValues(query))},` +
    `"multiValueQueryStringParameters":${members(query)},"pathParameters":${members(pathParameters)},` +
    `"stageVariables":${members(api.stageVariables)},"requestContext":${requestContext(variables)}`
  );
}

function requestContext(variables: ContextVariables): string {
  const { resourceId, resourcePath, httpMethod, extendedRequestId, requestTime, path, accountId, protocol, stage } =
    variables;
  const { domainPrefix, requestTimeEpoch, requestId, domainName, deploymentId, apiId, authorizer } = variables;
  let identity = "";
  for (const name in variables.identity) {
    const value = variables.identity[name] ?? null;
    identity += `${identity && ","}"${name}":${value === null ? "null" : quoted(value)}`;
  }
  return (
    `{"resourceId":"${resourceId}","resourcePath":${quoted(resourcePath ?? "")},"httpMethod":${quoted(httpMethod)},` +
    `"extendedRequestId":"${extendedRequestId}","requestTime":"${requestTime}","path":${quoted(path)},` +
    `"accountId":${quoted(accountId)},"protocol":"${protocol}","stage":${quoted(stage)},` +
    `"domainPrefix":${quoted(domainPrefix)},"requestTimeEpoch":${requestTimeEpoch},"requestId":"${requestId}",` +
    `"identity":{${identity}},"domainName":${quoted(domainName)},"deploymentId":"${deploymentId}","apiId":"${apiId}"` +
    `${authorizer ? `,"authorizer":${JSON.stringify(authorizer)}` : ""}}`
  );
}

/** A request's headers: the last value of each, and all of them. Their names have no character that JSON escapes, or node:http refuses them. */
function headerMembers(context: Context): string {
  let single = "";
  let multi = "";
  let forwardedFor = "";
  for (const name in context.headers) {
    const lower = name.toLowerCase();
    const values = context.headers[name] ?? [];
    if (lower === "x-forwarded-for") forwardedFor = `${values.join(", ")}, `;
    if (lower === "x-amzn-trace-id" || lower.startsWith("x-forwarded-")) continue;
    const shown = recased.get(lower) ?? name;
    const last = quoted(values.at(-1) ?? "");
    single += `"${shown}":${last},`;
    multi += `"${shown}":${values.length === 1 ? `[${last}]` : JSON.stringify(values)},`;
  }
  const { localPort = "", encrypted } = context.req.socket;
  const id = quoted(traceId(context));
  const forwarded = quoted(`${forwardedFor}${context.variables.identity.sourceIp}`);
  const protocol = encrypted ? "https" : "http";
  single += `"X-Amzn-Trace-Id":${id},"X-Forwarded-For":${forwarded},"X-Forwarded-Port":"${localPort}","X-Forwarded-Proto":"${protocol}"`;
  multi += `"X-Amzn-Trace-Id":[${id}],"X-Forwarded-For":[${forwarded}],"X-Forwarded-Port":["${localPort}"],"X-Forwarded-Proto":["${protocol}"]`;
  return `"headers":{${single}},"multiValueHeaders":{${multi}}`;
}

function lastValues(multi: Record<string, string[]>): Record<string, string> {
  const single: Record<string, string> = createRecord();
  for (const name in multi) single[name] = multi[name]?.at(-1) ?? "";
  return single;
}

/** An object as JSON; an empty one is null. */
function members(values: object): string {
  for (const _ in values) return JSON.stringify(values);
  return "null";
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about what JSON escapes; half a surrogate pair is for JSON.stringify to find
const ESCAPED = /["\\\x00-\x1f\ud800-\udfff]/;

/** A text as JSON. */
const quoted = (text: string) => (ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`);

const RESULT_FIELDS: ReadonlySet<string> = new Set([
  "statusCode",
  "headers",
  "multiValueHeaders",
  "body",
  "isBase64Encoded",
]);

/**
 * The client's response from a function's result: `{statusCode, headers, multiValueHeaders, body, isBase64Encoded}`, none of which
 * is required and no other of which is allowed.
 *
 * @throws GatewayError 502 for any other result, 500 when the body claims to be Base64 and is not
 */
export function proxyResponse(context: Context, { body: payload }: EndpointResponse): MethodResponse {
  const result = parseResult(payload);
  for (const name in result) if (!RESULT_FIELDS.has(name)) throw malformed(result);
  const { statusCode, body, headers, multiValueHeaders, isBase64Encoded } = result;
  const isBinary = isBase64Encoded === true || isBase64Encoded === "true";
  const isText = isBase64Encoded == null || isBase64Encoded === false || isBase64Encoded === "false";
  if (!(isBinary || isText) || !isScalar(body)) throw malformed(result);
  const text = body == null ? "" : String(body);
  return {
    status: statusOf(statusCode) ?? fail(malformed(result)),
    headers: headersOf(headers, multiValueHeaders) ?? fail(malformed(result)),
    body: isBinary && context.api.binaryMediaTypes(context.accept) ? bytesOf(text) : text,
  };
}

function parseResult(payload: Buffer | string): Record<string, unknown> {
  let result: unknown;
  try {
    result = JSON.parse(payload.toString());
  } catch {
    throw malformed();
  }
  if (typeof result !== "object" || result === null || Array.isArray(result)) throw malformed();
  return result as Record<string, unknown>;
}

function statusOf(statusCode: unknown): number | undefined {
  if (statusCode === undefined || statusCode === null) return 200;
  const status = typeof statusCode === "string" ? Number(statusCode || Number.NaN) : statusCode;
  return typeof status === "number" && Number.isInteger(status) && status >= 200 && status <= 599 ? status : undefined;
}

/**
 * Multi-value headers decide the spelling of a name; a single value of the same name comes after theirs, unless it is one of them.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
function headersOf(headers: unknown, multiValueHeaders: unknown): RawHeaders | undefined {
  const single = headers ?? {};
  const multi = multiValueHeaders ?? {};
  if (typeof single !== "object" || Array.isArray(single) || typeof multi !== "object" || Array.isArray(multi))
    return undefined;
  const result: RawHeaders = [];
  let listed: Map<string, { name: string; values: string[] }> | undefined;
  for (const [name, values] of Object.entries(multi)) {
    if (!Array.isArray(values) || !values.every(isScalar)) return undefined;
    listed ??= new Map();
    listed.set(name.toLowerCase(), { name, values: values.map(String) });
    for (const value of values) if (!push(result, name, value)) return undefined;
  }
  for (const [name, value] of Object.entries(single)) {
    const known = listed?.get(name.toLowerCase());
    if (known?.values.includes(String(value))) continue;
    if (!isScalar(value) || !push(result, known?.name ?? name, value)) return undefined;
  }
  return result;
}

const isScalar = (value: unknown) => value === null || typeof value !== "object";

function push(headers: RawHeaders, name: string, value: unknown): boolean {
  if (value === null) return true;
  const text = wireText(String(value));
  if (!isSendable(name, text)) return false;
  headers.push(name, text);
  return true;
}

function bytesOf(text: string): Buffer {
  return decodeBase64(text) ?? fail(configurationError("Unable to base64 decode the body"));
}

function malformed(result: Record<string, unknown> = {}): GatewayError {
  const reason =
    result.errorMessage === undefined
      ? "Execution failed due to configuration error: Malformed Lambda proxy response"
      : `Lambda execution failed with status 200 due to customer function error: ${result.errorMessage}`;
  return internalError(reason, "DEFAULT_5XX", 502);
}

function fail(error: Error): never {
  throw error;
}
