import type { Context } from "../request/context.ts";
import { createRecord, isSendable, type RawHeaders, wireText } from "../request/headers.ts";
import { traceId } from "../request/ids.ts";
import { decodeBase64 } from "../request/media-types.ts";
import type { EndpointResponse, MethodResponse } from "../request/messages.ts";
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
  return JSON.stringify(proxyEventFields(context));
}

/** The fields of that event; a request authorizer is given them too, without the body. */
export function proxyEventFields(context: Context) {
  const { api, method, body, variables, path, httpMethod, query, pathParameters } = context;
  const isBase64Encoded = body.length > 0 && api.binaryMediaTypes(context.contentType);
  const { headers, multiValueHeaders } = eventHeaders(context);
  // JSON leaves out what is undefined.
  const requestContext = { ...variables, requestOverride: undefined, responseOverride: undefined };
  return {
    resource: method?.resourcePath,
    path,
    httpMethod,
    headers,
    multiValueHeaders,
    queryStringParameters: orNull(lastValues(query)),
    multiValueQueryStringParameters: orNull(query),
    pathParameters: orNull(pathParameters),
    stageVariables: orNull(api.stageVariables),
    requestContext,
    body: body.length === 0 ? null : body.toString(isBase64Encoded ? "base64" : "utf8"),
    isBase64Encoded,
  };
}

/** A request's headers as an event has them: the last value of each, and all of them. */
interface EventHeaders {
  readonly headers: Record<string, string>;
  readonly multiValueHeaders: Record<string, string[]>;
}

function eventHeaders(context: Context): EventHeaders {
  const headers: EventHeaders = { headers: createRecord(), multiValueHeaders: createRecord() };
  let forwardedFor = "";
  for (const name in context.headers) {
    const lower = name.toLowerCase();
    const values = context.headers[name] ?? [];
    if (lower === "x-forwarded-for") forwardedFor = `${values.join(", ")}, `;
    if (lower === "x-amzn-trace-id" || lower.startsWith("x-forwarded-")) continue;
    add(headers, recased.get(lower) ?? name, values);
  }
  const { socket } = context.req;
  add(headers, "X-Amzn-Trace-Id", [traceId(context)]);
  add(headers, "X-Forwarded-For", [`${forwardedFor}${context.variables.identity.sourceIp}`]);
  add(headers, "X-Forwarded-Port", [String(socket.localPort ?? "")]);
  add(headers, "X-Forwarded-Proto", [socket.encrypted ? "https" : "http"]);
  return headers;
}

function add({ headers, multiValueHeaders }: EventHeaders, name: string, values: string[]): void {
  headers[name] = values.at(-1) ?? "";
  multiValueHeaders[name] = values;
}

function lastValues(multi: Record<string, string[]>): Record<string, string> {
  const single: Record<string, string> = createRecord();
  for (const name in multi) single[name] = multi[name]?.at(-1) ?? "";
  return single;
}

function orNull<T extends object>(values: T): T | null {
  for (const _ in values) return values;
  return null;
}

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
