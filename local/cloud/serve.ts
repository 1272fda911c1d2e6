import http from "node:http";
import type { AddressInfo } from "node:net";

/** A server that is listening. */
export interface Served {
  /** Base URL, without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** Closes the server and the connections that are open. */
  close(): Promise<void>;
}

/**
 * Listens.
 *
 * @param port 0 for any free one.
 * @throws NodeJS.ErrnoException `EADDRINUSE` when the port is taken.
 */
export function serve(listener: http.RequestListener, port = 0, host = "127.0.0.1"): Promise<Served> {
  const server = http.createServer(listener);
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const bound = (server.address() as AddressInfo).port;
      const close = () =>
        new Promise<void>((closed) => {
          server.close(() => closed());
          server.closeAllConnections();
        });
      resolve({ url: `http://127.0.0.1:${bound}`, port: bound, close });
    });
  });
}

/** Listens on this port when it is free, else on any free one. */
export async function serveNear(listener: http.RequestListener, port: number): Promise<Served> {
  try {
    return await serve(listener, port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") {
      throw error;
    }
    return serve(listener);
  }
}

/** The whole body of a request. */
export async function readBody(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
