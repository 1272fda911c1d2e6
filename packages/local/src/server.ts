import http from "node:http";
import type { AddressInfo } from "node:net";
import { isAllowed } from "./api/guard.ts";
import { sendMessage } from "./api/respond.ts";
import { KEEP_ALIVE_MS } from "./cloud/serve.ts";
import { serveFile } from "./static.ts";

/** What answers the requests. */
export interface Handlers {
  readonly stage: string;
  /** The API: paths that begin with the stage. */
  readonly gateway: http.RequestListener;
  /** Paths that begin with `/_local`. */
  readonly local: http.RequestListener;
}

/** The one server of localhost: the API, what is behind it, and the page. */
export interface Server {
  readonly port: number;
  /** Says what answers; requests that came before wait for it. */
  handle(handlers: Handlers): void;
  close(): Promise<void>;
}

/**
 * Listens at once, so that a busy port is known before anything else starts.
 *
 * @param port 0 for any free one.
 * @throws NodeJS.ErrnoException when it cannot listen there.
 */
export async function startServer(port: number, host: string): Promise<Server> {
  let handle: (handlers: Handlers) => void = () => {};
  const ready = new Promise<Handlers>((resolve) => {
    handle = resolve;
  });
  const server = http.createServer(async (request, response) => {
    const handlers = await ready;
    try {
      await answer(handlers, request, response, host, (server.address() as AddressInfo).port);
    } catch (error) {
      console.error(error);
      response.headersSent ? response.destroy() : sendMessage(response, 500, "Internal error; the terminal has more.");
    }
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    handle,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  { stage, gateway, local }: Handlers,
  request: http.IncomingMessage,
  response: http.ServerResponse,
  host: string,
  port: number,
): Promise<void> {
  const first = /^\/([^/?]*)/.exec(request.url ?? "/")?.[1];
  if (first === stage) {
    gateway(request, response);
  } else if (first !== "_local") {
    await serveFile(request, response);
  } else if (isAllowed(request, host, port)) {
    await local(request, response);
  } else {
    sendMessage(response, 403, "Only this server's own page and programs on this machine may call this.");
  }
}
