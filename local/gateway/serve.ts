import type { IncomingMessage, ServerResponse } from "node:http";
import type { Api } from "./api.ts";
import { type Context, newContext } from "./context.ts";
import { GatewayError } from "./gateway-error.ts";
import { answer } from "./pipeline.ts";
import { gatewayResponse } from "./steps/gateway-response.ts";
import type { Trace } from "./trace.ts";
import { newTraceRecorder } from "./trace-recorder.ts";

/** Bytes that a request's body may have. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Reads a request, has it answered and sends the response. */
export function serve(
  api: Api,
  onTrace: ((trace: Trace) => void) | undefined,
  req: IncomingMessage,
  res: ServerResponse,
): void {
  const target = parseTarget(req.url ?? "/", api.stage);
  const trace = onTrace && newTraceRecorder();
  const context = newContext(api, req, target ?? { path: "/", requestPath: req.url ?? "/", rawQuery: "" }, trace);
  res.on("close", () => {
    if (!res.writableFinished) context.abort?.();
  });
  const finish = () => {
    send(context, res);
    if (onTrace && trace) onTrace(trace.finish(context));
  };
  if (!target) {
    gatewayResponse(context, new GatewayError("INVALID_API_KEY", "Forbidden", { reason: "there is no such stage" }));
    finish();
    return;
  }
  readBody(context, (tooLarge) => {
    if (tooLarge) {
      gatewayResponse(context, new GatewayError("REQUEST_TOO_LARGE", "Request Too Long"));
      res.shouldKeepAlive = false;
      finish();
    } else answer(context).then(finish);
  });
}

/** Takes the stage off a URL; undefined when it is another one. Slashes before the stage and after it do not count. */
function parseTarget(url: string, stage: string): { path: string; requestPath: string; rawQuery: string } | undefined {
  const start = url.startsWith("/") ? 0 : url.indexOf("/", url.indexOf("://") + 3);
  const question = url.indexOf("?");
  const end = question < 0 ? url.length : question;
  const rawQuery = question < 0 ? "" : url.slice(question + 1);
  if (start < 0) return undefined;
  let at = start;
  while (url.charCodeAt(at) === 47 && at < end) at++;
  const afterStage = at + stage.length;
  if (!url.startsWith(stage, at) || (afterStage < end && url.charCodeAt(afterStage) !== 47)) return undefined;
  const below = url.slice(afterStage, end);
  const path = below.startsWith("//") ? below.replace(/^\/+/, "/") : below || "/";
  return { path, requestPath: `/${stage}${below}`, rawQuery };
}

/** Reads the body into the context. A request without one is passed on at once. */
function readBody(context: Context, done: (tooLarge: boolean) => void): void {
  const { req } = context;
  const { "content-length": length, "transfer-encoding": encoding } = req.headers;
  if (Number(length) > MAX_BODY_BYTES) {
    req.resume();
    done(true);
    return;
  }
  if (encoding === undefined && (length === undefined || length === "0")) {
    done(false);
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  let isDone = false;
  req.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    else if (!isDone) {
      isDone = true;
      done(true);
    }
  });
  req.on("end", () => {
    if (isDone) return;
    context.body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
    done(false);
  });
  // A client that goes away in the middle of its body gets no answer.
  req.on("error", () => undefined);
}

function send({ response }: Context, res: ServerResponse): void {
  if (!response || res.destroyed) return;
  const { status, headers, body } = response;
  const hasNoBody = status === 204 || status === 304 || status < 200;
  if (!hasNoBody) headers.push("Content-Length", String(Buffer.byteLength(body)));
  res.writeHead(status, headers);
  if (hasNoBody) res.end();
  else res.end(body);
}
