import http from "node:http";
import { Duplex } from "node:stream";

/** A request that a function sends to a service: what it would write to a connection. */
export interface ServiceCall {
  /** Number of the call, unique in its thread. */
  readonly call: number;
  /** Scheme, host and port. */
  readonly origin: string;
  /** Request line and headers. */
  readonly head: string;
  readonly body: string | Uint8Array;
}

/** The answer to a call: what would come back on the connection. */
export interface ServiceReply {
  readonly reply: number;
  /** Status line and headers, the empty line included. */
  readonly head: string;
  readonly body: string | Uint8Array;
}

/** How a thread's calls leave it. */
export interface ServiceCalls {
  send(call: ServiceCall): void;
  /** Says that nobody waits for the reply any more. */
  abandon(call: number): void;
}

/**
 * Leads this thread's HTTP connections to some origins not through a socket but through messages, one for each request and one for
 * each answer. Node's HTTP client still writes and reads them, so that the AWS SDK and every other library that uses it notice no
 * difference. `fetch` has a client of its own and connects as usual.
 *
 * @param origins Scheme, host and port of each service.
 * @returns Takes the replies.
 */
export function connectByMessages(origins: readonly string[], calls: ServiceCalls): (reply: ServiceReply) => void {
  const waiting = new Map<number, (reply: ServiceReply) => void>();
  let last = 0;
  const { createConnection } = http.Agent.prototype;
  http.Agent.prototype.createConnection = function (options, ...others) {
    const origin = `http://${options.host ?? "localhost"}:${options.port}`;
    if (!origins.includes(origin)) {
      return createConnection.call(this, options, ...others);
    }
    return new ServiceSocket((head, body, done) => {
      const call = ++last;
      waiting.set(call, done);
      calls.send({ call, origin, head, body });
      return () => {
        if (waiting.delete(call)) {
          calls.abandon(call);
        }
      };
    });
  };
  return (reply) => {
    const done = waiting.get(reply.reply);
    waiting.delete(reply.reply);
    done?.(reply);
  };
}

/** Sends a request; returns what says that nobody waits for the answer any more. */
type Send = (head: string, body: string | Uint8Array, done: (reply: ServiceReply) => void) => () => void;

/** What Node's HTTP client writes to and reads from, one request after the other; its members are those of a socket that it uses. */
class ServiceSocket extends Duplex {
  readonly #send: Send;
  #head: string | undefined;
  #received: Buffer[] = [];
  #abandon = () => {};
  #timer: NodeJS.Timeout | undefined;

  constructor(send: Send) {
    super({ decodeStrings: false, allowHalfOpen: false });
    this.#send = send;
  }

  override _read(): void {}

  override _write(chunk: string | Buffer, encoding: BufferEncoding, done: () => void): void {
    this.#take(chunk, encoding);
    done();
  }

  override _writev(chunks: { chunk: string | Buffer; encoding: BufferEncoding }[], done: () => void): void {
    for (const { chunk, encoding } of chunks) {
      this.#take(chunk, encoding);
    }
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#timer);
    this.#abandon();
    done(error);
  }

  #take(chunk: string | Buffer, encoding: BufferEncoding): void {
    this.#timer?.refresh();
    if (chunk.length === 0) {
      return;
    }
    if (this.#head !== undefined) {
      this.#takeBody(typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk);
      return;
    }
    // Node writes a head whole, as text, and with it a body that is text.
    const text = typeof chunk === "string" ? chunk : chunk.toString("latin1");
    const end = text.indexOf("\r\n\r\n");
    this.#head = text.slice(0, end);
    const body = text.slice(end + 4);
    if (/^expect: 100-continue/im.test(this.#head)) {
      this.push("HTTP/1.1 100 Continue\r\n\r\n");
    }
    if (typeof chunk === "string" && Buffer.byteLength(body, encoding) === lengthOf(this.#head)) {
      this.#ask(body);
    } else {
      this.#takeBody(Buffer.from(body, typeof chunk === "string" ? encoding : "latin1"));
    }
  }

  #takeBody(bytes: Buffer): void {
    this.#received.push(bytes);
    const all = this.#received.length === 1 ? bytes : Buffer.concat(this.#received);
    this.#received = [all];
    const length = lengthOf(this.#head ?? "");
    const body = length === undefined ? withoutChunks(all) : all.length >= length ? all.subarray(0, length) : undefined;
    if (body) {
      this.#ask(body.length === 0 ? "" : new Uint8Array(body));
    }
  }

  #ask(body: string | Uint8Array): void {
    const head = this.#head ?? "";
    this.#head = undefined;
    this.#received = [];
    this.#abandon = this.#send(head, body, (reply) => {
      this.#timer?.refresh();
      this.push(
        typeof reply.body === "string"
          ? Buffer.from(reply.head + reply.body)
          : Buffer.concat([Buffer.from(reply.head), reply.body]),
      );
    });
  }

  setTimeout(milliseconds: number, onTimeout?: () => void): this {
    clearTimeout(this.#timer);
    this.#timer = milliseconds > 0 ? setTimeout(() => this.emit("timeout"), milliseconds).unref() : undefined;
    if (onTimeout) {
      this.once("timeout", onTimeout);
    }
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

/** Bytes of a request's body by its head; undefined for one in chunks. */
function lengthOf(head: string): number | undefined {
  const [, length] = /^content-length: (\d+)/im.exec(head) ?? [];
  return length === undefined ? (/^transfer-encoding: chunked/im.test(head) ? undefined : 0) : Number(length);
}

/** What is in a body's chunks; undefined while they are not complete. https://www.rfc-editor.org/rfc/rfc9112#section-7.1 */
function withoutChunks(bytes: Buffer): Buffer | undefined {
  const parts: Buffer[] = [];
  for (let start = 0; ; ) {
    const end = bytes.indexOf("\r\n", start);
    if (end < 0) {
      return undefined;
    }
    const size = Number.parseInt(bytes.toString("latin1", start, end), 16);
    if (size === 0) {
      // The last chunk is followed by trailers and an empty line.
      return bytes.indexOf("\r\n\r\n", end) < 0 ? undefined : Buffer.concat(parts);
    }
    start = end + 2 + size + 2;
    if (bytes.length < start) {
      return undefined;
    }
    parts.push(bytes.subarray(end + 2, end + 2 + size));
  }
}
