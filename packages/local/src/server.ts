import type http from "node:http";
import { isAllowed, isOwnHost } from "./cloud/guard.ts";
import { type Listener, sendMessage } from "./cloud/serve.ts";
import { serveFile } from "./static.ts";

/** What the server answers with. */
export interface Site {
  readonly stage: string;
  /** The API: paths that begin with the stage. */
  readonly gateway: http.RequestListener;
  /** Paths that begin with `/_local`. */
  readonly local: Listener;
  /** The address and port that it listens on. */
  readonly host: string;
  readonly port: number;
}

/**
 * Creates the listener for the API, the endpoints under `/_local` and, on all other paths, the page.
 *
 * The API answers whatever name it is called by: deployed, it may have any custom domain, and what it answers to anybody is no
 * secret. The page and `/_local` answer the names of this machine alone.
 */
export function createSite({ stage, gateway, local, host, port }: Site): Listener {
  return (request, response) => {
    takeOrigin(request);
    const first = /^\/([^/?]*)/.exec(request.url ?? "/")?.[1];
    // Without a promise, which would cost each request of the API.
    if (first === stage) gateway(request, response);
    else return serveOwn(first, request, response);
  };

  async function serveOwn(first: string | undefined, request: http.IncomingMessage, response: http.ServerResponse) {
    response.setHeader("cross-origin-resource-policy", "same-origin");
    if (first === "_local") {
      if (isAllowed(request, host, port)) await local(request, response);
      else sendMessage(response, 403, "Only this server's own page and programs on this machine may call this.");
    } else if (isOwnHost(request, host)) {
      await serveFile(request, response);
    } else {
      response.writeHead(403, { "content-type": "text/plain; charset=utf-8" });
      response.end(`The page is at http://localhost:${port}, or at an address of this machine that --host names.\n`);
    }
  }
}

/**
 * Takes the origin off a target that is an absolute URL, as a client sends it to a proxy; its host counts, whatever `Host` says.
 * https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2
 */
function takeOrigin(request: http.IncomingMessage): void {
  if (request.url?.startsWith("/")) return;
  const [origin, host] = /^https?:\/\/([^/?#]*)/i.exec(request.url ?? "") ?? [];
  if (origin === undefined) return;
  const rest = request.url?.slice(origin.length) ?? "";
  request.url = rest.startsWith("/") ? rest : `/${rest}`;
  request.headers.host = host;
}
