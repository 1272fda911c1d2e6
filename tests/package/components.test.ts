import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkBudgets } from "../budgets.ts";
import { createProject } from "./project.ts";

const TEST = `
  import assert from "node:assert/strict";
  import { it } from "node:test";
  import { SqsIntegration } from "api-gateway-integrations/integrations/sqs";
  import { documentOf, operationOf, run, runProgram } from "api-gateway-integrations/testing";

  it("has a route to its queue, which it encrypts", async () => {
    const program = await run(() => import("./index.js"), { project: "fresh" });
    const { uri } = operationOf(documentOf(program), "POST /contact")["x-amazon-apigateway-integration"];
    assert.equal(uri, "arn:aws:apigateway:us-east-1:sqs:path/123456789012/contact-queue");
    assert.equal(program.inputs("aws:sqs/queue:Queue").sqsManagedSseEnabled, true);
  });

  it("refuses an integration's invalid arguments", async () => {
    await run(() =>
      assert.throws(() => new SqsIntegration("fifo", { model: "M", messageGroupId: "$x" }), /^Error: SqsIntegration "fifo"/),
    );
  });

  it("may fail in a test that expects it", async () => {
    const queue = { arn: "arn:aws:sqs:us-east-1:123456789012:inbox.fifo" };
    await assert.rejects(
      run(() => new SqsIntegration("fifo", { model: "M", queue })),
      /SqsIntegration "fifo": messageGroupId: expected a value/,
    );
  });

  it("runs as the project's program", async () => {
    const { names } = await runProgram(".");
    assert.deepEqual(names("aws:sqs/queue:Queue"), ["contact-queue"]);
  });
`;

/** The library as a person's project has it: packed, with the packages that it needs beside it. */
describe("the packed components", () => {
  const packed = mkdtempSync(path.join(tmpdir(), "packed-"));
  let bytes: number;

  before(() => {
    const pack = ["pack", "--workspace", "components", "--pack-destination", packed, "--json"];
    const [{ filename, size }] = JSON.parse(
      execFileSync("npm", pack, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
    );
    execFileSync("tar", ["-xzf", path.join(packed, filename), "-C", packed]);
    bytes = size;
  });
  after(() => rmSync(packed, { recursive: true }));

  it("keep to their budget of packed bytes", () => checkBudgets("api-gateway-integrations, packed", { bytes }));

  for (const esm of [false, true]) {
    it(`compile in a new project of ${esm ? "ES modules" : "CommonJS modules"}, and pass a unit test in it`, () => {
      const project = createProject(esm, ["@pulumi", "@types", "esbuild", "yaml"]);
      try {
        cpSync(path.join(packed, "package"), path.join(project.folder, "node_modules/api-gateway-integrations"), {
          recursive: true,
        });
        project.write("index.ts", readFileSync("examples/sqs-form/index.ts", "utf8"));
        project.write("index.test.ts", TEST);
        project.write("Pulumi.yaml", "name: fresh\nruntime: nodejs\nmain: bin/index.js\n");
        const { stdout: errors, status } = project.compile("index.ts", "index.test.ts");
        assert.deepEqual([errors, status], ["", 0]);
        const { stdout, status: failed } = project.node("--test", "--test-reporter=tap", "bin/index.test.js");
        assert.equal(failed, 0, stdout);
        assert.match(stdout, /^# pass 4$/m);
      } finally {
        project.remove();
      }
    });
  }
});
