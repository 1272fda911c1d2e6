import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import net, { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createGateway, type Gateway } from "../../src/index.ts";
import { documentOf, exchangeWith, type TestRequest } from "../exchange.ts";

const ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const NETWORK = [504, '{"message": "Network error communicating with endpoint"}'];

describe("connections to backends", () => {
  /** What each connection has sent, one character a byte. */
  let received: string[];
  /** What the backend does when something comes. */
  let answer: (socket: net.Socket, connection: number) => void;
  let gateway: Gateway;
  const sockets = new Set<net.Socket>();
  const backend = net.createServer((socket) => {
    const connection = received.push("") - 1;
    sockets.add(socket);
    socket.setEncoding("latin1").on("error", () => undefined);
    socket.on("data", (text) => {
      received[connection] += String(text);
      answer(socket, connection);
    });
  });

  before(() => once(backend.listen(0, "127.0.0.1"), "listening"));
  beforeEach(() => {
    received = [];
    answer = (socket) => socket.write(ANSWER);
  });
  afterEach(() => gateway?.close());
  after(() => {
    backend.close();
    for (const socket of sockets) socket.destroy();
  });

  const url = () => `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;

  /** Serves the backend through an integration, which passes everything on unless it is changed. */
  function serve(changes: object = {}): void {
    const integration = {
      type: "http_proxy",
      httpMethod: "ANY",
      uri: `${url()}/{proxy}`,
      requestParameters: { "integration.request.path.proxy": "method.request.path.proxy" },
      ...changes,
    };
    const document = documentOf({ "ANY /{proxy+}": { "x-amazon-apigateway-integration": integration } });
    gateway = createGateway(document, { stage: "dev" });
  }

  async function ask(request: TestRequest = {}): Promise<unknown[]> {
    const { status, body } = await exchangeWith(gateway, { path: "/a", ...request });
    return [status, body];
  }

  it("send headers in their order and case, repeated or not, those of a connection included", async () => {
    serve({
      requestParameters: {
        "integration.request.path.proxy": "method.request.path.proxy",
        "integration.request.header.Upgrade": "'h2c'",
        "integration.request.header.Connection": "'upgrade'",
        "integration.request.header.Trailer": "'X-T'",
      },
    });
    const headers = { "x-B": ["1", "2"], "KEEP-alive": "timeout=5", "X-A": "\xe9", cookie: "c" };
    assert.deepEqual(await ask({ path: "/a/../b%2e/%C3%A9", headers }), [200, "ok"]);
    const [sent] = received;
    const lines = sent?.replace(/(Id|User-Agent): \S+/g, "$1: …").split("\r\n");
    assert.deepEqual(lines, [
      "GET /a/../b%2e/%C3%A9 HTTP/1.1",
      `Host: ${url().slice(7)}`,
      ...["x-B: 1", "x-B: 2", "KEEP-alive: timeout=5", "X-A: \xe9", "cookie: c"],
      ...["Upgrade: h2c", "Connection: upgrade", "Trailer: X-T"],
      ...["Accept: application/json", "User-Agent: …", "X-Amzn-Trace-Id: …", "X-Amzn-Apigateway-Api-Id: …"],
      ...["", ""],
    ]);
  });

  it("send a body's length in bytes, for methods that have a body also where it is empty", async () => {
    serve();
    const headers = { "Content-Type": "text/plain" };
    const sent: (string | undefined)[][] = [];
    for (const request of [
      { method: "POST", body: "\u00e9", headers },
      { method: "POST", body: "\u00e9", headers: { ...headers, "X-A": "\xe9" } },
      { method: "POST" },
      { method: "DELETE" },
      { method: "GET" },
    ]) {
      received = [];
      gateway.close();
      serve();
      await ask(request);
      const [head = "", body] = received.join().split("\r\n\r\n");
      sent.push([/\r\nContent-Length: (.*)/.exec(head)?.[1], body]);
    }
    assert.deepEqual(sent, [
      ["2", "\xc3\xa9"],
      ["2", "\xc3\xa9"],
      ["0", ""],
      [undefined, ""],
      [undefined, ""],
    ]);
  });

  it("do not send what would be another header or request", async () => {
    const refused = [500, '{"message": "Internal server error"}'];
    serve({ httpMethod: "GET /b HTTP/1.1\r\nX-Mine: 1\r\n\r\nGET" });
    assert.deepEqual(await ask(), refused);
    serve({
      uri: "http://{host}/",
      requestParameters: { "integration.request.path.host": "method.request.querystring.host" },
    });
    const host = encodeURIComponent(`${url().slice(7)}\r\nX-Mine: 1`);
    assert.deepEqual(await ask({ path: `/a?host=${host}` }), refused);
    assert.deepEqual(received, []);
  });

  it("are kept for the next requests, each of which has one of its own meanwhile", async () => {
    serve();
    const waiting: net.Socket[] = [];
    answer = (socket) => {
      waiting.push(socket);
      if (waiting.length === 2) for (const each of waiting) each.write(ANSWER);
    };
    assert.deepEqual(await Promise.all([ask(), ask()]), [
      [200, "ok"],
      [200, "ok"],
    ]);
    answer = (socket) => socket.write(ANSWER);
    for (let i = 0; i < 5; i++) assert.deepEqual(await ask(), [200, "ok"]);
    assert.deepEqual(
      received.map((sent) => sent.split("HTTP/1.1").length - 1),
      [1, 6],
    );
  });

  it("are not kept when their response says so, or more comes than the response", async () => {
    for (const bytes of [ANSWER.replace("\r\n", "\r\nConnection: close\r\n"), ANSWER + ANSWER]) {
      serve();
      received = [];
      answer = (socket) => socket.write(bytes);
      assert.deepEqual(await ask(), [200, "ok"]);
      assert.deepEqual(await ask(), [200, "ok"]);
      assert.equal(received.length, 2);
      gateway.close();
    }
  });

  it("are not kept when something comes that nobody has asked for: it would be the next request's response", async () => {
    serve();
    let ended: Promise<unknown> | undefined;
    answer = (socket, connection) => {
      socket.write(ANSWER);
      if (connection > 0) return;
      ended = once(socket, "close");
      setTimeout(() => socket.write("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"), 10);
    };
    assert.deepEqual(await ask(), [200, "ok"]);
    await ended;
    assert.deepEqual(await ask(), [200, "ok"]);
    assert.equal(received.length, 2);
  });

  it("are not kept when the response comes before the request is sent in full", async () => {
    serve();
    answer = (socket) => {
      socket.pause().write("HTTP/1.1 413 Too large\r\nContent-Length: 2\r\n\r\nno");
    };
    const body = "x".repeat(9 * 1024 * 1024);
    assert.deepEqual(await ask({ method: "POST", body }), [413, "no"]);
    answer = (socket) => socket.write(ANSWER);
    assert.deepEqual(await ask(), [200, "ok"]);
    assert.equal(received.length, 2);
  });

  it("carry a request once, unless a kept one is closed before anything of the response has come", async () => {
    for (const [bytes, statuses, connections] of [
      ["", [200, 200], 2],
      ["HTTP/1.1 200", [200, 504], 1],
    ] as const) {
      serve();
      received = [];
      const served = new Set<number>();
      answer = (socket, connection) => {
        if (served.has(connection)) socket.end(bytes);
        else socket.write(ANSWER);
        served.add(connection);
      };
      assert.deepEqual([(await ask())[0], (await ask())[0]], statuses);
      assert.equal(received.length, connections);
      gateway.close();
    }
    serve();
    received = [];
    answer = (socket) => socket.end();
    assert.deepEqual(await ask(), NETWORK);
    assert.equal(received.length, 1);
  });

  it("are a 504 for what is not HTTP, without waiting for its end", async () => {
    serve();
    answer = (socket) => socket.write("\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x80\0\x04");
    assert.deepEqual(await ask(), NETWORK);
  });

  describe("over TLS", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "connections-"));
    const [key, certificate] = [path.join(folder, "key.pem"), path.join(folder, "certificate.pem")];
    let secure: ReturnType<typeof createServer>;
    let connections = 0;
    before(async () => {
      const names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
      const make = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
      ];
      execFileSync("openssl", [...make, ...names, "-keyout", key, "-out", certificate], { stdio: "pipe" });
      secure = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (request, response) => {
        let size = 0;
        request.on("data", (chunk: Buffer) => {
          size += chunk.length;
        });
        request.on("end", () => response.end(`${request.url} ${size}`));
      });
      secure.on("secureConnection", () => connections++);
      await once(secure.listen(0, "127.0.0.1"), "listening");
    });
    after(() => {
      secure.close();
      secure.closeAllConnections();
      rmSync(folder, { recursive: true });
    });

    it("are kept, and one whose certificate was not checked carries no request that wants it checked", async () => {
      const uri = `https://127.0.0.1:${(secure.address() as AddressInfo).port}/{proxy}`;
      const integration = (more: object) => ({
        "x-amazon-apigateway-integration": {
          type: "http_proxy",
          httpMethod: "ANY",
          uri,
          requestParameters: { "integration.request.path.proxy": "method.request.path.proxy" },
          ...more,
        },
      });
      const document = documentOf({
        "ANY /checked/{proxy+}": integration({}),
        "ANY /unchecked/{proxy+}": integration({ tlsConfig: { insecureSkipVerification: true } }),
      });
      gateway = createGateway(document, { stage: "dev" });
      const body = "x".repeat(1024 * 1024);
      assert.deepEqual(await ask({ path: "/unchecked/a" }), [200, "/a 0"]);
      assert.deepEqual(await ask({ path: "/unchecked/b", method: "POST", body }), [200, "/b 1048576"]);
      assert.equal(connections, 1);
      assert.deepEqual(await ask({ path: "/checked/a" }), [500, '{"message": "Internal server error"}']);
    });
  });
});
