import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createGateway } from "local-api-gateway";
import type { OpenApiDocument } from "../../../packages/local/page/document/document.ts";
import type { Route } from "../../../packages/local/src/api/wire.ts";
import { UserError } from "../../../packages/local/src/options.ts";
import { caseOf, saveCase } from "../../../scripts/parity/case.ts";
import { compare, type Result } from "../../../scripts/parity/compare.ts";
import { parseOptions } from "../../../scripts/parity/options.ts";
import { jsonReport, report } from "../../../scripts/parity/report.ts";
import { changesData, requestsOf } from "../../../scripts/parity/requests.ts";

const API_KEY = "a-key-of-the-deployed-api";

function mock(template: string, more: object = {}) {
  return {
    responses: { 200: { description: "ok" } },
    "x-amazon-apigateway-integration": {
      type: "mock",
      passthroughBehavior: "never",
      requestTemplates: { "application/json": '{"statusCode": 200}' },
      responses: { default: { statusCode: "200", responseTemplates: { "application/json": template } } },
    },
    ...more,
  };
}

const PREFLIGHT = mock("");
/** An API with a read route, a write route with a model, and a route with a key. */
const DOCUMENT: OpenApiDocument & { openapi: string } = {
  openapi: "3.0.1",
  info: { title: "notes", version: "1" },
  paths: {
    "/notes": {
      get: mock('{"notes": [{"id": "1"}], "request": "$context.requestId"}'),
      post: mock('{"id": "$context.requestId"}', {
        "x-amazon-apigateway-request-validator": "body",
        requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Note" } } } },
      }),
      options: PREFLIGHT,
    },
    "/secrets": { get: mock('{"secret": true}', { security: [{ key: [] }] }), options: PREFLIGHT },
  },
  components: {
    schemas: { Note: { type: "object", required: ["message"], properties: { message: { type: "string" } } } },
    securitySchemes: { key: { type: "apiKey", name: "x-api-key", in: "header" } },
  },
  "x-amazon-apigateway-request-validators": { body: { validateRequestBody: true } },
};

const ROUTES: Route[] = [
  { method: "GET", path: "/notes", integration: "mock", authorization: "none", apiKeyRequired: false, summary: "" },
  { method: "POST", path: "/notes", integration: "mock", authorization: "none", apiKeyRequired: false, summary: "" },
  { method: "GET", path: "/secrets", integration: "mock", authorization: "none", apiKeyRequired: true, summary: "" },
];

/** A fault in the deployed API: what it makes of a response, by method and path. */
type Fault = (request: string, answer: { status: number; headers: http.OutgoingHttpHeaders; body: string }) => void;

