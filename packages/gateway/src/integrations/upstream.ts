import http from "node:http";
import https from "node:https";
import type { Connections } from "../api.ts";
import type { Context } from "../request/context.ts";
import { bodyFor, headerValue, type RawHeaders } from "../request/headers.ts";
import type { EndpointRequest, EndpointResponse } from "../request/messages.ts";
import { configurationError, GatewayError, internalError } from "../steps/gateway-error.ts";
import type { Address } from "./uri.ts";

/** Bytes that a backend's response may have. */
const MAX_RESPONSE_BYTES = 10 * 1024 * 1024;

/** Connections of a gateway's own. `closeConnections` ends them. */
export function createConnections(): Connections {
  return {
    http: new http.Agent({ keepAlive: true }),
    https: new https.Agent({ keepAlive: true }),
    insecure: new https.Agent({ keepAlive: true, rejectUnauthorized: false }),
  };
}

/** Ends connections, those in use as well. */
export function closeConnections(connections: Connections): void {
  for (const agent of Object.values(connections)) agent.destroy();
}

/**
 * Sends a request and waits for the whole response.
 *
 * @throws GatewayError 504 when no response comes in time or the connection fails, 500 for an unknown host or a certificate that is refused
 */
export function callEndpoint(
  context: Context,
  address: Address,
  request: EndpointRequest,
  timeoutInMillis: number,
  { insecure = false } = {},
): Promise<EndpointResponse> {
  const { connections } = context.api;
  const { secure, hostname, port, path } = address;
  const agent = secure ? (insecure ? connections.insecure : connections.https) : connections.http;
  const headers = framed(request, address);
  // The agent knows of certificates too, but a retry goes without it.
  const options = { agent, host: hostname, port, path, method: request.method, headers, rejectUnauthorized: !insecure };
  return new Promise((resolve, reject) => {
    const call = new Call(context, timeoutInMillis, resolve, reject);
    try {
      send(call, secure ? https.request : http.request, options, bodyFor(headers, request.body));
    } catch (error) {
      call.fail(configurationError((error as Error).message));
    }
  });
}

/**
 * Calls a service of this process, as `callEndpoint` would over HTTP; undefined where it does not run in this process.
 *
 * @throws GatewayError 504 when no response comes in time, 500 for one that is too large
 */
export function answerInProcess(
  context: Context,
  { secure, host, path }: Address,
  { method, headers, body }: EndpointRequest,
  timeoutInMillis: number,
): Promise<EndpointResponse> | undefined {
  let call: Call | undefined;
  const origin = `${secure ? "https" : "http"}://${host}`;
  const isAbandoned = () => call?.isDone ?? false;
  const answer = context.api.callInProcess?.({ method, origin, path, headers, body, isAbandoned });
  if (answer === undefined) return undefined;
  return new Promise((resolve, reject) => {
    const current = new Call(context, timeoutInMillis, resolve, reject);
    call = current;
    answer.then(
      (response) => (response.body.length > MAX_RESPONSE_BYTES ? current.fail(tooLarge()) : current.succeed(response)),
      (error) => current.fail(networkError(error)),
    );
  });
}

/** A call under way. It ends once: with a response, with an error, or when its time is over or its client has gone away. */
class Call {
  isDone = false;
  /** What is destroyed when the call fails. */
  request: http.ClientRequest | undefined;
  readonly #context: Context;
  readonly #timer: NodeJS.Timeout;
  readonly #resolve: (response: EndpointResponse) => void;
  readonly #reject: (error: Error) => void;

  constructor(
    context: Context,
    timeoutInMillis: number,
    resolve: (response: EndpointResponse) => void,
    reject: (error: Error) => void,
  ) {
    this.#context = context;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#timer = setTimeout(() => {
      this.fail(new GatewayError("INTEGRATION_TIMEOUT", "Endpoint request timed out"));
    }, timeoutInMillis);
    context.abort = () => this.fail(internalError("The client went away"));
  }

  succeed(response: EndpointResponse): void {
    if (this.#end()) this.#resolve(response);
  }

  fail(error: Error): void {
    if (this.#end()) this.#reject(error);
    this.request?.destroy();
  }

  #end(): boolean {
    if (this.isDone) return false;
    this.isDone = true;
    clearTimeout(this.#timer);
    this.#context.abort = undefined;
    return true;
  }
}

function send(call: Call, open: typeof http.request, options: http.RequestOptions, body: Buffer | string): void {
  const request = open(options);
  call.request = request;
  request.on("error", (error: NodeJS.ErrnoException) => {
    // The backend closed a kept connection just now and has read nothing: a retry on a new one is safe. It is one of its own, as the
    // other kept ones may be closed too, and so there is one retry at the most.
    const wasClosed = request.reusedSocket && (error.code === "ECONNRESET" || error.code === "EPIPE");
    if (wasClosed && !call.isDone) send(call, open, { ...options, agent: false }, body);
    else call.fail(networkError(error));
  });
  request.on("upgrade", (_response, socket) => {
    socket.destroy();
    call.fail(networkError(new Error("the endpoint switched protocols")));
  });
  request.on("response", (response) => {
    // Of many such bodies at once each would come too slowly, and run into the timeout.
    const announced = options.method === "HEAD" ? undefined : headerValue(response.rawHeaders, "content-length");
    if (Number(announced ?? 0) > MAX_RESPONSE_BYTES) call.fail(tooLarge());
    else collect(response, call);
  });
  request.end(body);
}

function collect(response: http.IncomingMessage, call: Call): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on("data", (chunk: Buffer) => {
    size += chunk.length;
    chunks.push(chunk);
    if (size > MAX_RESPONSE_BYTES) call.fail(tooLarge());
  });
  response.on("error", (error) => call.fail(networkError(error)));
  response.on("end", () => {
    const [only] = chunks;
    const body = only && chunks.length === 1 ? only : Buffer.concat(chunks);
    call.succeed({ status: response.statusCode ?? 0, headers: response.rawHeaders, body });
  });
}

const tooLarge = () =>
  configurationError(`Integration response is larger than allowed maximum of ${MAX_RESPONSE_BYTES} bytes`);

/** Adds what HTTP needs to know about the message. A message with a Trailer header must be chunked. */
function framed({ method, headers, body }: EndpointRequest, { host }: Address): RawHeaders {
  const complete = headerValue(headers, "host") === undefined ? ["Host", host, ...headers] : [...headers];
  if (headerValue(headers, "trailer") !== undefined) complete.push("Transfer-Encoding", "chunked");
  else if (body.length > 0 || !(method === "GET" || method === "HEAD" || method === "OPTIONS" || method === "DELETE")) {
    complete.push("Content-Length", String(Buffer.byteLength(body)));
  }
  return complete;
}

/** Codes with which Node and OpenSSL refuse a certificate or a handshake. https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const TLS_FAILURE =
  /^(EPROTO|ERR_TLS_.*|ERR_SSL_.*|CERT_.*|.*_CERT(_.*)?|UNABLE_TO_.*|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE))$/;

function networkError(error: NodeJS.ErrnoException): GatewayError {
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-supported-certificate-authorities-for-http-endpoints.html
  if (TLS_FAILURE.test(error.code ?? "")) return configurationError(`General SSLEngine problem (${error.message})`);
  if (error.code === "ENOTFOUND" || error.code === "EAI_AGAIN") {
    return configurationError(`Invalid endpoint address (${error.message})`);
  }
  return new GatewayError("INTEGRATION_FAILURE", "Network error communicating with endpoint", {
    reason: `Execution failed due to a network error communicating with endpoint (${error.message})`,
  });
}
