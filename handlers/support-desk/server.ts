import http from "node:http";
import { corsHeaders } from "../cors.ts";
import { agentsOnDuty, openingHours } from "./desk.ts";

/** What the service needs to know. */
export interface SupportDeskOptions {
  /** Name of this host, which each answer tells. */
  readonly host: string;
  /** Origins whose pages may read the answers; none for none. */
  readonly allowedOrigins: readonly string[];
  /** The time by which the desk is open or closed. */
  readonly now: () => Date;
}

/** What `GET` of each path answers, besides the host. */
const resources: Readonly<Record<string, (now: Date) => object>> = {
  "/support/hours": openingHours,
  "/support/agents": agentsOnDuty,
  "/support/health": () => ({ status: "ok" }),
};

/** The support desk's HTTP service; call `listen` on it. It answers JSON only, errors included. */
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
  // Longer than the load balancer keeps a connection (60 s), so that it never sends a request on one that just closed.
  server.keepAliveTimeout = 65_000;
  return server;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object;
}

function answer({ url = "/", method = "GET" }: http.IncomingMessage, now: Date): Answer {
  // AWS says that a private integration's request has the stage's name before its path; a health check's has not.
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/private-integration.html
  const path = (url.split("?")[0] as string).replace(/^\/[^/]+(?=\/support\/)/, "");
  if (!Object.hasOwn(resources, path)) return { status: 404, body: { message: "Not found" } };
  if (method !== "GET" && method !== "HEAD") {
    return { status: 405, headers: { Allow: "GET, HEAD" }, body: { message: "Method not allowed" } };
  }
  return { status: 200, body: (resources[path] as (now: Date) => object)(now) };
}
