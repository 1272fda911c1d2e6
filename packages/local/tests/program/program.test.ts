import assert from "node:assert/strict";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Program, runProgram } from "../../src/program/program.ts";

const directory = fileURLToPath(new URL("./fixtures/project", import.meta.url));

describe("a program without a cloud", () => {
  let program: Program;
  before(async () => {
    const queueUrl = "http://localhost:3001";
    program = await runProgram({ stack: "dev", directory, url: "http://localhost:3000", queueUrl, apiKey: "the-key" });
  });
  const resource = (name: string) => program.resources.find((one) => one.name === name) as Program["resources"][number];

  it("gives its outputs", () => {
    assert.deepEqual(program.outputs, {
      url: "http://localhost:3000/v1",
      queueUrl: "http://localhost:3001/000000000000/letters",
      region: "us-east-1",
      apiKey: "the-key",
    });
  });

  it("gives its document with all values known", () => {
    const arn = "arn:aws:lambda:us-east-1:000000000000:function:reader";
    assert.equal(
      program.document.paths["/"].get["x-amazon-apigateway-integration"].uri,
      `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`,
    );
  });

  it("names a FIFO queue as the provider does", () => {
    assert.equal(resource("orders").outputs.url, "http://localhost:3001/000000000000/orders.fifo");
  });

  it("gives its resources with config, secrets and archives in the clear", () => {
    assert.deepEqual(JSON.parse(resource("letters").inputs.redrivePolicy), {
      deadLetterTargetArn: "arn:aws:sqs:us-east-1:000000000000:failed",
      maxReceiveCount: 3,
    });
    assert.deepEqual(resource("reader").inputs.environment.variables, {
      GREETING: "good day",
      QUEUE_URL: "http://localhost:3001/000000000000/letters",
      KEY: "s3cret",
    });
    assert.deepEqual(Object.keys(resource("reader").inputs.code.files), ["index.mjs"]);
  });
});

describe("a program that cannot run", () => {
  let folder: string;
  const write = (file: string, text: string) => writeFileSync(path.join(folder, file), text);
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "program-"));
    write("Pulumi.yaml", "{ name: shop, runtime: nodejs }");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("names the setting that it needs, and where to put it", async () => {
    symlinkSync(path.resolve("node_modules"), path.join(folder, "node_modules"));
    write("index.ts", 'import { Config } from "@pulumi/pulumi";\nnew Config().require("topic");');
    await assert.rejects(runProgram({ directory: folder }), {
      message: `The program needs the setting shop:topic: npm start -- --cwd ${folder} --config shop:topic=VALUE, or put it into Pulumi.local.yaml.`,
    });
  });

  it("names the line of a setting that is of the wrong type, and no line where the command line gave it", async () => {
    symlinkSync(path.resolve("node_modules"), path.join(folder, "node_modules"));
    write("index.ts", 'import { Config } from "@pulumi/pulumi";\nnew Config().requireNumber("rate");');
    write("Pulumi.local.yaml", "config:\n  shop:rate: fast\n");
    const message = "Configuration 'shop:rate' value 'fast' is not a valid number";
    const place = { file: path.join(folder, "Pulumi.local.yaml"), line: 2 };
    await assert.rejects(runProgram({ directory: folder }), { message, place });
    const given = { message, place: undefined };
    await assert.rejects(runProgram({ directory: folder, config: { rate: "fast" } }), given);
  });

  it("names the package that is not installed", async () => {
    write("index.ts", 'import { Config } from "@pulumi/pulumi";\nnew Config();');
    await assert.rejects(runProgram({ directory: folder }), {
      message: "The program imports @pulumi/pulumi, which is not installed: run npm install in its folder.",
    });
  });

  it("says why", async () => {
    await assert.rejects(runProgram({ stack: "nope", directory }), {
      message: "There is no Pulumi.nope.yaml. Stacks for --stack: dev, locked.",
    });
  });
});
