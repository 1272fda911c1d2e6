import http from "node:http";
import type { AddressInfo } from "node:net";

/** How long a connection is kept for a client's next request, in milliseconds. */
export const KEEP_ALIVE_MS = 120_000;

/** A port that is listened on, for what is to be served there. */
export interface Reserved {
  /** Base URL, without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** Says what answers; until then requests get a 503. */
  serve(listener: Listener): void;
  /** Closes the server and the connections that are open. */
  close(): Promise<void>;
}

/** What answers a request; it may take its time, and fail. */
export type Listener = (request: http.IncomingMessage, response: http.ServerResponse) => unknown;

/**
 * Listens on a port before there is anything to serve, so that its URL is known and nobody else takes it. A request that
 * the listener fails on gets a 500, and the next one is answered as ever.
 *
 * @param port 0 for any free one.
 * @throws NodeJS.ErrnoException `EADDRINUSE` when the port is taken.
 */
export function reserve(port = 0, host = "127.0.0.1"): Promise<Reserved> {
  const server = http.createServer(starting);
  // Node's five seconds are too short on a busy machine: a client sends on a connection that is just being closed.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const bound = (server.address() as AddressInfo).port;
      resolve({
        url: `http://127.0.0.1:${bound}`,
        port: bound,
        serve(listener) {
          server.off("request", starting).on("request", async (request, response) => {
            try {
              await listener(request, response);
            } catch (error) {
              fail(request, response, error);
            }
          });
        },
        close: () =>
          new Promise<void>((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

/** A browser asks again after a second. */
function starting(_request: http.IncomingMessage, response: http.ServerResponse): void {
  response.writeHead(503, { "content-type": "text/plain", refresh: "1", "retry-after": "1" }).end("Starting.\n");
}

function fail(request: http.IncomingMessage, response: http.ServerResponse, error: unknown): void {
  if (error instanceof TooLong && !response.headersSent) {
    response.writeHead(413, { "content-type": "text/plain", connection: "close" }).end("The body is too long.\n");
    return;
  }
  const hasLeft = request.destroyed && !request.complete;
  if (!hasLeft) {
    console.error(error);
  }
  if (hasLeft || response.headersSent) {
    response.destroy();
  } else {
    response.writeHead(500, { "content-type": "text/plain" }).end("Internal error; the terminal has more.\n");
  }
}

/** Listens on this port when it is free, else on any free one. */
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

/** A body that is longer than what is read. */
export class TooLong extends Error {}

/** Bytes of a body; more than SQS's 1 MiB, percent-encoded, and Lambda's 6 MB. */
const MAX_BODY = 8 * 1024 * 1024;

/**
 * The whole body of a request or of an answer.
 *
 * @throws Error when the sender leaves before its end; TooLong when it has more than `most` bytes.
 */
export function readBody(request: http.IncomingMessage, most = MAX_BODY): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Every call to a service comes through here, and listening costs less than iterating over the request.
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
