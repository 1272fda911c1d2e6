import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { createGateway } from "local-api-gateway";
import { app, needsLocalhost } from "./app.ts";
import { call, signatureOf } from "./client.ts";
import { readRequest } from "./target.ts";

describe("npm run test:acceptance", () => {
  before(needsLocalhost);

  it("takes --url and --api-key out of the arguments, and leaves the others to mocha", () => {
    const args = ["--reporter", "dot", "--url", "https://a.example/dev/", "--grep=x y", "--api-key=k", "--bail"];
    assert.deepEqual(readRequest(args, {}), {
      help: false,
      target: { url: "https://a.example/dev", apiKey: "k" },
      rest: ["--reporter", "dot", "--grep=x y", "--bail"],
    });
  });

  it("has the deployed API from the environment, and localhost without one", () => {
    const environment = { CONTACT_US_URL: "https://a.example/dev", CONTACT_US_API_KEY: "k" };
    assert.deepEqual(readRequest([], environment).target, { url: "https://a.example/dev", apiKey: "k" });
    assert.equal(readRequest(["--reporter", "dot"], {}).target, undefined);
  });

  for (const [what, args, message] of [
    [
      "an invalid URL",
      ["--url", "abc.example/dev", "--api-key", "k"],
      /^--url abc\.example\/dev: give the API's base URL/,
    ],
    ["no URL", ["--url"], /^--url: give the API's base URL/],
    ["a missing key", ["--url", "https://a.example/dev"], /^--api-key is missing: aws apigateway get-api-key/],
  ] as const) {
    it(`refuses ${what} in one line`, async () => {
      assert.throws(() => readRequest(args, {}), { name: "Error", message });
    });
  }

  it("names what does not answer, or is another API, in one line", async () => {
    const server = http.createServer((_request, response) => response.writeHead(403).end()).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/dev`;
    assert.deepEqual(await run("--url", url, "--api-key", "k"), {
      code: 1,
      output: `--url ${url}: GET ${url}/topics answers 403, as API Gateway does for a wrong stage or another API\n`,
    });
    await new Promise((resolve) => server.close(resolve));
    assert.deepEqual(await run("--url", url, "--api-key", "k"), {
      code: 1,
      output: `--url ${url}: nothing answers there (ECONNREFUSED)\n`,
    });
  });

  it("skips at a deployed API what is in any file but that of the routes, unless a test of it needs no more than the API", () => {
    const files = readdirSync("tests/acceptance", { recursive: true, encoding: "utf8" });
    const blackBox = files
      .filter((file) => file.endsWith(".test.ts"))
      .filter((file) => !/localApp|needsLocalhost/.test(readFileSync(`tests/acceptance/${file}`, "utf8")));
    assert.deepEqual(blackBox, ["routes.test.ts"]);
  });

  it("calls the API at the URL, and skips what looks into localhost", async () => {
    const { url, apiKey } = await app();
    const grep = ["--grep", "GET /topics lists|answers from the private service|names a busy port"];
    const { code, output } = await run("--url", url, "--api-key", apiKey, ...grep, "--reporter", "dot");
    assert.equal(code, 0, output);
    assert.match(output, /^ *2 passing /m);
    assert.match(output, /^ *1 pending$/m);
  });

  it("signs a request as a route with IAM authorization wants it", async () => {
    const { AWS_ACCESS_KEY_ID: accessKeyId = "test", AWS_SECRET_ACCESS_KEY: secretAccessKey = "test" } = process.env;
    const sessionToken = process.env.AWS_SESSION_TOKEN;
    const gateway = createGateway(IAM_DOCUMENT, {
      stage: "dev",
      accessControl: { accessKeys: [{ accessKeyId, secretAccessKey, sessionToken }] },
    });
    after(() => gateway.close());
    const url = `${await gateway.listen(0)}/signed?b=2&a=1`;
    const body = { text: "é" };
    assert.equal((await call(url, "POST", body, signatureOf(url, "POST", body))).status, 200);
    assert.equal((await call(url, "POST", { text: "e" }, signatureOf(url, "POST", body))).status, 403);
    assert.deepEqual((await call(url, "POST", body)).json, { message: "Missing Authentication Token" });
  });
});

const IAM_DOCUMENT = {
  openapi: "3.0.1",
  info: { title: "signed", version: "1" },
  paths: {
    "/signed": {
      post: {
        security: [{ sigv4: [] }],
        responses: { 200: { description: "signed" } },
        "x-amazon-apigateway-integration": {
          type: "mock",
          requestTemplates: { "application/json": '{"statusCode": 200}' },
          responses: { default: { statusCode: "200" } },
        },
      },
    },
  },
  components: {
    securitySchemes: {
      sigv4: { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" },
    },
  },
};

function run(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ["--conditions=source", "--import", "tsx", "tests/acceptance/run.ts", ...args]);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk;
    });
  }
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output })));
}
