import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { render } from "local-api-gateway/vtl";
import { type Program, runProgram } from "pulumi-localhost/program";
import { parse, stringify } from "yaml";
import type { OpenApiDocument } from "../../components/openapi.ts";
import { templateResponse } from "../../components/testing/requests.ts";
import { devStack, integrationOf, operations } from "./stack.ts";

describe("the stack's outputs", () => {
  it("says where everything is", async () => {
    const program = await devStack();
    assert.equal(program.outputs.url, "http://localhost:3000/dev");
    assert.equal((program.outputs.routes as unknown[]).length, 11);
    for (const name of ["queueUrl", "deadLetterQueueUrl", "tableName", "visitorsTableName"]) {
      assert.equal(typeof program.outputs[name], "string", name);
    }
    for (const name of ["topicArn", "announcementsTopicArn"]) {
      assert.match(String(program.outputs[name]), /^arn:aws:sns:/, name);
    }
    assert.match(String(program.outputs.attachmentsBucketArn), /^arn:aws:s3:::attachments-bucket$/);
    assert.equal(typeof program.outputs.streamName, "string");
    assert.equal(typeof program.outputs.apiKeyId, "string");
  });
});

/** The whole stack with the defaults of `Pulumi.yaml`, but for a second origin. */
describe("the stack without its hourly prices", () => {
  const directory = mkdtempSync(path.join(tmpdir(), "contact-us-"));
  let program: Program;
  before(async () => {
    const project = parse(readFileSync("Pulumi.yaml", "utf8"));
    const config = { allowedOrigins: ["https://a.example", "https://b.example"] };
    writeFileSync(path.join(directory, "Pulumi.yaml"), stringify({ ...project, main: process.cwd() }));
    writeFileSync(path.join(directory, "Pulumi.plain.yaml"), stringify({ config }));
    program = await runProgram({ stack: "plain", directory });
  });
  after(() => rmSync(directory, { recursive: true }));

  it("builds neither network nor stream, nor their routes", () => {
    assert.deepEqual(
      Object.keys(program.document.paths).filter((route) => /support|events/.test(route)),
      [],
    );
    assert.deepEqual(
      program.resources.filter(({ type }) => /^aws:(ec2|lb|autoscaling|kinesis)|^awsx|vpcLink/.test(type)),
      [],
    );
    assert.equal(program.outputs.streamName, null);
  });

  it("lets each of several origins read an answer", () => {
    for (const [route, operation] of operations(program.document as OpenApiDocument)) {
      const { type, responses = {} } = integrationOf(operation);
      if (type.endsWith("_proxy")) continue;
      for (const { responseTemplates } of Object.values(responses)) {
        const [source] = Object.values(responseTemplates ?? {});
        assert(source !== undefined, route);
        const { responseOverride } = render(
          source,
          templateResponse("{}", { headers: { origin: "https://b.example" } }),
        );
        assert.equal(responseOverride?.header?.["Access-Control-Allow-Origin"], "https://b.example", route);
      }
    }
  });
});
