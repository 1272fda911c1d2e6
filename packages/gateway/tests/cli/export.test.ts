import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fetchExport } from "../../src/cli/export.ts";
import { UsageError } from "../../src/cli/options.ts";

describe("fetchExport", () => {
  const document = { openapi: "3.0.1", info: { title: "Greeter", version: "1" }, paths: {} };
  const stage: Record<string, unknown> = { stageName: "prod", variables: { greeting: "hi" } };
  const requested: (string | undefined)[] = [];
  const server = createServer((req, res) => {
    requested.push(req.url);
    res.setHeader("content-type", "application/json");
    if (req.url?.includes("/abc123/stages/prod/exports/oas30?")) res.end(JSON.stringify(document));
    else if (req.url === "/restapis/abc123/stages/prod") res.end(JSON.stringify(stage));
    else
      res
        .writeHead(404, { "x-amzn-errortype": "NotFoundException" })
        .end('{"message":"Invalid stage identifier specified"}');
  });
  const settings = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret", AWS_REGION: "us-east-1" };
  const before_ = { ...process.env };
  before(async () => {
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    Object.assign(process.env, settings, { AWS_ENDPOINT_URL_API_GATEWAY: `http://127.0.0.1:${port}` });
  });
  after(() => {
    for (const name of [...Object.keys(settings), "AWS_ENDPOINT_URL_API_GATEWAY"]) {
      if (before_[name] === undefined) delete process.env[name];
      else process.env[name] = before_[name];
    }
    server.closeAllConnections();
    server.close();
  });

  it("names the stage's settings that have no effect on this machine", async () => {
    const settings = {
      canarySettings: { percentTraffic: 10 },
      cacheClusterEnabled: true,
      methodSettings: { "*/*": { throttlingRateLimit: 100 } },
      webAclArn: "arn:aws:wafv2:us-east-1:111111111111:regional/webacl/a/1",
    };
    Object.assign(stage, settings);
    const { notices } = await fetchExport("abc123", "prod");
    for (const name of Object.keys(settings)) delete stage[name];
    assert.deepEqual(notices, [
      "the stage's canary gets no requests",
      "the stage's cache is off",
      "the stage's throttles are off",
      "the stage's web ACL is off",
    ]);
  });

  it("gives the export with all extensions of API Gateway, and the stage's variables", async () => {
    assert.deepEqual(await fetchExport("abc123", "prod"), {
      document,
      stageVariables: { greeting: "hi" },
      notices: [],
    });
    const [url] = requested.filter((each) => each?.includes("exports"));
    const parameters = new URL(url ?? "", "http://localhost").searchParams;
    assert.equal(parameters.get("extensions"), "integrations,authorizers,apigateway");
  });

  it("says in one line what API Gateway refuses", async () => {
    const message = "--rest-api-id abc123 --stage dev: Invalid stage identifier specified";
    await assert.rejects(fetchExport("abc123", "dev"), new UsageError(message));
  });

  it("says in one line how to install the SDK", async () => {
    const absent = () =>
      Promise.reject(Object.assign(new Error("Cannot find package"), { code: "ERR_MODULE_NOT_FOUND" }));
    const message = "--rest-api-id needs the AWS SDK: npm install @aws-sdk/client-api-gateway";
    await assert.rejects(fetchExport("abc123", "prod", absent), new UsageError(message));
  });
});
