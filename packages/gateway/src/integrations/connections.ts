import net from "node:net";
import tls from "node:tls";
import type { EndpointResponse } from "../request/messages.ts";
import { ResponseReader } from "./response-reader.ts";
import type { Address } from "./uri.ts";

/** A request in the form in which it is sent. */
export interface Outgoing {
  readonly address: Address;
  /** Takes any certificate. */
  readonly insecure: boolean;
  readonly method: string;
  /** Request line and headers, one character a byte. */
  readonly head: string;
  readonly body: Buffer | string;
}

/** Who waits for a response. */
export interface Caller {
  /** What carries the request: to be destroyed when nobody waits any more. */
  connection?: Connection;
  succeed(response: EndpointResponse): void;
  fail(error: NodeJS.ErrnoException): void;
}

/** Connections to one server that are kept for the next requests. */
const MOST_IDLE = 256;

/** Milliseconds of silence after which the kernel asks the other end of a connection whether it is still there. */
const KEEP_ALIVE_MS = 1_000;

/** What a connection received is read from here at once, before any other connection can receive. */
const received = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * HTTP/1.1 connections to backends, kept open between requests. Compared with node:http's client it saves a fourth of what an HTTP
 * integration costs (docs/performance.md), and a message's headers and bytes go out and come in as they are.
 */
export class Connections {
  readonly #open = new Set<Connection>();
  /** By server; the one used last comes last. */
  readonly #idle = new Map<string, Connection[]>();

  /** Sends a request on a kept connection, or on a new one. */
  send(request: Outgoing, caller: Caller): void {
    const kept = this.#idle.get(serverOf(request))?.pop();
    if (kept) kept.send(request, caller);
    else this.sendAnew(request, caller);
  }

  /** Sends a request on a new connection. */
  sendAnew(request: Outgoing, caller: Caller): void {
    const connection = new Connection(this, request);
    this.#open.add(connection);
    connection.send(request, caller);
  }

  /** Keeps a connection for the next request. */
  keep(connection: Connection): void {
    const idle = this.#idle.get(connection.server);
    if (idle === undefined) this.#idle.set(connection.server, [connection]);
    else if (idle.length < MOST_IDLE) idle.push(connection);
    else connection.destroy();
  }

  /** Forgets a connection that has ended. */
  forget(connection: Connection): void {
    this.#open.delete(connection);
    const idle = this.#idle.get(connection.server)?.filter((each) => each !== connection) ?? [];
    if (idle.length > 0) this.#idle.set(connection.server, idle);
    else this.#idle.delete(connection.server);
  }

  /** Ends all connections, those in use as well. */
  close(): void {
    for (const connection of this.#open) connection.destroy();
  }
}

/** What connections are told apart by. */
const serverOf = ({ address, insecure }: Outgoing) => (insecure ? `insecure ${address.origin}` : address.origin);

/** One connection, with one request at a time. */
export class Connection {
  readonly server: string;
  readonly #connections: Connections;
  readonly #socket: net.Socket;
  /** Whether a response came on it before. */
  #isKept = false;
  /** The request that waits for its response. */
  #current: { readonly request: Outgoing; readonly caller: Caller; readonly reader: ResponseReader } | undefined;

  constructor(connections: Connections, request: Outgoing) {
    this.#connections = connections;
    this.server = serverOf(request);
    this.#socket = connect(request, (bytes) => this.#receive(bytes))
      .on("end", () => this.#end())
      .on("error", (error) => this.#end(error))
      .on("close", () => this.#end());
  }

  send(request: Outgoing, caller: Caller): void {
    this.#current = { request, caller, reader: new ResponseReader(request.method) };
    caller.connection = this;
    const { head, body } = request;
    if (typeof body === "string" && Buffer.byteLength(body) === body.length) {
      // All ASCII: one write, in the encoding that takes the least time.
      this.#socket.write(head + body, "latin1");
      return;
    }
    this.#socket.cork();
    this.#socket.write(head, "latin1");
    this.#socket.write(body);
    this.#socket.uncork();
  }

  /** Ends the connection; the caller is not told. */
  destroy(): void {
    this.#current = undefined;
    this.#connections.forget(this);
    this.#socket.destroy();
  }

  /** Takes bytes, and returns whether there may be more. */
  #receive(bytes: number): boolean {
    if (this.#current === undefined) {
      // Nobody has asked for them.
      this.destroy();
      return false;
    }
    const { caller, reader } = this.#current;
    try {
      const response = reader.read(received, bytes);
      if (response) this.#complete(caller, response, reader.isReusable);
    } catch (error) {
      this.destroy();
      caller.fail(error as Error);
    }
    return !this.#socket.destroyed;
  }

  #complete(caller: Caller, response: EndpointResponse, isReusable: boolean): void {
    this.#current = undefined;
    this.#isKept = true;
    // A response may come before its request is sent in full.
    if (isReusable && this.#socket.writableLength === 0) this.#connections.keep(this);
    else this.destroy();
    caller.succeed(response);
  }

  /** The connection has ended, or never began. */
  #end(error?: NodeJS.ErrnoException): void {
    const current = this.#current;
    this.destroy();
    if (current === undefined) return;
    const { request, caller, reader } = current;
    const response = error ? undefined : reader.end();
    if (response) caller.succeed(response);
    // The server closed a kept connection just now and has read nothing: a retry is safe. It has a new connection, as the other kept
    // ones may be closed too, and so there is one retry at the most.
    else if (this.#isKept && !reader.hasBegun && isClosed(error)) this.#connections.sendAnew(request, caller);
    else caller.fail(error ?? new Error("the endpoint closed the connection"));
  }
}

const isClosed = (error?: NodeJS.ErrnoException) =>
  error === undefined || error.code === "ECONNRESET" || error.code === "EPIPE";

function connect({ address, insecure }: Outgoing, callback: (bytes: number) => boolean): net.Socket {
  const { secure, hostname, port } = address;
  const options = { host: hostname, port, onread: { buffer: received, callback } };
  const socket = secure
    ? tls.connect({
        ...options,
        rejectUnauthorized: !insecure,
        servername: net.isIP(hostname) ? "" : hostname,
        ALPNProtocols: ["http/1.1"],
      })
    : net.connect(options);
  // A caller has a timer that keeps the process alive.
  return socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_MS).unref();
}
