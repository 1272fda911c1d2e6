import type { Api } from "../api.ts";
import { remembered } from "../remembered.ts";
import { GatewayError } from "../steps/gateway-error.ts";
import type { Context, ReceivedRequest } from "./context.ts";
import { createRecord, droppedFromRequest, headerText } from "./headers.ts";
import { extendedRequestId, requestId, requestTime } from "./ids.ts";
import type { ContextVariables, Overrides } from "./messages.ts";

/** What differs from one request to the next of the same text. */
export interface Known {
  readonly requestId: string;
  readonly extendedRequestId: string;
  readonly requestTimeEpoch: number;
}

/** Reads a request's line and headers. It comes now, unless its time and ids are known: then it came before. */
export function createContext(api: Api, req: ReceivedRequest, known?: Known): Context {
  // A client should not send this sign, at which the URL of an endpoint would end.
  const url = req.url?.includes("#") ? req.url.replaceAll("#", "%23") : (req.url ?? "/");
  const target = parseTarget(url, api.basePath);
  const raw = req.rawHeaders;
  const headers: Record<string, string[]> = createRecord();
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
    const { name, lower, isDropped } = headerName(raw[i] ?? "");
    const value = raw[i + 1] ?? "";
    headBytes += value.length;
    if (isDropped) {
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
    const text = headerText(value);
    const values = headers[name];
    if (values) values.push(text);
    else headers[name] = [text];
  }
  const now = known?.requestTimeEpoch ?? Date.now();
  const dot = host.indexOf(".");
  return {
    api,
    req,
    httpMethod,
    path: target?.path ?? "/",
    rawQuery: target?.rawQuery ?? "",
    query: parseQuery(target?.rawQuery ?? ""),
    headers,
    contentType,
    accept,
    apiKey,
    clientTraceId,
    traceId: undefined,
    headBytes,
    contentLength,
    body: empty,
    refusal: target ? undefined : noSuchStage(),
    method: undefined,
    pathParameters: noParameters,
    variables: {
      resourceId: undefined,
      resourcePath: undefined,
      httpMethod,
      extendedRequestId: known?.extendedRequestId ?? extendedRequestId(),
      requestTime: requestTime(now),
      path: target?.requestPath ?? req.url ?? "/",
      accountId: api.accountId,
      protocol: req.httpVersion === "1.1" ? "HTTP/1.1" : `HTTP/${req.httpVersion}`,
      requestOverride: noRequestOverride,
      stage: api.stage,
      domainPrefix: dot < 0 ? host : host.slice(0, dot),
      requestTimeEpoch: now,
      requestId: known?.requestId ?? requestId(),
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
      responseOverride: noResponseOverride,
      apiId: api.id,
      authorizer: undefined,
    },
    endpointRequest: undefined,
    endpointResponse: undefined,
    response: undefined,
    recording: undefined,
    trace: undefined,
    call: undefined,
  };
}

/** A header's name, as it was sent. */
interface HeaderName {
  readonly name: string;
  readonly lower: string;
  /** Whether it reaches neither the integration nor the mapping templates. */
  readonly isDropped: boolean;
}

/**
 * Names that came before. node:http makes a new string of each name of each request; one that V8 knows as a key is put into an object in a
 * third of the time.
 */
const headerNames = new Map<string, HeaderName>();
const MAX_HEADER_NAMES = 1000;
const MAX_KEPT_NAME = 100;

function headerName(sent: string): HeaderName {
  if (sent.length > MAX_KEPT_NAME) return readHeaderName(sent);
  return remembered(headerNames, MAX_HEADER_NAMES, sent, readHeaderName);
}

function readHeaderName(name: string): HeaderName {
  const lower = name.toLowerCase();
  return { name, lower, isDropped: droppedFromRequest.has(lower) };
}

const empty = Buffer.alloc(0);
const noParameters: Record<string, string> = Object.freeze({});
const nothing = Object.freeze({});
const noRequestOverride: Overrides = Object.freeze({ path: nothing, header: nothing, querystring: nothing });
const noResponseOverride: ContextVariables["responseOverride"] = Object.freeze({ header: nothing });
const noQuery: Record<string, string[]> = Object.freeze(Object.create(null));

/**
 * Takes the base path (the stage's name, or that of a custom domain's mapping) off a URL; undefined when the URL has another one.
 * Slashes before it and after it do not count.
 */
function parseTarget(
  url: string,
  basePath: string,
): { path: string; requestPath: string; rawQuery: string } | undefined {
  const start = url.startsWith("/") ? 0 : url.indexOf("/", url.indexOf("://") + 3);
  const question = url.indexOf("?");
  const end = question < 0 ? url.length : question;
  const rawQuery = question < 0 ? "" : url.slice(question + 1);
  if (start < 0) return undefined;
  let at = start;
  while (url.charCodeAt(at) === 47 && at < end) at++;
  const afterBase = at + basePath.length;
  const isWhole = basePath === "" || afterBase >= end || url.charCodeAt(afterBase) === 47;
  if (!url.startsWith(basePath, at) || !isWhole) return undefined;
  const below = basePath === "" ? url.slice(start, end) : url.slice(afterBase, end);
  const path = below.startsWith("//") ? below.replace(/^\/+/, "/") : below || "/";
  if (basePath === "") return { path, requestPath: path, rawQuery };
  const requestPath = at === start + 1 ? url.slice(start, end) : `/${basePath}${below}`;
  return { path, requestPath, rawQuery };
}

const noSuchStage = () => new GatewayError("INVALID_API_KEY", "Forbidden", { reason: "there is no such stage" });

function sourceIp(req: ReceivedRequest): string {
  const address = req.socket.remoteAddress ?? "127.0.0.1";
  return address.startsWith("::ffff:") ? address.slice(7) : address;
}

/** Query parameters by name, in order. API Gateway splits at semicolons as well; what is not well encoded is taken as it is. */
function parseQuery(query: string): Record<string, string[]> {
  if (query === "") return noQuery;
  const parameters: Record<string, string[]> = createRecord();
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
