import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const mock = {
  type: "mock",
  requestTemplates: { "application/json": '{"statusCode": 200}' },
  responses: { default: { statusCode: "200", responseTemplates: { "application/json": "$stageVariables.greeting" } } },
};
const swagger = {
  swagger: "2.0",
  info: { title: "Greeter", version: "1" },
  paths: {
    "/hello": {
      get: {
        responses: { 200: { description: "ok" } },
        security: [{ api_key: [] }],
        "x-amazon-apigateway-integration": mock,
      },
    },
  },
  securityDefinitions: { api_key: { type: "apiKey", name: "x-api-key", in: "header" } },
};

/** `npm run gateway` in a process of its own. */
class Cli {
  readonly process: ChildProcess;
  out = "";
  err = "";

  constructor(...args: string[]) {
    this.process = spawn(process.execPath, ["--import", "tsx", "packages/gateway/src/cli/main.ts", ...args]);
    this.process.stdout?.on("data", (data) => {
      this.out += data;
    });
    this.process.stderr?.on("data", (data) => {
      this.err += data;
    });
  }

  /** Waits until the output matches, and gives the match. */
  async prints(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.out);
      if (match) return match;
      assert.equal(this.process.exitCode, null, `it ended with ${this.err}`);
      await new Promise((next) => setTimeout(next, 20));
    }
  }

  ends(): Promise<number | null> {
    if (this.process.exitCode !== null) return Promise.resolve(this.process.exitCode);
    return new Promise((done) => this.process.once("exit", done));
  }
}

describe("npm run gateway", () => {
  const folder = mkdtempSync(join(tmpdir(), "gateway-cli-"));
  const started: Cli[] = [];
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const start = (...args: string[]) => {
    const cli = new Cli(...args);
    started.push(cli);
    return cli;
  };
  after(() => {
    for (const { process } of started) process.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  it("serves an export with its stage variables and API keys, prints the trace, and ends on SIGTERM", async () => {
    const document = file("greeter.json", JSON.stringify(swagger));
    const key = "0123456789abcdefghij0123456789abcdefghij";
    const options = "--port 0 --stage v1 --stage-variable greeting=hi --trace --api-key";
    const cli = start("--openapi", document, ...options.split(" "), key);
    const [, url] = await cli.prints(/ is served at (\S+)\n/);

    assert.equal((await fetch(`${url}/hello`)).status, 403);
    const response = await fetch(`${url}/hello`, { headers: { "x-api-key": key } });
    assert.equal(response.status, 200);
    assert.equal(await response.text(), "hi");
    assert.match(url ?? "", /^http:\/\/127\.0\.0\.1:\d+\/v1$/);

    const requestId = response.headers.get("x-amzn-requestid");
    await cli.prints(new RegExp(`Execution log for request ${requestId}\n`));
    await cli.prints(/ : Method response body after transformations: hi\n/);
    assert.ok(!cli.out.includes(key), "the log holds the API key");

    cli.process.kill("SIGTERM");
    assert.equal(await cli.ends(), 0);
  });

  it("says that the port is in use", async () => {
    const document = file("greeter.yaml", JSON.stringify(swagger));
    const first = start("--openapi", document, "--port", "0");
    const [, port] = await first.prints(/:(\d+)\/dev\n/);
    const second = start("--openapi", document, "--port", port ?? "");
    assert.equal(await second.ends(), 1);
    assert.equal(second.err, `127.0.0.1:${port} is in use: choose another port with --port, or 0 for any free one\n`);
  });

  it("refuses a document that it cannot serve, with the place and the reason in one line", async () => {
    const authorizer = {
      a: { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "custom" },
    };
    const text = JSON.stringify({ ...swagger, securityDefinitions: authorizer }).replaceAll("api_key", "a");
    const document = file("authorizer.json", text);
    const cli = start("--openapi", document, "--port", "0");
    assert.equal(await cli.ends(), 1);
    assert.equal(cli.out, "");
    const place = "components.securitySchemes.a";
    assert.equal(cli.err, `${document}: ${place}: x-amazon-apigateway-authorizer is missing\n`);
  });

  const queue = {
    type: "aws",
    httpMethod: "POST",
    uri: "arn:aws:apigateway:us-east-1:sqs:path/1/queue",
    integrationResponses: {},
  };
  const warning =
    "Parse issue: attribute paths.'/queue'(get).x-amazon-apigateway-integration.integrationResponses is unexpected";
  const withQueue = { ...swagger, paths: { "/queue": { get: { "x-amazon-apigateway-integration": queue } } } };

  it("prints the import's warnings and serves a stub for what has no address here", async () => {
    const cli = start("--openapi", file("queue.json", JSON.stringify(withQueue)), "--port", "0", "--stub");
    const [, url] = await cli.prints(/ is served at (\S+)\n/);
    assert.equal(cli.err, `warning: ${warning}\n`);
    const response = await fetch(`${url}/queue`);
    assert.equal(await response.text(), '{"message":"Stub: sqs has no address on this machine"}');
  });

  it("refuses a document of which the import warns with --strict, and one whose backends have no address", async () => {
    const document = file("strict.json", JSON.stringify(withQueue));
    const strict = start("--openapi", document, "--port", "0", "--stub", "--strict");
    const plain = start("--openapi", document, "--port", "0");
    assert.equal(await strict.ends(), 1);
    assert.equal(strict.err, `${document}: Warnings found during import:\n\t${warning}\n`);
    assert.equal(await plain.ends(), 1);
    const backends =
      "these backends have no address on this machine: sqs (AWS_ENDPOINT_URL_SQS); --stub answers for them";
    assert.equal(plain.err, `${document}: paths: ${backends}\n`);
  });

  it("refuses a file that is not a document, and an unknown option", async () => {
    const broken = start("--openapi", file("broken.json", '{"openapi": "3.0.1",,}'), "--port", "0");
    const wrong = start("--openapi", "x", "--prot", "1");
    assert.equal(await broken.ends(), 1);
    assert.equal(broken.err, `${join(folder, "broken.json")}:1:21: Unexpected , in flow map\n`);
    assert.equal(await wrong.ends(), 1);
    assert.equal(wrong.err, "Unknown option '--prot', did you mean --port? --help lists the options\n");
  });
});
