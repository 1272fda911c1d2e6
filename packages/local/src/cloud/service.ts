import type { IncomingHttpHeaders } from "node:http";
import { type CallInProcess, createRecord } from "local-api-gateway";
import type { Json } from "../program/resources.ts";
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
  /** What `formOf` found: the check of policies and the service itself read the same request. */
  form?: URLSearchParams;
  /** What `jsonOf` found, null for no object. */
  json?: Json | null;
}

/** What a service answers. */
export interface ServiceAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** The parameters of a request of the query protocol, the body's before the URL's. */
export function formOf(request: ServiceRequest): URLSearchParams {
  if (request.form === undefined) {
    const { method, url, body } = request;
    const form = new URLSearchParams(method === "POST" ? body.toString() : "");
    const question = url.indexOf("?");
    for (const [name, value] of question < 0 ? [] : new URLSearchParams(url.slice(question + 1))) {
      form.append(name, value);
    }
    request.form = form;
  }
  return request.form;
}

/** The object in a request's body, empty for an empty body; undefined where it is not JSON, or not an object. */
export function jsonOf(request: ServiceRequest): Json | undefined {
  if (request.json === undefined) {
    request.json = parseObject(request.body.toString() || "{}");
  }
  return request.json ?? undefined;
}

function parseObject(text: string): Json | null {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
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
export const callInProcess: CallInProcess = ({ method, origin, path: url, headers: raw, body, isAbandoned }) => {
  const handler = serviceAt(origin);
  if (handler === undefined) {
    return undefined;
  }
  const headers: Record<string, string> = createRecord();
  headers.host = origin.slice("http://".length);
  for (let i = 0; i < raw.length; i += 2) {
    headers[raw[i]?.toLowerCase() ?? ""] = raw[i + 1] ?? "";
  }
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  return answerAsHttp(handler, { method, url, headers, body: bytes, isAbandoned });
};

async function answerAsHttp(handler: ServiceHandler, request: ServiceRequest) {
  const answer = await answerOf(handler, request);
  const headers = ["Date", new Date().toUTCString()];
  for (const [name, value] of Object.entries(framed(answer))) {
    headers.push(name, value);
  }
  return {
    status: answer.status,
    headers,
    body: typeof answer.body === "string" ? Buffer.from(answer.body) : answer.body,
  };
}

/** Calls a service as HTTP would: one that throws answers 500. */
export async function answerOf(service: ServiceHandler, request: ServiceRequest): Promise<ServiceAnswer> {
  try {
    return await service(request);
  } catch (error) {
    console.error(error);
    return INTERNAL_ERROR;
  }
}
