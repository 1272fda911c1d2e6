import net from "node:net";
import type { RawRequest } from "./generators.ts";

/** Milliseconds until a request counts as not answered. */
const PATIENCE_MS = 60_000;

/** The first response on a connection. */
export interface RawResponse {
  /** 0 where the connection ended without a response. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: readonly string[];
  readonly body: string;
}

/** Sends a request as it is, on a connection of its own, and reads what comes until the server ends it. */
export function send(url: string, apiKey: string, request: RawRequest): Promise<RawResponse> {
  const { port, host, pathname } = new URL(url);
  const isFramed = request.headers.some((line) => /^(content-length|transfer-encoding)/i.test(line));
  const target = request.target.startsWith("/") ? `${pathname}${request.target}` : request.target;
  const lines = [
    `${request.method} ${target} HTTP/1.1`,
    `Host: ${host}`,
    `X-Api-Key: ${apiKey}`,
    ...request.headers,
    ...(isFramed || (request.body.length === 0 && request.method === "GET")
      ? []
      : [`Content-Length: ${request.body.length}`]),
    "Connection: close",
  ];
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), "127.0.0.1");
    const chunks: Buffer[] = [];
    const timer = setTimeout(
      () => {
        socket.destroy();
        // Of a request without an end the server waits for the rest.
        if (isFramed) resolve({ status: 0, headers: [], body: "" });
        else reject(new Error("no answer"));
      },
      isFramed ? 500 : PATIENCE_MS,
    );
    socket.on("data", (chunk) => chunks.push(chunk)).on("error", () => undefined);
    socket.once("close", () => {
      clearTimeout(timer);
      resolve(parse(Buffer.concat(chunks).toString()));
    });
    socket.write(Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`), request.body]));
  });
}

function parse(text: string): RawResponse {
  // An interim response comes before the response.
  const final = text.replace(/^HTTP\/1\.1 1\d\d [^\r]*\r\n\r\n/, "");
  const end = final.indexOf("\r\n\r\n");
  const [line = "", ...headers] = final.slice(0, end < 0 ? final.length : end).split("\r\n");
  const [, status = "0"] = /^HTTP\/1\.1 (\d{3})/.exec(line) ?? [];
  return {
    status: Number(status),
    headers: headers.map((header) => header.slice(0, header.indexOf(":")).toLowerCase()),
    body: end < 0 ? "" : final.slice(end + 4),
  };
}
