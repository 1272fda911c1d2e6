import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Api, Method } from "./api.ts";
import type { GatewayError } from "./gateway-error.ts";
import { droppedFromRequest, type RawHeaders } from "./headers.ts";
import { extendedRequestId, requestTime } from "./ids.ts";
import type { TraceRecorder } from "./trace-recorder.ts";

/** All that is known of one request, carried through the steps: each takes what it needs from here and leaves its result here. */
export interface Context {
  readonly api: Api;
  readonly req: IncomingMessage;
  /** Method that is routed: the client's, or that of its `X-HTTP-Method-Override` header. */
  readonly httpMethod: string;
  /** The path below the stage, not URL-decoded, its leading slashes one: `/contact`. */
  readonly path: string;
  /** Query string without `?`, not URL-decoded. */
  readonly rawQuery: string;
  /** Query parameters, URL-decoded. */
  readonly query: Record<string, string[]>;
  /** Headers by name as sent, without those that API Gateway drops. */
  readonly headers: Record<string, string[]>;
  readonly contentType?: string;
  readonly accept?: string;
  readonly apiKey?: string;
  /** `X-Amzn-Trace-Id` of the client. */
  readonly clientTraceId?: string;
  /** `X-Amzn-Trace-Id` that goes on, once it is wanted. */
  traceId?: string;
  /** Bytes of the request line and the header values, which have a limit together. */
  readonly headBytes: number;
  /** Bytes of the body as announced; undefined for a body in chunks. */
  readonly contentLength?: number;
  body: Buffer;
  /** Why the request goes nowhere, where that shows before it is routed: another stage, too large a body. */
  refusal?: GatewayError;
  method?: Method;
  pathParameters: Record<string, string>;
  /** `$context` of the mapping templates. */
  readonly variables: ContextVariables;
  endpointRequest?: EndpointRequest;
  endpointResponse?: EndpointResponse;
  response?: MethodResponse;
  /** Undefined when nobody wants traces. */
  readonly trace?: TraceRecorder;
  /** Ends the call to the backend, once there is one: the client has gone. */
  abort?: () => void;
}

/** What is sent to the backend. */
export interface EndpointRequest {
  method: string;
  uri: string;
  headers: RawHeaders;
  body: Buffer | string;
}

/** What the backend answered. */
export interface EndpointResponse {
  readonly status: number;
  readonly headers: RawHeaders;
  readonly body: Buffer;
}

/** What the client gets. */
export interface MethodResponse {
  status: number;
  headers: RawHeaders;
  body: Buffer | string;
}

/**
 * `$context`, in the order in which AWS prints it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export interface ContextVariables {
  resourceId?: string;
  resourcePath?: string;
  httpMethod: string;
  extendedRequestId: string;
  requestTime: string;
  path: string;
  accountId: string;
  protocol: string;
  requestOverride: Overrides;
  stage: string;
  domainPrefix: string;
  requestTimeEpoch: number;
  requestId: string;
  identity: Record<string, string | null>;
  domainName: string;
  deploymentId: string;
  responseOverride: { header?: Record<string, unknown>; status?: unknown };
  apiId: string;
  error?: Record<string, string | null>;
}

/** `$context.requestOverride`. */
export interface Overrides {
  header?: Record<string, unknown>;
  querystring?: Record<string, unknown>;
  path?: Record<string, unknown>;
}

/** Reads a request's line and headers. `path` is the part of its URL below the stage, `requestPath` has the stage. */
export function newContext(
  api: Api,
  req: IncomingMessage,
  target: { path: string; requestPath: string; rawQuery: string },
  trace?: TraceRecorder,
): Context {
  const raw = req.rawHeaders;
  const headers: Record<string, string[]> = Object.create(null);
  let headBytes = (req.method?.length ?? 0) + (req.url?.length ?? 0) + 10;
  let host = "";
  let httpMethod = req.method ?? "GET";
  let contentType: string | undefined;
  let accept: string | undefined;
  let apiKey: string | undefined;
  let userAgent: string | null = null;
  let clientTraceId: string | undefined;
  let contentLength: number | undefined = 0;
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i];
    const value = raw[i + 1];
    headBytes += value.length;
    const lower = name.toLowerCase();
    if (droppedFromRequest.has(lower)) {
      if (lower === "content-length") contentLength = Number(value);
      else if (lower === "transfer-encoding") contentLength = undefined;
      continue;
    }
    switch (lower) {
      case "host":
        host = value;
        break;
      case "content-type":
        contentType = value;
        break;
      case "accept":
        accept ??= value;
        break;
      case "x-api-key":
        apiKey = value;
        break;
      case "user-agent":
        userAgent = value;
        break;
      case "x-amzn-trace-id":
        clientTraceId = value;
        break;
      case "x-http-method-override":
        httpMethod = value.toUpperCase();
        break;
    }
    const values = headers[name];
    if (values) values.push(value);
    else headers[name] = [value];
  }
  const now = Date.now();
  const dot = host.indexOf(".");
  return {
    api,
    req,
    httpMethod,
    path: target.path,
    rawQuery: target.rawQuery,
    query: parseQuery(target.rawQuery),
    headers,
    contentType,
    accept,
    apiKey,
    clientTraceId,
    traceId: undefined,
    headBytes,
    contentLength,
    body: empty,
    refusal: undefined,
    method: undefined,
    pathParameters: noParameters,
    variables: {
      resourceId: undefined,
      resourcePath: undefined,
      httpMethod,
      extendedRequestId: extendedRequestId(),
      requestTime: requestTime(now),
      path: target.requestPath,
      accountId: api.accountId,
      protocol: `HTTP/${req.httpVersion}`,
      requestOverride: { path: {}, header: {}, querystring: {} },
      stage: api.stage,
      domainPrefix: dot < 0 ? host : host.slice(0, dot),
      requestTimeEpoch: now,
      requestId: randomUUID(),
      identity: {
        cognitoIdentityPoolId: null,
        accountId: null,
        cognitoIdentityId: null,
        caller: null,
        sourceIp: sourceIp(req),
        principalOrgId: null,
        accessKey: null,
        cognitoAuthenticationType: null,
        cognitoAuthenticationProvider: null,
        userArn: null,
        userAgent,
        user: null,
      },
      domainName: host,
      deploymentId: api.deploymentId,
      responseOverride: { header: {} },
      apiId: api.id,
    },
    endpointRequest: undefined,
    endpointResponse: undefined,
    response: undefined,
    trace,
    abort: undefined,
  };
}

const empty = Buffer.alloc(0);
const noParameters: Record<string, string> = Object.freeze({});

function sourceIp(req: IncomingMessage): string {
  const address = req.socket.remoteAddress ?? "127.0.0.1";
  return address.startsWith("::ffff:") ? address.slice(7) : address;
}

/** Query parameters by name, in order. API Gateway splits at semicolons as well; what is not well encoded is taken as it is. */
function parseQuery(query: string): Record<string, string[]> {
  const parameters: Record<string, string[]> = Object.create(null);
  if (query === "") return parameters;
  for (const part of query.split(/[&;]/)) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const name = decode(equals < 0 ? part : part.slice(0, equals));
    const value = equals < 0 ? "" : decode(part.slice(equals + 1));
    const values = parameters[name];
    if (values) values.push(value);
    else parameters[name] = [value];
  }
  return parameters;
}

function decode(text: string): string {
  if (!/[%+]/.test(text)) return text;
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
