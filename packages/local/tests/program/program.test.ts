import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { type Program, runProgram } from "../../src/program/program.ts";

const directory = fileURLToPath(new URL("./fixtures/project", import.meta.url));

describe("a program without a cloud", function () {
  this.timeout(90_000);
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
      program.document["x-function"],
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

describe("a program that cannot run", function () {
  this.timeout(60_000);

  it("says why", async () => {
    await assert.rejects(runProgram({ stack: "nope", directory }), {
      message: "There is no Pulumi.nope.yaml. Stacks for --stack: dev, locked.",
    });
  });
});
