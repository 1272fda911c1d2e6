import type http from "node:http";
import { isAllowed } from "./cloud/guard.ts";
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

/** Creates the listener for the API, the endpoints under `/_local` and, on all other paths, the page. */
export function createSite({ stage, gateway, local, host, port }: Site): Listener {
  return async (request, response) => {
    const first = /^\/([^/?]*)/.exec(request.url ?? "/")?.[1];
    if (first === stage) {
      gateway(request, response);
      return;
    }
    response.setHeader("cross-origin-resource-policy", "same-origin");
    if (first !== "_local") {
      await serveFile(request, response);
    } else if (isAllowed(request, host, port)) {
      await local(request, response);
    } else {
      sendMessage(response, 403, "Only this server's own page and programs on this machine may call this.");
    }
  };
}