describe("npm run parity", () => {
  const closers: (() => unknown)[] = [];
  const folder = mkdtempSync(path.join(tmpdir(), "parity-"));
  let localhost = "";
  let other = "";
  let fault: Fault = () => {};
  let deployed = "";

  before(async () => {
    const serve = () => {
      const gateway = createGateway(DOCUMENT, { stage: "dev", apiKeys: [API_KEY] });
      closers.push(() => gateway.close());
      return gateway.listen(0);
    };
    localhost = await serve();
    other = await serve();
    const proxy = createFaultyProxy(
      () => other,
      (request, answer) => fault(request, answer),
    ).listen(0, "127.0.0.1");
    closers.push(() => proxy.close());
    await new Promise((resolve) => proxy.once("listening", resolve));
    deployed = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/dev`;
  });
  afterEach(() => {
    fault = () => {};
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    for (const close of closers) await close();
  });

  const run = (readOnly = false): Promise<Result> => {
    const sides = { deployed: { url: deployed, apiKey: API_KEY }, localhost: { url: localhost, apiKey: API_KEY } };
    return compare(sides, requestsOf(DOCUMENT, ROUTES), { readOnly, sign: false });
  };
  const found = ({ comparisons }: Result) =>
    comparisons.flatMap(({ request, differences }) =>
      differences.map(({ part, where }) =>
        [`${request.method} ${request.path} ${request.name}`, part, where].join(" | "),
      ),
    );

  it("finds nothing between equal gateways, IDs and times apart", async () => {
    const result = await run();
    assert.deepEqual(found(result), []);
    assert.match(report(result), /^(\d+) requests, of which (\d+) change data: \1 are answered the same, 0 differ\.$/);
  });

  it("sends each route's examples, and each refusal that the gateway makes by itself", async () => {
    const { comparisons } = await run();
    const statuses = new Set(comparisons.map((one) => `${one.request.name} ${one.localhost.status}`));
    for (const expected of [
      "Good 200",
      "Missing field 400",
      "Bad JSON 400",
      "Not JSON 415",
      "No API key 403",
      "Wrong API key 403",
      "No such route 403",
      "No such method 403",
      "Body too large 413",
      "Preflight 200",
    ]) {
      assert.ok(statuses.has(expected), `${expected} is not among ${[...statuses].join(", ")}`);
    }
    assert.ok(comparisons.every(({ localhost: { status } }) => status > 0));
  });

  const planted: [string, Fault, string[]][] = [
    [
      "a changed status",
      (request, answer) => {
        if (request === "GET /dev/secrets" && answer.status === 403) answer.status = 401;
      },
      ["GET /secrets No API key | status | ", "GET /secrets Wrong API key | status | "],
    ],
    [
      "a dropped header",
      (request, answer) => {
        if (request === "PATCH /dev/secrets" || request === "DELETE /dev/secrets")
          delete answer.headers["x-amzn-errortype"];
      },
      ["DELETE /secrets No such method | header | x-amzn-errortype"],
    ],
    [
      "a dropped header whose value is not compared",
      (request, answer) => {
        if (request === "DELETE /dev/secrets") delete answer.headers["x-amzn-requestid"];
      },
      ["DELETE /secrets No such method | header | x-amzn-requestid"],
    ],
    [
      "an added header",
      (request, answer) => {
        if (request === "DELETE /dev/secrets") answer.headers["x-powered-by"] = "a proxy";
      },
      ["DELETE /secrets No such method | header | x-powered-by"],
    ],
    [
      "a changed value in a JSON body",
      (request, answer) => {
        if (request === "GET /dev/secrets") answer.body = answer.body.replace("true", "false");
      },
      ["GET /secrets Good | body | $.secret", "GET /secrets From a page of the allowed origin | body | $.secret"],
    ],
    [
      "the same JSON, written in another way",
      (request, answer) => {
        if (request === "DELETE /dev/secrets") answer.body = answer.body.replace(":", ": ");
      },
      ["DELETE /secrets No such method | body | "],
    ],
    [
      "a connection that breaks",
      (request, answer) => {
        if (request === "DELETE /dev/secrets") answer.status = 0;
      },
      ["DELETE /secrets No such method | status | "],
    ],
  ];
  for (const [what, planting, expected] of planted) {
    it(`finds ${what}, and nothing else`, async () => {
      fault = planting;
      const differences = found(await run()).filter(
        (line) => !what.startsWith("a connection") || line.includes("status"),
      );
      assert.deepEqual(differences.toSorted(), expected.toSorted());
    });
  }

  it("prints a difference with both sides, and the counts", async () => {
    fault = (request, answer) => {
      if (request === "DELETE /dev/secrets") answer.status = 404;
    };
    const result = await run();
    const text = report(result);
    assert.match(
      text,
      /^DELETE \/secrets: No such method \(DELETE \/secrets, changes data\)\n {2}status: deployed 404, localhost 403\n/,
    );
    assert.match(text, /1 differ \(1 by status, 0 by header, 0 by body\)\.$/);
    const json = JSON.parse(jsonReport(result));
    assert.equal(json.different, 1);
    assert.deepEqual(json.differences[0].differences, [
      { part: "status", where: "", deployed: "404", localhost: "403" },
    ]);
    assert.equal(json.differences[0].deployed.body, '{"message":"Missing Authentication Token"}');
    assert.ok(!text.includes(API_KEY) && !JSON.stringify(json).includes(API_KEY));
  });

  it("prints what several requests show once, with all of them", async () => {
    fault = (request, answer) => {
      if (request === "OPTIONS /dev/notes") answer.headers["x-extra"] = "yes";
    };
    assert.match(
      report(await run()),
      /^OPTIONS \/notes: Preflight .*\nOPTIONS \/notes: Of another origin .*\nOPTIONS \/notes: Without an origin .*\n {2}header x-extra: deployed yes, localhost has none\n\n/,
    );
  });

  it("sends nothing that changes data when it is to read only, and says how much it left out", async () => {
    const methods = new Set<string>();
    fault = (request) => methods.add(request.split(" ")[0] ?? "");
    const result = await run(true);
    assert.deepEqual([...methods].toSorted(), ["GET", "HEAD", "OPTIONS"]);
    assert.equal(result.leftOut, requestsOf(DOCUMENT, ROUTES).filter(changesData).length);
    assert.match(report(result), /^Left out by --read-only: \d+ requests\.\n\d+ requests, of which 0 change data/);
  });

  it("lists a path that is not deployed, and does not call it a difference", async () => {
    fault = (request, answer) => {
      if (request.endsWith(" /dev/secrets")) answer.status = 403;
    };
    const result = await run();
    assert.deepEqual(result.notDeployed, ["/secrets"]);
    assert.deepEqual(found(result), []);
    assert.match(report(result), /^Not deployed, so not compared: \/secrets\.\n/);
  });

  it("refuses another API, or another stage", async () => {
    fault = (_request, answer) => {
      answer.status = 403;
    };
    await assert.rejects(
      run(),
      (error) => error instanceof UserError && /none of the API's paths is there/.test(error.message),
    );
  });

  it("saves a difference as a case, which fails until localhost answers as the deployed API does", async function () {
    fault = (request, answer) => {
      if (request === "GET /dev/secrets" && answer.status === 200) {
        Object.assign(answer, { status: 201, body: '{"secret":"told"}' });
        answer.headers["x-added"] = "yes";
      }
    };
    const { comparisons } = await run();
    const comparison = comparisons.find(({ differences }) => differences.length > 0);
    assert.ok(comparison);
    const traced = { route: "GET /secrets", steps: [] } as unknown as Parameters<typeof caseOf>[1]["trace"];
    const saved = caseOf(comparison, {
      document: DOCUMENT,
      stage: "dev",
      url: deployed,
      date: "2026-11-26",
      trace: traced,
    });
    const file = saveCase(folder, saved, (text) => text.replaceAll(API_KEY, "{{apiKey}}"));
    assert.deepEqual(readdirSync(folder), ["parity.get-secrets-good.json"]);
    const [read] = JSON.parse(readFileSync(file, "utf8"));
    assert.deepEqual(read.request, {
      method: "GET",
      path: "/secrets",
      query: "",
      headers: { "x-api-key": "{{apiKey}}" },
      body: "",
    });
    assert.equal(read.expected.status, 201);
    assert.equal(read.expected.headers["x-added"], "yes");
    assert.equal(read.expected.body, '{"secret":"told"}');
    assert.equal(read.aws_validated, false);
    assert.deepEqual(Object.keys(read.api.resources), ["/secrets"]);
    assert.equal(read.api.resources["/secrets"].GET.apiKeyRequired, true);

    const runner = path.resolve("../shared/vectors/gateway-conformance.ts");
    if (!existsSync(runner)) return this.skip();
    const ran = await outputOf([
      "--conditions=source",
      "--import",
      "tsx",
      runner,
      "--project",
      ".",
      "--cases",
      file,
      "--verbose",
    ]);
    assert.match(ran.output, /- status: expected 201, got 200/);
    assert.match(ran.output, /- response header x-added: expected "yes", got nothing/);
    assert.match(ran.output, /0 passed, 1 failed/);
  });

  for (const [what, args, message] of [
    ["no URL", [], /^--url is missing: /],
    ["an invalid URL", ["--url", "x", "--api-key", "k"], /^--url x: give the API's base URL with the stage/],
    ["a missing key", ["--url", "http://a.example/dev"], /^--api-key is missing: /],
    ["an unknown option", ["--ulr", "x"], /^Unknown option '--ulr'\. See npm run parity -- --help$/],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parseOptions(args, {}), { message });
    });
  }

  it("says in one line that nothing answers, and that a comparison was not possible", async () => {
    const main = ["--conditions=source", "--import", "tsx", "scripts/parity/main.ts"];
    const { code, output } = await outputOf([...main, "--url", "http://127.0.0.1:9/dev", "--api-key", "k"]);
    assert.equal(code, 2);
    assert.match(output, /^--url http:\/\/127\.0\.0\.1:9\/dev: nothing answers there \(.*\)\n$/);
  });
});

/** A proxy that plants faults into what another server answers. */
function createFaultyProxy(target: () => string, plant: Fault): http.Server {
  return http.createServer(async (request, response) => {
    const sent: Buffer[] = [];
    for await (const chunk of request) sent.push(chunk);
    const { origin } = new URL(target());
    const { method = "GET", url = "/", headers } = request;
    const call = http.request(origin + url, { method, headers: { ...headers, connection: "close" } });
    call.once("response", async (from) => {
      const chunks: Buffer[] = [];
      for await (const chunk of from) chunks.push(chunk);
      const answer = {
        status: from.statusCode ?? 0,
        headers: { ...from.headers },
        body: Buffer.concat(chunks).toString(),
      };
      plant(`${method} ${url}`, answer);
      if (answer.status === 0) {
        request.socket.destroy();
        return;
      }
      const { "transfer-encoding": _, ...known } = answer.headers;
      const length = method === "HEAD" ? from.headers["content-length"] : Buffer.byteLength(answer.body);
      response.writeHead(answer.status, { ...known, ...(length !== undefined && { "content-length": length }) });
      response.end(answer.body);
    });
    // After the gateway's refusal of a long body the rest of it has nowhere to go.
    call.on("error", () => {});
    call.end(Buffer.concat(sent));
  });
}

function outputOf(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, args);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk;
    });
  }
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output })));
}
