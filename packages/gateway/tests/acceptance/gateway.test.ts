import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { createGateway, type Gateway, type GatewayOptions, type Trace } from "../../src/index.ts";
import { formatExecutionLog } from "../../src/trace/execution-log.ts";
import { documentOf, functionUri, lambdaProxy, mock } from "../exchange.ts";

interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

describe("gateway over HTTP", () => {
  const received: Received[] = [];
  let answer: (res: http.ServerResponse) => void;
  let backend: http.Server;
  let backendUrl: string;
  let gateway: Gateway | undefined;

  before(async () => {
    backend = http.createServer(async (req, res) => {
      const chunks: Buffer[] = [];
      for await (const chunk of req) chunks.push(chunk);
      const { method = "", url = "", headers } = req;
      received.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      answer(res);
    });
    backend.listen(0, "127.0.0.1");
    await once(backend, "listening");
    backendUrl = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;
  });

  beforeEach(() => {
    received.length = 0;
    answer = (res) => res.writeHead(200, { "Content-Type": "application/json", "X-Backend": "b" }).end('{"ok":true}');
  });

  afterEach(() => gateway?.close());

  after(() => backend.close().closeAllConnections());

  /** Serves a document and returns the URL of its stage. */
  function serve(document: object, options: Partial<GatewayOptions> = {}): Promise<string> {
    gateway = createGateway(document, { stage: "dev", ...options });
    return gateway.listen(0);
  }

  const http_ = (changes: object) => ({
    "x-amazon-apigateway-integration": { type: "http_proxy", httpMethod: "ANY", uri: backendUrl, ...changes },
  });

  it("answers 500 where TLS fails, and where nothing answers behind a VPC link; 504 where a server is down", async () => {
    const traces: Trace[] = [];
    const down = await freePort();
    const url = await serve(
      documentOf({
        "GET /tls": http_({ uri: backendUrl.replace("http:", "https:") }),
        "GET /link": http_({ uri: "http://internal.example", connectionType: "VPC_LINK", connectionId: "v1" }),
        "GET /down": http_({ uri: `http://127.0.0.1:${down}` }),
      }),
      { vpcLinks: { v1: `http://127.0.0.1:${down}` }, onTrace: (trace) => traces.push(trace) },
    );
    for (const [path, status, reason] of [
      ["/tls", 500, /Execution failed due to configuration error: General SSLEngine problem/],
      [
        "/link",
        500,
        /Execution failed due to configuration error: There was an internal error while executing your request/,
      ],
      ["/down", 504, /Execution failed due to a network error communicating with endpoint/],
    ] as const) {
      const response = await fetch(url + path);
      assert.equal(response.status, status, path);
      if (status === 500) assert.equal(await response.text(), '{"message": "Internal server error"}');
      assert.match(formatExecutionLog(traces.at(-1) as Trace), reason);
    }
  });

  // RFC 9110 leaves bytes beyond ASCII in a header to both ends; API Gateway passes them on as they are.
  describe("keeps the bytes of a header beyond ASCII", () => {
    const bytes = (text: string) => Buffer.from(text).toString("latin1");

    it("from a function's result, with a body of text and with a binary one", async () => {
      const result = { statusCode: 200, headers: { "X-Name": "é" }, body: "aGk=", isBase64Encoded: true };
      const url = await serve(
        documentOf({ "GET /": lambdaProxy() }, { "x-amazon-apigateway-binary-media-types": ["application/pdf"] }),
        { invoke: async () => ({ payload: Buffer.from(JSON.stringify(result)) }) },
      );
      for (const accept of ["application/json", "application/pdf"]) {
        const response = await fetch(url, { headers: { accept } });
        assert.equal(response.headers.get("x-name"), bytes("é"), accept);
      }
    });

    it("on the way to a backend and back, mapped and passed on", async () => {
      const mapped = {
        type: "http",
        requestParameters: { "integration.request.header.X-Name": "method.request.header.X-Name" },
        requestTemplates: { "application/json": "text" },
        responses: {
          default: {
            statusCode: "200",
            responseParameters: { "method.response.header.X-Back": "integration.response.header.X-Back" },
            responseTemplates: { "application/json": "text" },
          },
        },
      };
      const url = await serve(documentOf({ "POST /mapped": http_(mapped), "POST /proxy": http_({}) }));
      answer = (res) => res.writeHead(200, { "X-Back": bytes("ü") }).end(Buffer.from("{}"));
      for (const path of ["/mapped", "/proxy"]) {
        const response = await fetch(url + path, {
          method: "POST",
          body: "{}",
          headers: { "X-Name": bytes("é"), "Content-Type": "application/json" },
        });
        assert.equal(response.headers.get("x-back"), bytes("ü"), path);
        assert.equal(received.at(-1)?.headers["x-name"], bytes("é"), path);
      }
    });
  });

  it("passes a request on to an HTTP endpoint, and its response back", async () => {
    const url = await serve(
      documentOf({
        "ANY /{proxy+}": http_({
          uri: `${backendUrl}/base/{proxy}?fixed=1`,
          requestParameters: { "integration.request.path.proxy": "method.request.path.proxy" },
        }),
      }),
    );
    answer = (res) => res.writeHead(418, { "Content-Type": "text/plain", Server: "tea" }).end("pot");
    const response = await fetch(`${url}/a%20b/../c?q=%C3%A9`, {
      method: "PUT",
      body: "text",
      headers: { "X-Mine": "1", Via: "me", "Content-Encoding": "identity" },
    });
    assert.deepEqual([response.status, await response.text()], [418, "pot"]);
    assert.equal(response.headers.get("content-type"), "text/plain");
    assert.equal(response.headers.get("x-amzn-remapped-server"), "tea");
    const { method, url: path, headers, body } = only(received);
    assert.deepEqual([method, path, body], ["PUT", "/base/c?fixed=1&q=%C3%A9", "text"]);
    assert.equal(headers["x-mine"], "1");
    assert.equal(headers.host, new URL(backendUrl).host);
    assert.match(headers["x-amzn-trace-id"] as string, /^Root=1-/);
    assert.match(headers["x-amzn-apigateway-api-id"] as string, /^[a-z0-9]{10}$/);
    assert.ok(!("via" in headers) && !("content-encoding" in headers));
  });

  it("leaves a compressed response as it is, and makes other text UTF-8", async () => {
    const url = await serve(documentOf({ "GET /": http_({}) }));
    answer = (res) => res.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync("text"));
    assert.equal(await (await fetch(url)).text(), "text");
    answer = (res) => res.end(Buffer.from("ff41", "hex"));
    assert.equal(await (await fetch(url)).text(), "\ufffdA");
  });

  // https://docs.aws.amazon.com/apigateway/latest/developerguide/private-integration.html
  it("puts the stage's name before the path of a private integration with a VPC link V2, and not with a V1", async () => {
    const link = { uri: "http://support.internal/hours?a=1", connectionType: "VPC_LINK", connectionId: "link" };
    const url = await serve(
      documentOf({
        "GET /v1": http_(link),
        "GET /v2": http_({ ...link, integrationTarget: "arn:aws:elasticloadbalancing:x" }),
      }),
      { vpcLinks: { link: backendUrl } },
    );
    await fetch(`${url}/v1`);
    await fetch(`${url}/v2`);
    assert.deepEqual(
      received.map((request) => request.url),
      ["/hours?a=1", "/dev/hours?a=1"],
    );
  });

  it("follows a VPC link to its place on this machine, under the URI's own host and path", async () => {
    const url = await serve(
      documentOf({
        "GET /": http_({ uri: "http://support.internal/hours", connectionType: "VPC_LINK", connectionId: "link" }),
      }),
      { vpcLinks: { link: `${backendUrl}/desk/` } },
    );
    assert.equal((await fetch(url)).status, 200);
    const { url: path, headers } = only(received);
    assert.deepEqual([path, headers.host], ["/desk/hours", "support.internal"]);
  });

  it("finds an HTTP integration's server where upstreams has it, and traces what the document says", async () => {
    const traces: Trace[] = [];
    const url = await serve(
      documentOf({
        "GET /hours/{day}": http_({
          uri: "https://API.example.com/v1/{day}",
          requestParameters: { "integration.request.path.day": "method.request.path.day" },
        }),
      }),
      { upstreams: { "https://api.example.com:443": `${backendUrl}/mirror/` }, onTrace: (trace) => traces.push(trace) },
    );
    assert.equal((await fetch(`${url}/hours/monday`)).status, 200);
    assert.deepEqual(
      received.map(({ url, headers }) => [url, headers.host]),
      [["/mirror/v1/monday", "API.example.com"]],
    );
    const [trace] = traces;
    const step = trace?.steps.find(({ name }) => name === "integration");
    assert.deepEqual([step?.rule, step?.input?.uri], ["HTTP endpoint", "https://API.example.com/v1/monday"]);
    assert.doesNotMatch(JSON.stringify(trace), /mirror/);
  });

  it("sends a request to another origin where the document says", async () => {
    const upstreams = { "https://127.0.0.1": "http://127.0.0.1:1", "http://127.0.0.1:1": "http://127.0.0.1:1" };
    const url = await serve(documentOf({ "GET /": http_({ uri: `${backendUrl}/here` }) }), { upstreams });
    assert.equal((await fetch(url)).status, 200);
    assert.deepEqual(
      received.map((one) => one.url),
      ["/here"],
    );
  });

  it("asks a function for an upstream's base URL at each request", async () => {
    let path = "one";
    const upstreams = { "https://api.example.com": () => `${backendUrl}/${path}` };
    const url = await serve(documentOf({ "GET /": http_({ uri: "https://api.example.com/here" }) }), { upstreams });
    await fetch(url);
    path = "two";
    await fetch(url);
    assert.deepEqual(
      received.map((one) => one.url),
      ["/one/here", "/two/here"],
    );
  });

  it("refuses an upstream that is not an origin, or leads to no URL", () => {
    for (const [origin, baseUrl, message] of [
      ["api.example.com", "http://localhost:1", /"api\.example\.com" is not an origin/],
      ["https://api.example.com/v1", "http://localhost:1", /is not an origin/],
      ["https://api.example.com", "localhost:1", /the base URL of https:\/\/api\.example\.com must begin with/],
    ] as const) {
      const options = { stage: "dev", upstreams: { [origin]: baseUrl } };
      assert.throws(
        () => createGateway(documentOf({}), options),
        (error) => error instanceof RangeError && message.test(error.message),
      );
    }
  });

  it("calls an AWS service's action, signed", async () => {
    const target = (uri: string, more: object = {}) => ({
      "x-amazon-apigateway-integration": {
        type: "aws",
        httpMethod: "POST",
        uri,
        responses: { default: { statusCode: "200" } },
        ...more,
      },
    });
    const url = await serve(
      documentOf({
        "POST /table": target("arn:aws:apigateway:eu-west-1:dynamodb:action/GetItem"),
        "POST /topic": target("arn:aws:apigateway:us-east-1:sns:action/Publish", {
          requestParameters: { "integration.request.querystring.Message": "method.request.querystring.text" },
        }),
        "POST /queue": target("arn:aws:apigateway:us-east-1:sqs:path/123456789012/queue", {
          requestParameters: { "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'" },
          requestTemplates: { "application/json": "Action=SendMessage&MessageBody=$util.urlEncode($input.body)" },
        }),
        "POST /bucket/{key}": target("arn:aws:apigateway:us-east-1:photos.s3:path/{key}", {
          httpMethod: "PUT",
          requestParameters: { "integration.request.path.key": "method.request.path.key" },
        }),
      }),
      { endpoints: { dynamodb: backendUrl, sns: `${backendUrl}/`, sqs: backendUrl, s3: backendUrl } },
    );
    const post = (path: string) =>
      fetch(`${url}${path}`, { method: "POST", body: '{"a":"1&2"}', headers: { "Content-Type": "application/json" } });
    for (const path of ["/table", "/topic?text=a%26b", "/queue", "/bucket/cat.png"]) {
      assert.equal((await post(path)).status, 200, path);
    }
    const [table, topic, queue, bucket] = received;
    assert.ok(table && topic && queue && bucket);
    assert.equal(table.headers["x-amz-target"], "DynamoDB_20120810.GetItem");
    assert.equal(table.headers["content-type"], "application/x-amz-json-1.0");
    assert.match(
      table.headers.authorization ?? "",
      /\/eu-west-1\/dynamodb\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target/,
    );
    assert.equal(topic.url, "/?Action=Publish&Message=a%26b");
    assert.equal(queue.url, "/123456789012/queue");
    assert.equal(queue.body, "Action=SendMessage&MessageBody=%7B%22a%22%3A%221%262%22%7D");
    assert.equal(queue.headers["content-type"], "application/x-www-form-urlencoded");
    assert.deepEqual([bucket.method, bucket.url], ["PUT", "/cat.png"]);
    assert.equal(bucket.headers.host, "photos.s3.us-east-1.amazonaws.com");
    assert.match(bucket.headers["x-amz-content-sha256"] as string, /^[0-9a-f]{64}$/);
  });

  it("invokes a function through Lambda's API", async () => {
    const url = await serve(documentOf({ "POST /": lambdaProxy() }), { endpoints: { lambda: backendUrl } });
    answer = (res) => res.end('{"statusCode": 201, "body": "made"}');
    const response = await fetch(url, { method: "POST", body: "x" });
    assert.deepEqual([response.status, await response.text()], [201, "made"]);
    const { method, url: path, body } = only(received);
    const arn = "arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Afn";
    assert.deepEqual([method, path], ["POST", `/2015-03-31/functions/${arn}/invocations`]);
    assert.equal(JSON.parse(body).body, "x");
  });

  it("answers Lambda's refusals with 500 and its failures with 502", async () => {
    const url = await serve(documentOf({ "GET /": lambdaProxy() }), { endpoints: { lambda: backendUrl } });
    const statuses: number[] = [];
    for (const status of [403, 404, 429, 500, 503]) {
      answer = (res) => res.writeHead(status).end("{}");
      statuses.push((await fetch(url)).status);
    }
    assert.deepEqual(statuses, [500, 500, 500, 502, 502]);
  });

  it("invokes a function asynchronously when a header says so", async () => {
    let invoked: string | undefined;
    const url = await serve(
      documentOf({
        "POST /": {
          "x-amazon-apigateway-integration": {
            type: "aws",
            httpMethod: "POST",
            uri: functionUri(),
            requestParameters: { "integration.request.header.X-Amz-Invocation-Type": "'Event'" },
            responses: { default: { statusCode: "202" } },
          },
        },
      }),
      {
        invoke: async (_, payload) => {
          invoked = payload.toString();
          throw new Error("nobody waits for it");
        },
      },
    );
    const response = await fetch(url, { method: "POST", body: '{"a":1}' });
    assert.deepEqual([response.status, await response.text(), invoked], [202, "", '{"a":1}']);
  });

  describe("when a backend fails", () => {
    const message = async (response: Response) => [
      response.status,
      ((await response.json()) as { message: string }).message,
    ];

    it("in time: 504", async () => {
      const url = await serve(documentOf({ "GET /": http_({ timeoutInMillis: 50 }) }));
      answer = () => undefined;
      assert.deepEqual(await message(await fetch(url)), [504, "Endpoint request timed out"]);
    });

    it("at once: 504", async () => {
      const closed = net.createServer().listen(0, "127.0.0.1");
      await once(closed, "listening");
      const { port } = closed.address() as AddressInfo;
      await new Promise((resolve) => closed.close(resolve));
      const url = await serve(documentOf({ "GET /": http_({ uri: `http://127.0.0.1:${port}` }) }));
      assert.deepEqual(await message(await fetch(url)), [504, "Network error communicating with endpoint"]);
    });

    it("in the middle of its response: 504", async () => {
      const url = await serve(documentOf({ "GET /": http_({}) }));
      answer = (res) => {
        res.writeHead(200, { "Content-Length": "10" }).write("half");
        setTimeout(() => res.destroy(), 10);
      };
      assert.deepEqual(await message(await fetch(url)), [504, "Network error communicating with endpoint"]);
    });

    it("by a body that comes a byte at a time: 504, and the backend is left", async () => {
      const url = await serve(documentOf({ "GET /": http_({ timeoutInMillis: 100 }) }));
      const left = new Promise<void>((resolve) => {
        answer = (res) => {
          const drip = setInterval(() => res.write("."), 10);
          res.once("close", () => {
            clearInterval(drip);
            resolve();
          });
        };
      });
      assert.deepEqual(await message(await fetch(url)), [504, "Endpoint request timed out"]);
      await left;
    });

    it("by switching protocols: 504", async () => {
      const url = await serve(documentOf({ "GET /": http_({}) }));
      answer = (res) => res.writeHead(101, { Upgrade: "x", Connection: "upgrade" }).end();
      assert.deepEqual(await message(await fetch(url)), [504, "Network error communicating with endpoint"]);
    });

    it("by a body without an end: 500, and the backend is left", async () => {
      const url = await serve(documentOf({ "GET /": http_({}) }));
      let sent = 0;
      const left = new Promise<void>((resolve) => {
        answer = (res) => {
          const chunk = Buffer.alloc(64 * 1024);
          const more = () => {
            while (!res.destroyed && res.write(chunk)) sent += chunk.length;
          };
          res.on("drain", more).once("close", resolve);
          more();
        };
      });
      assert.deepEqual(await message(await fetch(url)), [500, "Internal server error"]);
      await left;
      assert.ok(sent < 64 * 1024 * 1024, `${sent} bytes`);
    });

    it("by answering more than 10 MB: 500", async () => {
      const url = await serve(documentOf({ "GET /": http_({}) }));
      answer = (res) => res.end(Buffer.alloc(10 * 1024 * 1024 + 1));
      assert.deepEqual(await message(await fetch(url)), [500, "Internal server error"]);
    });

    it("by saying that its body has more than 10 MB, before any of it came: 500, and the backend is left", async () => {
      const url = await serve(documentOf({ "GET /": http_({}) }));
      const left = new Promise<void>((resolve) => {
        answer = (res) => {
          res
            .once("close", resolve)
            .writeHead(200, { "Content-Length": 10 * 1024 * 1024 + 1 })
            .flushHeaders();
        };
      });
      assert.deepEqual(await message(await fetch(url)), [500, "Internal server error"]);
      await left;
    });

    it("not by saying how long the body is that HEAD leaves out", async () => {
      const url = await serve(documentOf({ "HEAD /": http_({ httpMethod: "HEAD" }) }));
      answer = (res) => res.writeHead(200, { "Content-Length": 10 * 1024 * 1024 + 1 }).end();
      assert.equal((await fetch(url, { method: "HEAD" })).status, 200);
    });

    it("on a connection that it had kept: the request is sent again", async () => {
      const url = await serve(documentOf({ "GET /": http_({}) }));
      assert.equal((await fetch(url)).status, 200);
      backend.closeAllConnections();
      assert.equal((await fetch(url)).status, 200);
    });

    it("on each of several connections that it had kept: the request is sent again on a new one", async () => {
      const served = new Set<object>();
      const waiting: http.ServerResponse[] = [];
      const closing = http.createServer(({ socket }, response) => {
        if (served.has(socket)) return socket.destroy();
        served.add(socket);
        waiting.push(response);
        // The first two wait for each other, so that each has a connection.
        if (waiting.length >= 2) for (const each of waiting) each.end();
      });
      await new Promise<void>((resolve) => closing.listen(0, "127.0.0.1", resolve));
      const { port } = closing.address() as AddressInfo;
      const url = await serve(documentOf({ "GET /": http_({ uri: `http://127.0.0.1:${port}/` }) }));
      try {
        await Promise.all([fetch(url), fetch(url)]);
        assert.equal((await fetch(url)).status, 200);
        assert.equal(served.size, 3);
      } finally {
        closing.close();
        closing.closeAllConnections();
      }
    });
  });

  it("takes a body of 10 MB, and answers a larger one with 413", async () => {
    const url = await serve(documentOf({ "POST /": http_({}) }));
    const post = (bytes: number) => fetch(url, { method: "POST", body: Buffer.alloc(bytes, "x") });
    assert.equal((await post(10 * 1024 * 1024)).status, 200);
    assert.equal(only(received).body.length, 10 * 1024 * 1024);
    const response = await post(10 * 1024 * 1024 + 1);
    assert.deepEqual([response.status, await response.text()], [413, "HTTP content length exceeded 10485760 bytes."]);
  });

  it("lets a client send the rest of a body that is too large, so that it sees the answer", async () => {
    const { port } = new URL(await serve(documentOf({ "POST /": mock() })));
    const size = 11 * 1024 * 1024;
    const socket = net.connect(Number(port), "127.0.0.1");
    const errors: Error[] = [];
    socket.on("error", (error) => errors.push(error));
    let said = "";
    socket.write(
      `POST /dev HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${size}\r\n\r\n`,
    );
    // The answer is there before the body.
    await once(socket, "readable");
    for (let sent = 0; sent < size; sent += 1024 * 1024) {
      await new Promise((written) => socket.write(Buffer.alloc(1024 * 1024, "x"), written));
    }
    for await (const chunk of socket) said += chunk;
    assert.deepEqual(errors, []);
    assert.match(
      said,
      /^HTTP\/1\.1 413 [\s\S]*connection: close[\s\S]*HTTP content length exceeded 10485760 bytes\.$/i,
    );
  });

  it("answers a body in chunks that is too large before it has ended", async () => {
    const url = new URL(await serve(documentOf({ "POST /": mock() })));
    const request = http.request(url, { method: "POST" });
    request.on("error", () => undefined);
    for (let i = 0; i < 11; i++) request.write(Buffer.alloc(1024 * 1024));
    const [response] = (await once(request, "response")) as [http.IncomingMessage];
    assert.equal(response.statusCode, 413);
    assert.equal(response.headers.connection, "close");
    request.destroy();
  });

  it("ends the call to the backend when the client goes away, and serves the next one", async () => {
    const url = await serve(documentOf({ "GET /": http_({}) }));
    const gone = new Promise<void>((resolve) => {
      answer = (res) => res.on("close", resolve);
    });
    const client = new AbortController();
    const request = fetch(url, { signal: client.signal }).catch(() => "aborted");
    while (received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    client.abort();
    assert.equal(await request, "aborted");
    await gone;
    answer = (res) => res.end("{}");
    assert.equal((await fetch(url)).status, 200);
  });

  it("survives a client that goes away in the middle of its body", async () => {
    const url = new URL(await serve(documentOf({ "POST /": mock("ok") })));
    const socket = net.connect(Number(url.port), "127.0.0.1");
    socket.write("POST /dev HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf");
    setTimeout(() => socket.destroy(), 20);
    await once(socket, "close");
    const response = await fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" });
    assert.equal(await response.text(), "ok");
  });

  it("answers with a long text whole, whatever its characters are", async () => {
    // The two halves of an emoji are the last of the first 65,536 units and the first of those that follow, and so on.
    const text = `${"x".repeat(65_535)}😀${"é".repeat(65_535)}😀${"y".repeat(80_000)}`;
    const url = await serve(documentOf({ "GET /long": mock(text) }));
    const response = await fetch(`${url}/long`);
    assert.equal(response.headers.get("content-length"), String(Buffer.byteLength(text)));
    assert.equal(await response.text(), text);
  });

  it("answers HEAD with the headers alone", async () => {
    const url = await serve(documentOf({ "HEAD /": mock("four") }));
    const response = await fetch(url, { method: "HEAD" });
    assert.deepEqual([response.status, response.headers.get("content-length"), await response.text()], [200, "4", ""]);
  });

  it("answers 204 without a body", async () => {
    const url = await serve(documentOf({ "GET /": mock("", { responses: { default: { statusCode: "204" } } }) }));
    const response = await fetch(url);
    assert.deepEqual([response.status, response.headers.get("content-length")], [204, null]);
  });

  it("answers a CORS preflight from a mock", async () => {
    const responses = {
      default: {
        statusCode: "204",
        responseParameters: {
          "method.response.header.Access-Control-Allow-Origin": "'https://example.com'",
          "method.response.header.Access-Control-Allow-Methods": "'POST,OPTIONS'",
        },
      },
    };
    const url = await serve(documentOf({ "OPTIONS /": mock("", { responses }) }));
    const response = await fetch(url, { method: "OPTIONS", headers: { Origin: "https://example.com" } });
    assert.equal(response.status, 204);
    assert.equal(response.headers.get("access-control-allow-origin"), "https://example.com");
    assert.equal(response.headers.get("access-control-allow-methods"), "POST,OPTIONS");
  });

  it("closes at once while clients keep their connections open, and lets a request under way finish", async () => {
    const url = await serve(documentOf({ "GET /": http_({}), "GET /mock": mock("ok") }));
    await (await fetch(`${url}/mock`)).text();
    let finish = () => {};
    answer = (res) => {
      finish = () => res.end("last");
    };
    const last = fetch(url);
    while (received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const closed = gateway?.close();
    finish();
    assert.equal(await (await last).text(), "last");
    await closed;
    await assert.rejects(fetch(`${url}/mock`));
  });

  it("tells each step of a request's way to onTrace", async () => {
    const traces: Trace[] = [];
    const url = await serve(
      documentOf({
        "POST /{id}": {
          "x-amazon-apigateway-integration": {
            type: "http",
            httpMethod: "PUT",
            uri: `${backendUrl}/{id}`,
            requestParameters: { "integration.request.path.id": "method.request.path.id" },
            requestTemplates: {
              "application/json": '#set($table = "t")\n## put\n#if($table == "x")\nno\n#end\nbody',
            },
            responses: { "2\\d\\d": { statusCode: "201", responseTemplates: { "application/json": "made" } } },
          },
        },
      }),
      {
        templateFiles: { "templates/put.vtl": '## put\n#if($table == "x")\nno\n#end\nbody\n' },
        onTrace: (trace) => traces.push(trace),
      },
    );
    const response = await fetch(`${url}/7`, {
      method: "POST",
      body: "{}",
      headers: { "Content-Type": "application/json" },
    });
    await response.text();
    const trace = only(traces);
    assert.equal(trace.requestId, response.headers.get("x-amzn-requestid"));
    assert.deepEqual([trace.route, trace.integrationType], ["POST /{id}", "http"]);
    assert.deepEqual([trace.request.method, trace.request.uri, trace.request.body], ["POST", "/dev/7", "{}"]);
    assert.deepEqual([trace.response.status, trace.response.body], [201, "made"]);
    assert.deepEqual(
      trace.steps.map(({ name, rule }) => [name, rule]),
      [
        ["route", "POST /{id}"],
        ["authorize", "the method has no authorizer"],
        ["apiKey", "no API key required"],
        ["validate", "the method has no request validator"],
        ["integrationRequest", "template for application/json"],
        ["integration", "HTTP endpoint"],
        ["integrationResponse", 'selection pattern 2\\d\\d matches status "200"'],
        ["methodResponse", "no header is remapped"],
      ],
    );
    const [, , , , request, integration, mapping] = trace.steps;
    assert.ok(request && integration && mapping);
    assert.equal(request.template?.file, "templates/put.vtl");
    assert.equal(request.template?.fileLine, 2);
    assert.deepEqual(request.template?.linesRun, [1, 3, 6]);
    assert.equal(request.output?.uri, `${backendUrl}/7`);
    assert.deepEqual([integration.input?.body, integration.output?.body], ["body", '{"ok":true}']);
    assert.equal(mapping.detail?.selectionPattern, "2\\d\\d");
  });

  it("says in the trace why a request failed, which the client is not told", async () => {
    const traces: Trace[] = [];
    const url = await serve(documentOf({ "GET /": mock("", { responses: {} }) }), {
      onTrace: (trace) => traces.push(trace),
    });
    assert.equal((await fetch(url)).status, 500);
    const failed = only(traces).steps.find(({ error }) => error);
    assert.equal(failed?.name, "integrationResponse");
    assert.deepEqual(failed?.error, { type: "API_CONFIGURATION_ERROR", message: "Internal server error" });
    assert.match(
      String(failed?.detail?.reason),
      /No match for output mapping and no default output mapping configured/,
    );
    assert.equal(only(traces).steps.at(-1)?.name, "gatewayResponse");
  });
});

/** The one entry of a list. */
function only<T>(list: readonly T[]): T {
  const [entry, ...more] = list;
  assert.ok(entry !== undefined && more.length === 0, `${list.length} entries`);
  return entry;
}
