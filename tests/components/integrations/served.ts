import http from "node:http";
import type { AddressInfo } from "node:net";
import { createGateway } from "local-api-gateway";
import type { Integration } from "../../../components/integrations/integration.ts";
import { RestApi } from "../../../components/rest-api/rest-api.ts";
import { run } from "../../../components/testing/run.ts";

/** A request as a service got it. */
export interface Received {
  readonly method: string;
  /** With the query string. */
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What the stub of a service answers. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** An API of integrations on this machine, with one stub for all services behind it. */
export interface Served {
  /** What the stub got, in order. */
  readonly received: Received[];
  /** Says what the stub answers from now on, and forgets what it got. */
  answerWith(answer: Answer): void;
  /** Sends a request to the API. */
  send(method: string, path: string, body?: BodyInit, headers?: Readonly<Record<string, string>>): Promise<Response>;
  close(): Promise<void>;
}

/**
 * Makes an API of routes and serves its document by the gateway, over HTTP.
 *
 * @param routes Creates the integrations, whose models may be `Any` object and a `List` of up to ten items.
 */
export async function serveRoutes(
  routes: () => Readonly<Record<string, Integration>>,
  { allowedOrigins = ["https://www.example.com"] }: ServedOptions = {},
): Promise<Served> {
  const { inputs } = await run(
    () =>
      new RestApi("api", {
        description: "Under test",
        stageName: "test",
        routes: routes(),
        models: { Any: { type: "object" }, List: { type: "array", minItems: 1, maxItems: 10 } },
        cors: { allowedOrigins },
        throttling: { rateLimit: 100, burstLimit: 100 },
        logRetentionDays: 1,
      }),
  );
  const received: Received[] = [];
  let answer: Answer = {};
  const stub = http.createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    received.push({ method: request.method ?? "", path: request.url ?? "", headers: request.headers, body });
    response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => stub.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(stub.address() as AddressInfo).port}`;
  const endpoints = Object.fromEntries(SERVICES.map((service) => [service, endpoint]));
  const gateway = createGateway(JSON.parse(inputs("aws:apigateway/restApi:RestApi").body), {
    stage: "test",
    endpoints,
  });
  const url = await gateway.listen(0);
  return {
    received,
    answerWith(next) {
      answer = next;
      received.length = 0;
    },
    send: (method, path, body, headers) => fetch(`${url}${path}`, { method, body, headers, redirect: "manual" }),
    async close() {
      await gateway.close();
      stub.closeAllConnections();
      await new Promise((resolve) => stub.close(resolve));
    },
  };
}

/** What an API under test may have. */
export interface ServedOptions {
  readonly allowedOrigins?: readonly string[];
}

const SERVICES = ["s3", "events", "states", "sqs", "sns", "dynamodb", "lambda"];
