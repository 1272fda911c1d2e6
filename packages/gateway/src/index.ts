import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { loadDocument } from "./document/load.ts";
import type { ImportReport } from "./document/warnings.ts";
import type { GatewayOptions } from "./options.ts";
import { serve } from "./request/serve.ts";

export { type AssumeRole, type CallInProcess, InvocationDenied, type Invoke, type InvokeCaller } from "./api.ts";
export { evaluatePolicy, isLike, type Policy, type PolicyRequest, readPolicy } from "./authorization/policy.ts";
export { type BrokenTemplate, describeBroken } from "./document/broken-templates.ts";
export { DocumentError } from "./document/document-error.ts";
export { OpenApiFileError, parseOpenApi, readOpenApiFile } from "./document/openapi-file.ts";
export { type Refusal, refusals } from "./document/refusals.ts";
export { endpointVariable, serviceEndpoint } from "./integrations/endpoints.ts";
export { type Signable, signedHeaders } from "./integrations/sigv4.ts";
export { templateOrigins } from "./mapping/template.ts";
export type { GatewayOptions } from "./options.ts";
export { remembered } from "./remembered.ts";
export { createRecord } from "./request/headers.ts";
export type { MethodThrottles, Throttle, UsagePlanOptions } from "./steps/usage-plan.ts";
export type { Trace, TraceMessage, TraceStep, TraceTemplate } from "./trace/trace.ts";
export { TraceStore } from "./trace/trace-store.ts";

/** An OpenAPI 3.0 or Swagger 2.0 document, parsed. What it may have in it is checked when it is loaded. */
export type OpenApiDocument = object;

/**
 * A REST API on this machine. `warnings` are those of API Gateway's import, which goes on without what they name; `notices` say
 * what is different on this machine.
 */
export interface Gateway extends ImportReport {
  /**
   * Listens on this machine alone, or on the host that is named; port 0 takes any free port.
   *
   * @returns the base URL of the stage, such as `http://127.0.0.1:3000/dev`
   */
  readonly listen: (port: number, host?: string) => Promise<string>;
  /** Serves one request, whose URL begins with the stage, of another server. */
  readonly handle: (req: IncomingMessage, res: ServerResponse) => void;
  /** Stops listening, lets requests under way finish for up to two seconds, and ends every connection. */
  readonly close: () => Promise<void>;
}

/** Bytes of a request's head that node:http takes: more than API Gateway, so that the gateway answers larger ones as AWS does. */
const MAX_HEADER_SIZE = 64 * 1024;

/**
 * Options of an HTTP server: a connection stays until its client ends it, as a client may send on one that is being closed. The kernel
 * finds out when the client is gone (TCP's keep-alive, after a minute without traffic): node:http would set and clear a timer for each
 * request, and name it in a header `Keep-Alive` that API Gateway does not send.
 */
export const CONNECTION_OPTIONS = { keepAliveTimeout: 0, keepAlive: true, keepAliveInitialDelay: 60_000 };

/** Milliseconds that requests under way have when the gateway closes. */
const CLOSE_TIMEOUT = 2000;

/**
 * Serves a REST API as Amazon API Gateway does.
 *
 * @throws DocumentError when API Gateway refuses the document, or its backends have no address on this machine
 * @throws RangeError for an invalid stage name, or an invalid entry of `upstreams`
 */
export function createGateway(document: OpenApiDocument, options: GatewayOptions): Gateway {
  if (!/^[\w-]{1,128}$/.test(options.stage)) {
    throw new RangeError(`stage "${options.stage}": letters, digits, - and _ only, up to 128 of them`);
  }
  const { api, warnings, notices, brokenTemplates } = loadDocument(document, options);
  const handle = (req: IncomingMessage, res: ServerResponse) => serve(api, options.onTrace, req, res);
  const server = createServer({ maxHeaderSize: MAX_HEADER_SIZE, ...CONNECTION_OPTIONS }, handle);
  return {
    warnings,
    notices,
    brokenTemplates,
    handle,
    listen: (port, host = "127.0.0.1") =>
      new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, host, () => {
          server.off("error", reject);
          const name = host.includes(":") ? `[${host}]` : host;
          resolve(`http://${name}:${(server.address() as AddressInfo).port}/${api.basePath}`);
        });
      }),
    async close() {
      const closed = server.listening && new Promise<void>((resolve) => server.close(() => resolve()));
      // A connection becomes idle, and must be ended, when its last request is answered.
      const sweep = setInterval(() => server.closeIdleConnections(), 20);
      const deadline = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT);
      server.closeIdleConnections();
      await closed;
      clearInterval(sweep);
      clearTimeout(deadline);
      api.connections.close();
    },
  };
}
