import type http from "node:http";
import { isAllowed } from "./api/guard.ts";
import { sendMessage } from "./api/respond.ts";
import type { Listener } from "./cloud/serve.ts";
import { serveFile } from "./static.ts";

/** What the one server of localhost leads to. */
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

/** The listener for the API, what is behind it, and, everywhere else, the page. */
export function siteListener({ stage, gateway, local, host, port }: Site): Listener {
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
