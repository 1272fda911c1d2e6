import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseOptions, UsageError } from "../../src/cli/options.ts";

describe("parseOptions", () => {
  it("has defaults for all but the document", () => {
    assert.deepEqual(parseOptions(["--openapi", "api.json"]), {
      source: { openapi: "api.json" },
      port: 4000,
      host: "127.0.0.1",
      stage: "dev",
      stageVariables: {},
      apiKeys: [],
      accessControl: { accessKeys: [], allowUnsigned: false, jwks: {} },
      vpcLinks: {},
      upstreams: {},
      trace: false,
      strict: false,
      stub: false,
    });
  });

  it("takes stage variables and API keys more than once", () => {
    const args =
      "--openapi a --stage v1 --stage-variable a=1 --stage-variable b=x=y --api-key k --api-key l --vpc-link v=http://localhost:1 --upstream https://a.example=http://localhost:2 --trace --strict --stub --access-key AKIDEXAMPLE=a=b --allow-unsigned --jwks p=http://localhost:3/keys";
    assert.deepEqual(parseOptions([...args.split(" "), "--port", "0", "--host", "::1"]), {
      source: { openapi: "a" },
      port: 0,
      host: "::1",
      stage: "v1",
      stageVariables: { a: "1", b: "x=y" },
      apiKeys: ["k", "l"],
      accessControl: {
        accessKeys: [{ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "a=b" }],
        allowUnsigned: true,
        jwks: { p: "http://localhost:3/keys" },
      },
      vpcLinks: { v: "http://localhost:1" },
      upstreams: { "https://a.example": "http://localhost:2" },
      trace: true,
      strict: true,
      stub: true,
    });
  });

  it("takes a REST API in the place of a file", () => {
    const parsed = parseOptions(["--rest-api-id", "abc123", "--stage", "prod"]);
    assert.deepEqual(parsed !== "help" && parsed.source, { restApiId: "abc123" });
  });

  it("takes a user pool's keys from a file, a base path, and where requests seem to come from", () => {
    const file = join(mkdtempSync(join(tmpdir(), "jwks-")), "keys.json");
    writeFileSync(file, '{"keys": []}');
    const args = `--openapi a --base-path /shop --source-vpc vpc-1 --source-vpce vpce-1 --jwks us-east-1_a=${file}`;
    const options = parseOptions(args.split(" "));
    assert.ok(options !== "help");
    assert.equal(options.basePath, "shop");
    const { jwks, sourceVpc, sourceVpce } = options.accessControl;
    assert.deepEqual(
      { jwks, sourceVpc, sourceVpce },
      {
        jwks: { "us-east-1_a": { keys: [] } },
        sourceVpc: "vpc-1",
        sourceVpce: "vpce-1",
      },
    );
  });

  it("gives help before it asks for anything", () => {
    assert.equal(parseOptions(["--help"]), "help");
  });

  const mistakes: [string, string][] = [
    ["", "--openapi is missing: give the file of an OpenAPI document, or a REST API with --rest-api-id"],
    ["--openapi a --rest-api-id b", "--openapi and --rest-api-id: give one of them"],
    ["--openapi a --port 70000", "--port 70000: give a number from 0 to 65535"],
    ["--openapi a --base-path a?b", "--base-path a?b: letters, digits and -._~/ only"],
    [
      "--openapi a --jwks keys.json",
      "--jwks keys.json: give POOL=URL or POOL=FILE, for example us-east-1_abc=http://localhost:9229/us-east-1_abc/.well-known/jwks.json",
    ],
    ["--openapi a --port x", "--port x: give a number from 0 to 65535"],
    ["--openapi a --port=", "--port : give a number from 0 to 65535"],
    ["--openapi a --stage a/b", "--stage a/b: invalid stage name: give letters, digits, hyphens and underscores only"],
    [
      "--openapi a --stage-variable a",
      "--stage-variable a: give NAME=VALUE, in letters, digits and, in the value, -._~:/?#&=,",
    ],
    [
      "--openapi a --stage-variable a-b=1",
      "--stage-variable a-b=1: give NAME=VALUE, in letters, digits and, in the value, -._~:/?#&=,",
    ],
    ["--openapi a --vpc-link v", "--vpc-link v: give ID=URL, for example abc123=http://localhost:8080"],
    [
      "--openapi a --vpc-link v=localhost",
      "--vpc-link v=localhost: give ID=URL, for example abc123=http://localhost:8080",
    ],
    [
      "--openapi a --upstream https://a.example/x=http://localhost",
      "--upstream https://a.example/x=http://localhost: give ORIGIN=URL, for example https://api.example.com=http://localhost:8080",
    ],
    ["--openapi a --access-key secret", "--access-key: give ID=SECRET, for example AKIDEXAMPLE=secret"],
    ["--openapi a --jwks p=keys", "--jwks keys: ENOENT: no such file or directory, open 'keys'"],
    ["--openapi a --prot 1", "Unknown option '--prot', did you mean --port? --help lists the options"],
    ["--opnapi a", "Unknown option '--opnapi', did you mean --openapi? --help lists the options"],
    ["--openapi a --colour", "Unknown option '--colour'; --help lists the options"],
    ["--openapi", "Option '--openapi <value>' argument missing; --help lists the options"],
  ];
  for (const [line, message] of mistakes) {
    it(`refuses "${line}" in one line`, () => {
      const args = line.split(" ").filter((word) => word !== "");
      assert.throws(() => parseOptions(args), new UsageError(message));
    });
  }
});
