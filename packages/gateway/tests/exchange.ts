import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { createGateway, type Gateway, type GatewayOptions } from "../src/index.ts";

/** A request as a test writes it; headers with several values are sent several times. */
export interface TestRequest {
  readonly method?: string;
  /** Path and query, without the stage. */
  readonly path?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string | Buffer;
}

/** What the client got. Header names in lower case. */
export interface TestResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly bytes: Buffer;
}

/** Has a gateway for this document answer one request. */
export function exchange(
  document: object,
  request: TestRequest = {},
  options: Partial<GatewayOptions> = {},
): Promise<TestResponse> {
  return exchangeWith(createGateway(document, { stage: "dev", ...options }), request);
}

/** Has a gateway with the stage `dev` answer one request, without a port: the request and the response are made here. */
export function exchangeWith(gateway: Gateway, request: TestRequest): Promise<TestResponse> {
  return exchangeAt(gateway, `/dev${request.path ?? "/"}`, request);
}

/** Has a gateway answer one request for a URL, whose path has the stage or another base path. */
export function exchangeAt(gateway: Gateway, url: string, request: TestRequest = {}): Promise<TestResponse> {
  const { method = "GET", headers = {}, body = "" } = request;
  const bytes = Buffer.from(body);
  const sent = Object.entries(headers).flatMap(([name, value]) => [value].flat().flatMap((one) => [name, one]));
  if (bytes.length > 0) sent.push("Content-Length", String(bytes.length));
  const req = Object.assign(Readable.from(bytes.length > 0 ? [bytes] : []), {
    method,
    url,
    httpVersion: "1.1",
    rawHeaders: ["Host", "api.example.com", ...sent],
    socket: { remoteAddress: "127.0.0.1", localPort: 3000 },
    complete: true,
  });
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    const res = {
      destroyed: false,
      shouldKeepAlive: true,
      on: () => res,
      writeHead: (status: number, raw: string[]) => {
        Object.assign(res, { status, raw });
      },
      write: (piece: string | Buffer) => pieces.push(Buffer.from(piece)),
      end: (piece: string | Buffer = "") => {
        const { status, raw } = res as unknown as { status: number; raw: string[] };
        const bytes = Buffer.concat([...pieces, Buffer.from(piece)]);
        resolve({ status, headers: fields(raw), body: bytes.toString(), bytes });
      },
    };
    gateway.handle(req as unknown as IncomingMessage, res as unknown as ServerResponse);
  });
}

function fields(raw: string[]): Record<string, string> {
  const result: Record<string, string> = {};
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]?.toLowerCase() ?? "";
    const value = raw[i + 1] ?? "";
    result[name] = name in result ? `${result[name]}, ${value}` : value;
  }
  return result;
}

/**
 * A document with one operation for each `METHOD /path`, `ANY` included; `more` goes into its root. An operation without `parameters`
 * declares those that its integration maps, as API Gateway wants them.
 */
export function documentOf(operations: Record<string, object>, more: object = {}): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [route, operation] of Object.entries(operations)) {
    const [method = "", path = ""] = route.split(" ");
    const item = paths[path] ?? {};
    paths[path] = item;
    item[method === "ANY" ? "x-amazon-apigateway-any-method" : method.toLowerCase()] = {
      responses: { 200: { description: "OK" } },
      parameters: mappedParameters(operation),
      ...operation,
    };
  }
  return { openapi: "3.0.1", info: { title: "Test", version: "1" }, paths, ...more };
}

/** Declarations of the headers and query parameters that an operation's mappings read. */
function mappedParameters(operation: object): object[] {
  const mapped = JSON.stringify(operation).matchAll(/"method\.request\.(?:multivalue)?(header|querystring)\.([^"]+)"/g);
  return [...mapped].map(([, location, name]) => ({ name, in: location === "header" ? "header" : "query" }));
}

/** A mock operation that answers 200 with this template; `changes` replace fields of its integration. */
export function mock(template = "", changes: object = {}): object {
  return {
    "x-amazon-apigateway-integration": {
      type: "mock",
      requestTemplates: { "application/json": '{"statusCode": 200}' },
      responses: {
        default: { statusCode: "200", ...(template && { responseTemplates: { "application/json": template } }) },
      },
      ...changes,
    },
  };
}

/** URI of an integration with the function `name`. */
export const functionUri = (name = "fn") =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:${name}/invocations`;

/** A Lambda proxy operation. */
export const lambdaProxy = (changes: object = {}): object => ({
  "x-amazon-apigateway-integration": { type: "aws_proxy", httpMethod: "POST", uri: functionUri(), ...changes },
});
