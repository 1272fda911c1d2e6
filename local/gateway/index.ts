import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { loadDocument } from "./document/load.ts";
import { closeConnections } from "./integrations/upstream.ts";
import type { GatewayOptions } from "./options.ts";
import { serve } from "./serve.ts";

export { DocumentError } from "./document/document-error.ts";
export { type Refusal, refusals } from "./document/refusals.ts";
export type { GatewayOptions, Invoke } from "./options.ts";
export type { Trace, TraceMessage, TraceStep, TraceTemplate } from "./trace.ts";
export { TraceStore } from "./trace-store.ts";
export type { Throttle, UsagePlanOptions } from "./usage-plan.ts";

/** An OpenAPI 3.0 document, parsed. What it may have in it is checked when it is loaded. */
export type OpenApiDocument = object;

/** A REST API on this machine. */
export interface Gateway {
  /**
   * Listens on 127.0.0.1; port 0 takes any free one.
   *
   * @returns the base URL of the stage, such as `http://127.0.0.1:3000/dev`
   */
  readonly listen: (port: number) => Promise<string>;
  /** Serves one request, whose URL begins with the stage, of another server. */
  readonly handle: (req: IncomingMessage, res: ServerResponse) => void;
  /** Stops listening, lets requests under way finish, and ends every connection. */
  readonly close: () => Promise<void>;
}

/** Bytes of a request's head that node:http takes: more than API Gateway, whose own answer to larger ones is to be given. */
const MAX_HEADER_SIZE = 64 * 1024;

/**
 * Serves a REST API as Amazon API Gateway does.
 *
 * @throws DocumentError when the document is not valid, or has something in it that this gateway does not
 */
export function createGateway(document: OpenApiDocument, options: GatewayOptions): Gateway {
  const api = loadDocument(document, options);
  const handle = (req: IncomingMessage, res: ServerResponse) => serve(api, options.onTrace, req, res);
  const server = createServer({ maxHeaderSize: MAX_HEADER_SIZE }, handle);
  return {
    handle,
    listen: (port) =>
      new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, "127.0.0.1", () => {
          server.off("error", reject);
          resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${api.stage}`);
        });
      }),
    async close() {
      if (server.listening) {
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        server.closeIdleConnections();
        await closed;
      }
      closeConnections(api.connections);
    },
  };
}
