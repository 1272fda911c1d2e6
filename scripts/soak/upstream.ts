import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";

/**
 * What the upstream of the HTTP route can do wrong: have its port closed, not answer, send a byte at a time, end the connection in
 * the middle of the body, send a gigabyte with its length or in chunks, answer what is not HTTP, send a gigabyte packed into a
 * megabyte, answer 503.
 */
export const UPSTREAM_FAULTS = [
  "down",
  "silent",
  "drips",
  "resets",
  "huge",
  "huge in chunks",
  "garbage",
  "bomb",
  "refuses",
] as const;

/** What the upstream does with a request. */
export type UpstreamFault = "none" | (typeof UPSTREAM_FAULTS)[number];

/** An upstream of the HTTP route, in this process. */
export interface FaultyUpstream {
  /** The stack's setting `postalApiUrl`. */
  readonly url: string;
  /** Variables with which a stack trusts its certificate. */
  readonly environment: Readonly<Record<string, string>>;
  /** Sets what it does with the requests that come from now on. */
  become(fault: UpstreamFault): Promise<void>;
  close(): Promise<void>;
}

const GIGABYTE = 2 ** 30;
const CHUNK = Buffer.alloc(2 ** 16, "x");
const ANSWER = JSON.stringify({ places: [{ "place name": "Beverly Hills" }] });
const JSON_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

/**
 * Starts it, with a certificate for 127.0.0.1 that the `openssl` command makes: the setting takes only https, as AWS would.
 *
 * @throws Error where there is no `openssl` command.
 */
export async function startUpstream(): Promise<FaultyUpstream> {
  const folder = mkdtempSync(path.join(tmpdir(), "faulty-upstream-"));
  const [key, certificate] = [path.join(folder, "key.pem"), path.join(folder, "certificate.pem")];
  const names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  const make = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  execFileSync("openssl", [...make, ...names, "-keyout", key, "-out", certificate], { stdio: "pipe" });
  // Packed members one after the other unpack to all of their contents. https://www.rfc-editor.org/rfc/rfc1952#section-2.2
  const member = gzipSync(Buffer.alloc(GIGABYTE / 64));
  const bomb = Buffer.concat(Array.from({ length: 64 }, () => member));
  let fault: UpstreamFault = "none";
  const sockets = new Set<Socket>();
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (request, response) => {
    const { socket } = request;
    if (request.method === "HEAD") response.writeHead(200).end();
    else if (fault === "none") response.writeHead(200, { "content-type": "application/json" }).end(ANSWER);
    else if (fault === "refuses") response.writeHead(503).end();
    else if (fault === "garbage") socket.end("\0\u0001 not HTTP\r\n\r\n");
    else if (fault === "resets") {
      socket.write(`${JSON_HEAD}Content-Length: 100\r\n\r\nhalf`, () => setTimeout(() => socket.destroy(), 20));
    } else if (fault === "drips") {
      socket.write(`${JSON_HEAD}Content-Length: 1000000\r\n\r\n`);
      const timer = setInterval(() => socket.write(" "), 100);
      socket.once("close", () => clearInterval(timer));
    } else if (fault === "huge" || fault === "huge in chunks") {
      response.writeHead(200, fault === "huge" ? { "content-length": GIGABYTE } : {});
      let left = GIGABYTE;
      const more = () => {
        while (left > 0 && !response.destroyed) {
          left -= CHUNK.length;
          if (!response.write(CHUNK)) return;
        }
        response.end();
      };
      response.on("drain", more).on("error", () => undefined);
      more();
    } else if (fault === "bomb") {
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(bomb);
    }
  });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).once("close", () => sockets.delete(socket));
  });
  server.on("tlsClientError", () => undefined).on("secureConnection", (socket) => socket.on("error", () => undefined));
  const listen = async (port: number) => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  async function stop(): Promise<void> {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  }
  return {
    url: `https://127.0.0.1:${port}`,
    environment: { NODE_EXTRA_CA_CERTS: certificate },
    async become(next) {
      const wasDown = fault === "down";
      fault = next;
      if (next === "down" && !wasDown) await stop();
      if (next !== "down" && wasDown) await listen(port);
      // What it has not answered yet would never end.
      if (next === "none") for (const socket of sockets) socket.destroy();
    },
    async close() {
      if (fault !== "down") await stop();
      rmSync(folder, { recursive: true });
    },
  };
}
