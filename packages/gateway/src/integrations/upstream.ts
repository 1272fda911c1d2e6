import type { Context } from "../request/context.ts";
import { headerValue, isSendable } from "../request/headers.ts";
import type { EndpointRequest, EndpointResponse } from "../request/messages.ts";
import { configurationError, GatewayError, internalError } from "../steps/gateway-error.ts";
import type { Caller, Connection, Connections, Outgoing } from "./connections.ts";
import { isTooLarge, tooLarge } from "./response-reader.ts";
import type { Address } from "./uri.ts";

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
  return new Promise((resolve, reject) => {
    const { method, body } = request;
    const outgoing = { address, insecure, method, head: requestHead(request, address), body };
    setImmediate(send, context.api.connections, outgoing, new Call(context, timeoutInMillis, resolve, reject));
  });
}

/**
 * Sends when this turn of the event loop ends, after all requests that came in it were read. The first one wakes the backend's process, which
 * takes the others without waking again: sent one by one, each woke it anew, a tenth of the processor time of a request.
 */
function send(connections: Connections, request: Outgoing, call: Call): void {
  if (!call.isDone) connections.send(request, call);
}

/**
 * Calls a service of this process, as `callEndpoint` would over HTTP; undefined where it does not run in this process.
 *
 * @throws GatewayError 504 when no response comes in time, 500 for one that is too large
 */
export function answerInProcess(
  context: Context,
  { origin, path }: Address,
  { method, headers, body }: EndpointRequest,
  timeoutInMillis: number,
): Promise<EndpointResponse> | undefined {
  let call: Call | undefined;
  const isAbandoned = () => call?.isDone ?? false;
  const answer = context.api.callInProcess?.({ method, origin, path, headers, body, isAbandoned });
  if (answer === undefined) return undefined;
  return new Promise((resolve, reject) => {
    const current = new Call(context, timeoutInMillis, resolve, reject);
    call = current;
    answer.then(
      (response) => (isTooLarge(response.body.length) ? current.fail(tooLarge()) : current.succeed(response)),
      (error) => current.fail(error),
    );
  });
}

/**
 * A call under way. It ends once: with a response, with an error, or when its time is over or its client has gone away. Its timer and its
 * context know it without closures: with them V8 kept the objects of each request until the next full collection, which cost
 * 8 µs of a request to SQS.
 */
class Call implements Caller {
  isDone = false;
  connection?: Connection;
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
    this.#timer = setTimeout(timeOut, timeoutInMillis, this);
    context.call = this;
  }

  succeed(response: EndpointResponse): void {
    if (this.#end()) this.#resolve(response);
  }

  fail(error: NodeJS.ErrnoException): void {
    if (!this.#end()) return;
    this.connection?.destroy();
    this.#reject(error instanceof GatewayError ? error : networkError(error));
  }

  abort(): void {
    this.fail(internalError("The client went away"));
  }

  #end(): boolean {
    if (this.isDone) return false;
    this.isDone = true;
    clearTimeout(this.#timer);
    this.#context.call = undefined;
    return true;
  }
}

function timeOut(call: Call): void {
  call.fail(new GatewayError("INTEGRATION_TIMEOUT", "Endpoint request timed out"));
}

/**
 * Request line and headers, with what HTTP needs to know about the message.
 *
 * @throws GatewayError 500 for what HTTP does not allow: a line break in a header would add another one
 */
function requestHead({ method, headers, body }: EndpointRequest, { host, path }: Address): string {
  if (!isSendable(method, path)) throw configurationError(`Invalid method ${method}`);
  let head = `${method} ${path} HTTP/1.1\r\n`;
  if (headerValue(headers, "host") === undefined) head += header("Host", host);
  for (let i = 0; i < headers.length; i += 2) head += header(headers[i] ?? "", headers[i + 1] ?? "");
  if (headerValue(headers, "connection") === undefined) head += "Connection: keep-alive\r\n";
  if (body.length > 0 || !(method === "GET" || method === "HEAD" || method === "OPTIONS" || method === "DELETE")) {
    head += `Content-Length: ${Buffer.byteLength(body)}\r\n`;
  }
  return `${head}\r\n`;
}

function header(name: string, value: string): string {
  if (!isSendable(name, value)) throw configurationError(`Invalid value of header ${name}`);
  return `${name}: ${value}\r\n`;
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
