import { isSendable, type RawHeaders } from "../request/headers.ts";
import type { EndpointResponse } from "../request/messages.ts";
import { configurationError } from "../steps/gateway-error.ts";

/** Bytes that the body of a backend's response may have. */
const MAX_RESPONSE_BYTES = 10 * 1024 * 1024;

/** Bytes that a response's status line and headers may have, and each line of a body in chunks: as many as node:http's client takes. */
const MAX_HEAD_BYTES = 16 * 1024;

/** Bytes that are decoded at once in search of a head's or a line's end. Headers are parts of this text: it must not keep a body alive. */
const HEAD_WINDOW = 2048;
const LINE_WINDOW = 32;

/** The failure of a response whose body is longer than API Gateway takes. */
export const tooLarge = (): Error =>
  configurationError(`Integration response is larger than allowed maximum of ${MAX_RESPONSE_BYTES} bytes`);

/** Whether a body is longer than API Gateway takes. */
export const isTooLarge = (bytes: number): boolean => bytes > MAX_RESPONSE_BYTES;

/** What a reader waits for. `rest` is a body that ends with the connection. */
type Awaited = "head" | "body" | "rest" | "chunk size" | "chunk" | "chunk end" | "trailer" | "nothing";

const NO_BODY = Buffer.alloc(0);

/**
 * Reads one response from the bytes of a connection, with its headers as they are on the wire. It is as strict as node:http's parser: it
 * refuses what is not HTTP/1.1 rather than guess what was meant. https://www.rfc-editor.org/rfc/rfc9112
 */
export class ResponseReader {
  /** Whether a byte of the response has come. */
  hasBegun = false;
  /** Whether the connection can carry another request after this response. */
  isReusable = true;
  /** Whether the request was a HEAD, whose response has no body, whatever its headers say. */
  readonly #isForHead: boolean;
  #awaited: Awaited = "head";
  /** What came of a head or a line that is not complete, one character a byte. */
  #part = "";
  #status = 0;
  #headers: RawHeaders = [];
  /** The body so far in its first `#size` bytes. */
  #body = NO_BODY;
  #size = 0;
  /** Bytes of the body, or of its current chunk, that are still to come. */
  #left = 0;

  constructor(method: string) {
    this.#isForHead = method === "HEAD";
  }

