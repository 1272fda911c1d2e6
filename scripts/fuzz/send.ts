import net from "node:net";
import { signedHeaders } from "local-api-gateway";
import { headerOf, isClear, type RawRequest, type Response } from "./exchange.ts";

/** Milliseconds until a request counts as not answered. */
const PATIENCE_MS = 60_000;
/** Milliseconds after which a server that has said nothing waits for the rest of a request that has no clear end. */
const SILENCE_MS = 250;

/** Where requests are sent, and how they are signed where they must be. */
export interface Api {
  /** Base URL, with the stage. */
  readonly url: string;
  readonly apiKey: string;
}

/**
 * Sends requests in one piece on one connection, without waiting for a response in between, and reads what comes until the server
 * ends the connection.
 *
 * @returns The responses in their order: fewer than requests where the server ended the connection before, more where it took a
 *   part of a body for a request.
 */
export function send(api: Api, requests: readonly RawRequest[]): Promise<Response[]> {
  const { port } = new URL(api.url);
  const areClear = requests.every(isClear);
  return new Promise((resolve) => {
    const socket = net.connect(Number(port), "127.0.0.1");
    const chunks: Buffer[] = [];
    const read = () =>
      readResponses(
        Buffer.concat(chunks).toString("latin1"),
        requests.map(({ method }) => method),
      );
    // The end of what is sent, and not of the connection, so that the server says what it thinks of it.
    const timer = setTimeout(() => (areClear ? socket.destroy() : socket.end()), areClear ? PATIENCE_MS : SILENCE_MS);
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      if (!areClear) timer.refresh();
    });
    socket.on("error", () => undefined);
    socket.once("close", () => {
      clearTimeout(timer);
      resolve(read());
    });
    socket.write(Buffer.concat(requests.map((request, at) => wireBytes(api, request, at === requests.length - 1))));
  });
}

/** A request's bytes on the wire. */
export function wireBytes({ url, apiKey }: Api, request: RawRequest, isLast = true): Buffer {
  const { host, pathname } = new URL(url);
  const { kind, method, headers, body, version = "HTTP/1.1" } = request;
  const has = (name: string) => headers.some((line) => line.toLowerCase().startsWith(`${name}:`));
  const isFramed = has("content-length") || headers.some((line) => /transfer.encoding/i.test(line));
  const target = request.target.startsWith("/") ? `${pathname}${request.target}` : request.target;
  const lines = [
    `${method} ${target}${version === "" ? "" : ` ${version}`}`,
    ...(has("host") ? [] : [`Host: ${host}`]),
    ...headers,
    `X-Api-Key: ${apiKey}`,
    ...(kind === "POST /announcements" && !has("authorization") ? signature(url, target, request) : []),
    ...(isFramed || (body.length === 0 && method === "GET") ? [] : [`Content-Length: ${body.length}`]),
    ...(isLast ? ["Connection: close"] : []),
  ];
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`), body]);
}

/** Header lines that sign a request with localhost's credentials. */
function signature(url: string, path: string, { method, body }: RawRequest): string[] {
  const { host, hostname, port } = new URL(url);
  const address = { secure: false, hostname, port: Number(port), host, path };
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const signable = { service: "execute-api", region: "us-east-1", method, address, headers: [], body, credentials };
  const added = signedHeaders(signable);
  return added.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${added[at + 1]}`] : []));
}

/** Reads responses, one character a byte; what is left of one that is cut off is left out. */
function readResponses(text: string, methods: readonly string[]): Response[] {
  const responses: Response[] = [];
  let rest = text;
  for (;;) {
    const end = rest.indexOf("\r\n\r\n");
    const [line = "", ...lines] = rest.slice(0, Math.max(end, 0)).split("\r\n");
    const [, code] = /^HTTP\/1\.1 (\d{3})/.exec(line) ?? [];
    if (code === undefined) return responses;
    rest = rest.slice(end + 4);
    const status = Number(code);
    // An interim response comes before the response.
    if (status < 200) continue;
    const headers = lines.flatMap((header) => {
      const colon = header.indexOf(":");
      return [header.slice(0, colon).toLowerCase(), header.slice(colon + 1).trim()];
    });
    const isBare = methods[responses.length] === "HEAD" || status === 204 || status === 304;
    const [body, used] = isBare ? ["", 0] : readBody(rest, headers);
    rest = rest.slice(used);
    responses.push({ status, headers, body: Buffer.from(body, "latin1").toString() });
  }
}

/** The body that a text begins with, and how many characters it takes. */
function readBody(text: string, headers: readonly string[]): [body: string, used: number] {
  const length = headerOf(headers, "content-length");
  if (length !== undefined) return [text.slice(0, Number(length)), Number(length)];
  if (headerOf(headers, "transfer-encoding") === undefined) return [text, text.length];
  let body = "";
  let at = 0;
  for (;;) {
    const lineEnd = text.indexOf("\r\n", at);
    const size = Number.parseInt(text.slice(at, lineEnd), 16);
    if (lineEnd < 0 || !(size > 0)) return [body, lineEnd < 0 ? text.length : lineEnd + 4];
    body += text.slice(lineEnd + 2, lineEnd + 2 + size);
    at = lineEnd + 4 + size;
  }
}
