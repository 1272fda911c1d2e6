import type { IncomingHttpHeaders } from "node:http";
import type { CallInProcess } from "local-api-gateway";
import { INTERNAL_ERROR, type Listener, MAX_BODY_BYTES, readBody, TOO_LONG } from "./serve.ts";

/** Megabytes of a thread's young objects. V8 would take up to 48 in each thread, and keep them. */
export const YOUNG_GENERATION_MB = 4;

/** A request to an AWS service. */
export interface ServiceRequest {
  readonly method: string;
  /** Path and query string. */
  readonly url: string;
  /** By name in lower case. */
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Whether nobody waits for the answer any more. */
  readonly isAbandoned?: () => boolean;
}

/** What a service answers. */
export interface ServiceAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Answers the requests to a service of this process. */
export type ServiceHandler = (request: ServiceRequest) => Promise<ServiceAnswer>;

/**
 * Serves a service over HTTP.
 *
 * @param most Bytes that a request's body may have; a longer one is answered with 413.
 */
export function overHttp(service: ServiceHandler, most?: number): Listener {
  return async (request, response) => {
    const { method = "GET", url = "/", headers } = request;
    const body = await readBody(request, most);
    const answer = await service({ method, url, headers, body, isAbandoned: () => response.destroyed });
    response.writeHead(answer.status, framed(answer)).end(answer.body);
  };
}

/** The headers with the body's length, without which Node would send it in chunks. */
export function framed({ status, headers, body }: ServiceAnswer): Readonly<Record<string, string>> {
  const isFramed = status === 204 || Object.keys(headers).some((name) => /^content-length$/i.test(name));
  return isFramed ? headers : { ...headers, "content-length": String(Buffer.byteLength(body)) };
}

/** The services of this process by the origin under which they are served, `http://127.0.0.1:3001`. */
const inProcess = new Map<string, ServiceHandler>();

/**
 * Lets callers in this process reach a service without HTTP: at its origin, with the same answers.
 *
 * @param most Bytes that a request's body may have, as for `overHttp`.
 * @returns Takes it back.
 */
export function registerService(origin: string, service: ServiceHandler, most = MAX_BODY_BYTES): () => void {
  inProcess.set(origin, async (request) => (request.body.length > most ? TOO_LONG : service(request)));
  return () => inProcess.delete(origin);
}

/** The service of this process at an origin; undefined for one that only HTTP reaches. */
export const serviceAt = (origin: string): ServiceHandler | undefined => inProcess.get(origin);

/** Calls services of this process for the gateway. */
export const callInProcess: CallInProcess = (request) => {
  const handler = serviceAt(request.origin);
  if (handler === undefined) {
    return undefined;
  }
  const { method, path: url, isAbandoned } = request;
  const headers: Record<string, string> = Object.create(null);
  headers.host = request.origin.slice("http://".length);
  request.headers.forEach((name, index, all) => {
    if (index % 2 === 0) {
      headers[name.toLowerCase()] = all[index + 1] ?? "";
    }
  });
  const body = typeof request.body === "string" ? Buffer.from(request.body) : request.body;
  return answerOf(handler, { method, url, headers, body, isAbandoned }).then((answer) => ({
    status: answer.status,
    headers: ["Date", new Date().toUTCString(), ...Object.entries(framed(answer)).flat()],
    body: typeof answer.body === "string" ? Buffer.from(answer.body) : answer.body,
  }));
};

/** Calls a service as HTTP would: one that throws answers 500. */
export async function answerOf(service: ServiceHandler, request: ServiceRequest): Promise<ServiceAnswer> {
  try {
    return await service(request);
  } catch (error) {
    console.error(error);
    return INTERNAL_ERROR;
  }
}
