import http from "node:http";
import { corsHeaders } from "../cors.ts";
import { agentsOnDuty, openingHours } from "./desk.ts";

/** Options of the service. */
export interface SupportDeskOptions {
  /** Name of this host, part of each answer. */
  readonly host: string;
  /** Origins whose pages may read the answers; may be empty. */
  readonly allowedOrigins: readonly string[];
  /** The current time, by which the desk is open or closed. */
  readonly now: () => Date;
}

/** What `GET` of each path answers, besides the host. */
const RESOURCES: Readonly<Record<string, (now: Date) => object>> = {
  "/support/hours": openingHours,
  "/support/agents": agentsOnDuty,
  "/support/health": () => ({ status: "ok" }),
};

/** Creates the support desk's HTTP service; call `listen` on it. All its answers are JSON, errors included. */
export function createServer(options: SupportDeskOptions): http.Server {
  const server = http.createServer((request, response) => {
    const { status, headers, body } = answer(request, options.now());
    const text = JSON.stringify({ ...body, host: options.host });
    const cors = options.allowedOrigins.length > 0 ? corsHeaders(options.allowedOrigins, request.headers.origin) : {};
    response.writeHead(status, {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(text),
      ...headers,
      ...cors,
    });
    response.end(request.method === "HEAD" ? undefined : text);
  });
  // Longer than the load balancer keeps a connection (60 s), so that it never sends a request on a closed one.
  server.keepAliveTimeout = 65_000;
  return server;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object;
}

function answer({ url = "/", method = "GET" }: http.IncomingMessage, now: Date): Answer {
  // The path of a private integration's request begins with the stage's name; a health check's does not.
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/private-integration.html
  const path = url.replace(/\?.*$/s, "").replace(/^\/[^/]+(?=\/support\/)/, "");
  const resource = Object.hasOwn(RESOURCES, path) ? RESOURCES[path] : undefined;
  if (resource === undefined) return { status: 404, body: { message: "Not found" } };
  if (method !== "GET" && method !== "HEAD") {
    return { status: 405, headers: { Allow: "GET, HEAD" }, body: { message: "Method not allowed" } };
  }
  return { status: 200, body: resource(now) };
}
