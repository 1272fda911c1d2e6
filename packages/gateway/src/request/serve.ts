import type { IncomingMessage, ServerResponse } from "node:http";
import type { Api } from "../api.ts";
import { GatewayError } from "../steps/gateway-error.ts";
import { answer } from "../steps/pipeline.ts";
import { type Exchange, RecordedTrace } from "../trace/recorded-trace.ts";
import type { Trace } from "../trace/trace.ts";
import { packBody } from "./compression.ts";
import type { Context } from "./context.ts";
import { createContext } from "./create-context.ts";
import { bodyFor } from "./headers.ts";

/** Bytes that a request's body may have. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Reads a request, has it answered and sends the response. */
export function serve(
  api: Api,
  onTrace: ((trace: Trace) => void) | undefined,
  req: IncomingMessage,
  res: ServerResponse,
): void {
  // A client should not send this sign, at which the URL of an endpoint would end.
  const target = parseTarget(req.url?.replaceAll("#", "%23") ?? "/", api.basePath);
  const context = createContext(api, req, target ?? { path: "/", requestPath: req.url ?? "/", rawQuery: "" });
  const { requestId, requestTimeEpoch } = context.variables;
  const trace = onTrace && new RecordedTrace(requestId, requestTimeEpoch);
  context.trace = trace;
  if (!target) context.refusal = new GatewayError("INVALID_API_KEY", "Forbidden", { reason: "there is no such stage" });
  res.on("close", () => {
    if (!res.writableFinished) context.abort?.();
  });
  readBody(context, () => {
    answer(context, () => {
      send(context, res);
      if (onTrace && trace) onTrace(trace.finish(exchangeOf(context)));
    });
  });
}

function exchangeOf({ method, response }: Context): Exchange {
  const route = method && `${method.httpMethod} ${method.resourcePath}`;
  return { route, integrationType: method?.integration.type, response };
}

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
  return { path, requestPath: basePath === "" ? path : `/${basePath}${below}`, rawQuery };
}

/** Reads the body into the context. A body that is too large is read and dropped; a client that goes away meanwhile gets no answer. */
function readBody(context: Context, done: () => void): void {
  const { req, contentLength } = context;
  if (contentLength === 0) {
    done();
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  const refuse = () => {
    const message = `HTTP content length exceeded ${MAX_BODY_BYTES} bytes.`;
    context.refusal ??= new GatewayError("REQUEST_TOO_LARGE", message, { isPlainText: true });
    req.removeAllListeners("data").removeAllListeners("end").resume();
    done();
  };
  if (contentLength !== undefined && contentLength > MAX_BODY_BYTES) {
    refuse();
    return;
  }
  req.on("data", (chunk: Buffer) => {
    size += chunk.length;
    chunks.push(chunk);
    if (size > MAX_BODY_BYTES) refuse();
  });
  req.on("end", () => {
    const [only] = chunks;
    context.body = only && chunks.length === 1 ? only : Buffer.concat(chunks);
    done();
  });
  req.on("error", () => undefined);
}

function send(context: Context, res: ServerResponse): void {
  const { response } = context;
  if (!response || res.destroyed) return;
  packBody(context, response);
  const { status, headers, body } = response;
  // The rest of an unread body would be read as the next request.
  if (context.contentLength !== 0 && !context.req.complete) res.shouldKeepAlive = false;
  const hasNoBody = status === 204 || status === 304 || status < 200;
  if (!hasNoBody) headers.push("Content-Length", String(Buffer.byteLength(body)));
  try {
    res.writeHead(status, headers);
  } catch {
    // A header of the document breaks HTTP's rules: no answer is better than no gateway.
    res.destroy();
    return;
  }
  if (hasNoBody) res.end();
  else res.end(bodyFor(headers, body));
}