  /**
   * Takes the first `length` bytes of `buffer`, which is free again afterwards.
   *
   * @returns the response when it is complete
   * @throws GatewayError for a body that is too large, Error for what is not HTTP
   */
  read(buffer: Buffer, length: number): EndpointResponse | undefined {
    this.hasBegun = true;
    let at = 0;
    while (at < length && this.#awaited !== "nothing") {
      const isBody = this.#awaited === "body" || this.#awaited === "chunk" || this.#awaited === "rest";
      at = isBody ? this.#readBody(buffer, at, length) : this.#readText(buffer, at, length);
    }
    if (this.#awaited !== "nothing") return undefined;
    // Nobody asked for what comes after the response.
    if (at < length) this.isReusable = false;
    return this.#response();
  }

  /**
   * Takes the end of the connection.
   *
   * @returns the response when it has a body that ends with the connection, and so is complete
   */
  end(): EndpointResponse | undefined {
    return this.#awaited === "rest" ? this.#response() : undefined;
  }

  #response(): EndpointResponse {
    // A copy frees the bytes that a growing body has left over.
    const body = this.#size === this.#body.length ? this.#body : Buffer.from(this.#body.subarray(0, this.#size));
    return { status: this.#status, headers: this.#headers, body };
  }

  /** Takes body bytes, and returns where they end. */
  #readBody(buffer: Buffer, at: number, length: number): number {
    const isRest = this.#awaited === "rest";
    const end = isRest ? length : Math.min(length, at + this.#left);
    const size = this.#size + end - at;
    if (isTooLarge(size)) throw tooLarge();
    if (size > this.#body.length) {
      const most = this.#awaited === "body" ? this.#size + this.#left : Number.POSITIVE_INFINITY;
      const grown = Buffer.allocUnsafe(this.#size === 0 ? size : Math.min(2 * size, most));
      this.#body.copy(grown, 0, 0, this.#size);
      this.#body = grown;
    }
    buffer.copy(this.#body, this.#size, at, end);
    this.#size = size;
    if (!isRest) {
      this.#left -= end - at;
      if (this.#left === 0) this.#awaited = this.#awaited === "body" ? "nothing" : "chunk end";
    }
    return end;
  }

  /** Takes the bytes of a head or a line, and returns where it ends, or how far it has come. */
  #readText(buffer: Buffer, at: number, length: number): number {
    const isHead = this.#awaited === "head";
    const mark = isHead ? "\r\n\r\n" : "\r\n";
    const to = Math.min(length, at + (isHead ? HEAD_WINDOW : LINE_WINDOW));
    const before = this.#part.length;
    const text = this.#part + buffer.toString("latin1", at, to);
    const end = text.indexOf(mark, Math.max(0, before - mark.length + 1));
    if (end === -1) {
      // A server that speaks another protocol may never send the end of a head.
      if (isHead && !BEGINNING.startsWith(text.slice(0, BEGINNING.length))) throw notHttp("Invalid status line");
      if (text.length > MAX_HEAD_BYTES) throw notHttp("Header overflow");
      if (BARE_LINE_FEED.test(text.slice(Math.max(0, before - 1)))) throw notHttp("Missing expected CR");
      this.#part = text;
      return to;
    }
    this.#part = "";
    if (end > MAX_HEAD_BYTES) throw notHttp("Header overflow");
    if (isHead) this.#readHead(text.slice(0, end));
    else this.#readLine(text.slice(0, end));
    return at + end + mark.length - before;
  }

  #readHead(head: string): void {
    const [line, minor, status] = STATUS_LINE.exec(head) ?? [];
    if (line === undefined) throw notHttp("Invalid status line");
    this.#status = Number(status);
    if (this.#status === 101) throw new Error("the endpoint switched protocols");
    let contentLength: string | undefined;
    let transferEncoding: string | undefined;
    this.isReusable = minor === "1";
    const headers: RawHeaders = [];
    for (let at = line.length; at < head.length; ) {
      at += 2;
      const next = head.indexOf("\r\n", at);
      const end = next === -1 ? head.length : next;
      const colon = head.indexOf(":", at);
      if (colon === -1 || colon > end) throw notHttp("Invalid header");
      const name = head.slice(at, colon);
      const value = head.slice(afterSpace(head, colon + 1, end), beforeSpace(head, colon + 1, end));
      if (!isSendable(name, value)) throw notHttp("Invalid header");
      headers.push(name, value);
      // The lengths of the three names: no other header is put into lower case.
      if (name.length === 14 && name.toLowerCase() === "content-length") {
        if (contentLength !== undefined || !DIGITS.test(value)) throw notHttp("Invalid Content-Length");
        contentLength = value;
      } else if (name.length === 17 && name.toLowerCase() === "transfer-encoding") {
        transferEncoding = value;
      } else if (name.length === 10 && name.toLowerCase() === "connection" && /\bclose\b/i.test(value)) {
        this.isReusable = false;
      }
      at = end;
    }
    // Two lengths are how one message is made to look like two.
    if (contentLength !== undefined && transferEncoding !== undefined) throw notHttp("Two lengths");
    // The response follows an interim one.
    if (this.#status < 200) return;
    this.#headers = headers;
    this.#awaitBody(contentLength, transferEncoding);
  }

  /** https://www.rfc-editor.org/rfc/rfc9112#section-6.3 */
  #awaitBody(contentLength: string | undefined, transferEncoding: string | undefined): void {
    if (this.#isForHead || this.#status === 204 || this.#status === 304) this.#awaited = "nothing";
    else if (transferEncoding !== undefined) this.#awaited = CHUNKED.test(transferEncoding) ? "chunk size" : "rest";
    else if (contentLength === undefined) this.#awaited = "rest";
    else this.#await("body", Number(contentLength), "nothing");
    if (this.#awaited === "rest") this.isReusable = false;
  }

  /** Awaits so many bytes; without any, what comes after them. */
  #await(what: "body" | "chunk", bytes: number, after: Awaited): void {
    // Of many such bodies at once each would come too slowly, and run into the timeout.
    if (isTooLarge(bytes)) throw tooLarge();
    this.#left = bytes;
    this.#awaited = bytes === 0 ? after : what;
  }

  /** A line of a body in chunks. https://www.rfc-editor.org/rfc/rfc9112#section-7.1 */
  #readLine(line: string): void {
    if (this.#awaited === "chunk size") {
      const [, size] = CHUNK_SIZE.exec(line) ?? [];
      if (size === undefined) throw notHttp("Invalid chunk size");
      this.#await("chunk", Number.parseInt(size, 16), "trailer");
    } else if (this.#awaited === "chunk end") {
      if (line !== "") throw notHttp("Invalid end of a chunk");
      this.#awaited = "chunk size";
    } else if (line === "") {
      this.#awaited = "nothing";
    } else if (!TRAILER.test(line)) throw notHttp("Invalid trailer");
  }
}

const BEGINNING = "HTTP/1.";
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: [^\r\n]*)?(?=\r\n|$)/;
const DIGITS = /^\d+$/;
const CHUNKED = /(?:^|,)[ \t]*chunked$/i;
const CHUNK_SIZE = /^([\da-f]+)(?:;[\t\x20-\x7e\x80-\xff]*)?$/i;
const TRAILER = /^[!#$%&'*+\-.^_`|~\w]+:[\t\x20-\x7e\x80-\xff]*$/;
const BARE_LINE_FEED = /[^\r]\n/;

const notHttp = (what: string) => new Error(`Parse Error: ${what}`);

const isSpace = (code: number) => code === 0x20 || code === 0x09;

/** Where a value begins. `trim` would take bytes beyond ASCII for space as well. */
function afterSpace(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isSpace(text.charCodeAt(at))) at++;
  return at;
}

function beforeSpace(text: string, from: number, to: number): number {
  let at = to;
  while (at > from && isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}
