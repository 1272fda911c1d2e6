import http from "node:http";
import type { AddressInfo } from "node:net";
import { CONNECTION_OPTIONS } from "local-api-gateway";

const SWEEP_MS = 20;

/** A port that is listened on before there is something to serve. */
export interface Reserved {
  /** Base URL, without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** Sets the listener, or replaces it for the requests that come after; until the first one requests get a 503. */
  serve(listener: Listener): void;
  /** Stops listening and lets requests end; connections that are open at `until` (milliseconds since 1970) are closed. */
  drain(until: number): Promise<void>;
  /** Closes the server and the connections that are open. */
  close(): Promise<void>;
}

/** Answers a request; it may be asynchronous and may throw. */
export type Listener = (request: http.IncomingMessage, response: http.ServerResponse) => unknown;

/**
 * Listens on a port before there is something to serve, so that its URL is known and no other process takes it. When the
 * listener throws, the request gets a 500.
 *
 * @param port 0 for any free one.
 * @throws NodeJS.ErrnoException `EADDRINUSE` when the port is taken.
 */
export function reserve(port = 0, host = "127.0.0.1"): Promise<Reserved> {
  let current: Listener = starting;
  const server = http.createServer(CONNECTION_OPTIONS, (request, response) => {
    const failed = (error: unknown) => fail(request, response, error);
    try {
      const answered = current(request, response);
      if (answered instanceof Promise) answered.catch(failed);
    } catch (error) {
      failed(error);
    }
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const bound = (server.address() as AddressInfo).port;
      resolve({
        url: `http://127.0.0.1:${bound}`,
        port: bound,
        serve(listener) {
          current = listener;
        },
        drain: (until) =>
          new Promise<void>((drained) => {
            // A connection becomes idle, and can be closed, when its last request is answered.
            const sweep = setInterval(() => {
              server.closeIdleConnections();
              if (Date.now() >= until) {
                server.closeAllConnections();
              }
            }, SWEEP_MS);
            server.close(() => {
              clearInterval(sweep);
              drained();
            });
          }),
        close: () =>
          new Promise<void>((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

/** A browser reloads after a second. */
function starting(_request: http.IncomingMessage, response: http.ServerResponse): void {
  response.writeHead(503, { "content-type": "text/plain", refresh: "1", "retry-after": "1" }).end("Starting.\n");
}

function fail(request: http.IncomingMessage, response: http.ServerResponse, error: unknown): void {
  if (error instanceof TooLong && !response.headersSent) {
    // The rest of the body is read and dropped: on a connection that is reset the client would not see the answer.
    response.writeHead(TOO_LONG.status, TOO_LONG.headers).end(TOO_LONG.body);
    return;
  }
  const isDisconnected = request.destroyed && !request.complete;
  if (!isDisconnected) {
    console.error(error);
  }
  if (isDisconnected || response.headersSent) {
    response.destroy();
  } else {
    response.writeHead(INTERNAL_ERROR.status, INTERNAL_ERROR.headers).end(INTERNAL_ERROR.body);
  }
}

/** Listens on this port if it is free, otherwise on any free one. */
export async function reserveNear(port: number): Promise<Reserved> {
  try {
    return await reserve(port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") {
      throw error;
    }
    return reserve();
  }
}

/** A port that is free, for another process to listen on. */
export async function freePort(): Promise<number> {
  const { port, close } = await reserve();
  await close();
  return port;
}

/** A body that is longer than the limit. */
export class TooLong extends Error {}

/** The answer to a body that is longer than the limit. */
export const TOO_LONG = { status: 413, headers: { "content-type": "text/plain" }, body: "The body is too long.\n" };

/** The answer to a request whose listener threw. */
export const INTERNAL_ERROR = {
  status: 500,
  headers: { "content-type": "text/plain" },
  body: "Internal error; the terminal has more.\n",
};

/** The limit of a request's body unless a service has another one: more than SQS's 1 MiB, percent-encoded, and Lambda's 6 MB. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

/**
 * The whole body of a request or of an answer.
 *
 * @throws Error when the sender disconnects before its end; TooLong when it has more than `most` bytes.
 */
export function readBody(request: http.IncomingMessage, most = MAX_BODY_BYTES): Promise<Buffer> {
  if (Number(request.headers["content-length"]) > most) {
    request.resume();
    return Promise.reject(new TooLong());
  }
  const chunks: Buffer[] = [];
  let length = 0;
  // Every call to a service reads its body here, and listeners cost less than iteration.
  return new Promise((resolve, reject) => {
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > most) {
        chunks.length = 0;
        reject(new TooLong());
      } else {
        chunks.push(chunk);
      }
    });
    request.once("end", () => resolve(Buffer.concat(chunks)));
    request.once("error", reject);
  });
}

/**
 * The JSON value of a request's body; undefined where it is not JSON.
 *
 * @throws Error as `readBody` does.
 */
// biome-ignore lint/suspicious/noExplicitAny: checked by each endpoint
export async function readJson(request: http.IncomingMessage, most = MAX_BODY_BYTES): Promise<any> {
  const text = (await readBody(request, most)).toString();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A part of a URL without its percent-encoding. One that is not encoded well names nothing, and stays as it is. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Answers with JSON that no cache keeps. */
export function sendJson(response: http.ServerResponse, status: number, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": body.length,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(body);
}

/** Answers with a message in JSON, for example why a request is refused. */
export function sendMessage(response: http.ServerResponse, status: number, message: string): void {
  sendJson(response, status, { message });
}
