import type { IncomingMessage, ServerResponse } from "node:http";
import type { Api } from "../api.ts";
import { GatewayError } from "../steps/gateway-error.ts";
import { answer } from "../steps/pipeline.ts";
import { RecordedTrace } from "../trace/recorded-trace.ts";
import type { Trace } from "../trace/trace.ts";
import { completeResponse, hasBody } from "./complete-response.ts";
import type { Context } from "./context.ts";
import { createContext } from "./create-context.ts";
import { bodyFor } from "./headers.ts";

/** Bytes that a request's body may have. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Milliseconds that a client has to send the rest of a refused body: on a connection that closes before, it would not see the answer. */
const REST_MS = 5_000;

/**
 * The latest request and its response. When V8 gives memory back, it forgets the shapes of which no object is alive, and with them the code
 * compiled for them: an idle server would answer its next 50,000 requests more slowly, at first a third as fast.
 */
const latest: { context?: Context; response?: ServerResponse } = {};

/** Reads a request, has it answered and sends the response. */
export function serve(
  api: Api,
  onTrace: ((trace: Trace) => void) | undefined,
  req: IncomingMessage,
  res: ServerResponse,
): void {
  const start = onTrace ? performance.now() : 0;
  const context = createContext(api, req);
  latest.context = context;
  latest.response = res;
  readBody(req, context, () => {
    const trace = onTrace && new RecordedTrace(start, context);
    context.recording = trace;
    answer(context, () => {
      // Responses of one turn of the event loop go out together: the first wakes the client's process, which takes the others without waking
      // again. Sent one by one, each woke it anew, a tenth of the processor time of a mock.
      setImmediate(send, context, req, res);
      if (!trace) return;
      trace.end(context);
      onTrace(trace);
    });
    if (context.response) return;
    res.on("close", () => {
      if (!res.writableFinished) context.call?.abort();
    });
  });
}

/** Reads the body into the context. A body that is too large is read and dropped; a client that goes away meanwhile gets no answer. */
function readBody(req: IncomingMessage, context: Context, done: () => void): void {
  const { contentLength } = context;
  if (contentLength === 0) {
    // A request that nobody began to read, node:http reads to its end after the answer: four ticks, a twentieth of a mock's time.
    req.read(0);
    done();
    return;
  }
  if (contentLength !== undefined && contentLength > MAX_BODY_BYTES) {
    refuseBody(req, context, done);
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  req.on("data", (chunk: Buffer) => {
    size += chunk.length;
    chunks.push(chunk);
    if (size > MAX_BODY_BYTES) refuseBody(req, context, done);
  });
  req.on("end", () => {
    const [only] = chunks;
    context.body = only && chunks.length === 1 ? only : Buffer.concat(chunks);
    done();
  });
}

function refuseBody(req: IncomingMessage, context: Context, done: () => void): void {
  const message = `HTTP content length exceeded ${MAX_BODY_BYTES} bytes.`;
  context.refusal ??= new GatewayError("REQUEST_TOO_LARGE", message, { isPlainText: true });
  req.removeAllListeners("data").removeAllListeners("end").resume();
  done();
}

/** Characters of a text that is sent at once. */
const PIECE = 65_536;

/**
 * Sends a long text in pieces: node:http puts headers and text together into one string, and for a string of more than 128 kB V8 has
 * the kernel map memory of its own, which took two thirds of the time of an answer of 280 kB.
 */
function sendBody(res: ServerResponse, body: Buffer | string, encoding: BufferEncoding): void {
  if (typeof body !== "string" || body.length <= 2 * PIECE) {
    res.end(body, encoding);
    return;
  }
  let from = 0;
  while (from < body.length) {
    // A pair of surrogates stays together.
    const isPair = (body.codePointAt(from + PIECE - 1) ?? 0) > 0xffff;
    const to = from + (isPair ? PIECE + 1 : PIECE);
    res.write(body.slice(from, to), encoding);
    from = to;
  }
  res.end();
}

function send(context: Context, req: IncomingMessage, res: ServerResponse): void {
  const { response } = context;
  if (!response || res.destroyed) return;
  const size = completeResponse(context, response);
  const { status, headers } = response;
  // ASCII goes out with the headers as one byte a character, which Node writes faster than UTF-8.
  const isAscii = size === response.body.length;
  const body = isAscii ? response.body : bodyFor(headers, response.body);
  const encoding = isAscii ? "latin1" : "utf8";
  // The rest of an unread body would be read as the next request.
  const isUnread = !req.complete && context.contentLength !== 0;
  if (isUnread) res.shouldKeepAlive = false;
  try {
    res.writeHead(status, headers);
  } catch {
    // A header of the document breaks HTTP's rules: no answer is better than no gateway.
    res.destroy();
    return;
  }
  if (isUnread) {
    if (hasBody(status)) res.write(body, encoding);
    else res.flushHeaders();
    const timer = setTimeout(() => res.end(), REST_MS);
    req.once("close", () => {
      clearTimeout(timer);
      res.end();
    });
  } else if (hasBody(status)) {
    sendBody(res, body, encoding);
  } else {
    res.end();
  }
}
