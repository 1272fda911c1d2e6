import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const PROGRAM = `
  import { RestApi, SqsIntegration } from "api-gateway-integrations";

  export const contact = new SqsIntegration("contact", { model: "Contact" });
  export const api = new RestApi("api", {
    description: "A contact form",
    stageName: "dev",
    routes: { "POST /contact": contact },
    models: { Contact: { type: "object" } },
    cors: { allowedOrigins: ["https://www.example.com"] },
    throttling: { rateLimit: 10, burstLimit: 20 },
    logRetentionDays: 30,
  });
`;

const TEST = `
  import { run } from "api-gateway-integrations/testing";
  import { SqsIntegration } from "api-gateway-integrations/integrations/sqs";

  run(() => import("./index.js"), { project: "fresh" }).then(({ inputs, result }) => {
    const { body } = inputs("aws:apigateway/restApi:RestApi");
    console.log(Object.keys(JSON.parse(body).paths).join(), result.contact instanceof SqsIntegration);
  });
`;

// What `pulumi new aws-typescript` writes, but for the name by which newer compilers know its module resolution.
const OPTIONS = {
  strict: true,
  target: "es2020",
  module: "commonjs",
  moduleResolution: "node",
  ignoreDeprecations: "6.0",
  outDir: "bin",
  experimentalDecorators: true,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  forceConsistentCasingInFileNames: true,
  types: ["node"],
};

/** The library as a person's project has it: packed, with the packages that it needs beside it. */
describe("the packed components", function () {
  this.timeout(300_000);
  const project = mkdtempSync(path.join(tmpdir(), "fresh-"));
  const run = (file: string) => spawnSync(process.execPath, [file], { cwd: project, encoding: "utf8" });

  before(() => {
    const modules = path.join(project, "node_modules");
    mkdirSync(modules);
    const pack = ["pack", "--workspace", "components", "--pack-destination", project, "--json"];
    const [{ filename }] = JSON.parse(
      execFileSync("npm", pack, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
    );
    execFileSync("tar", ["-xzf", path.join(project, filename), "-C", project]);
    cpSync(path.join(project, "package"), path.join(modules, "api-gateway-integrations"), { recursive: true });
    for (const name of ["@pulumi", "@types", "esbuild", "yaml"]) {
      symlinkSync(path.resolve("node_modules", name), path.join(modules, name));
    }
  });
  after(() => rmSync(project, { recursive: true }));

  it("compile in a project as Pulumi makes it, and run in it", () => {
    writeFileSync(path.join(project, "package.json"), "{}");
    writeFileSync(path.join(project, "index.ts"), PROGRAM);
    writeFileSync(path.join(project, "test.ts"), TEST);
    writeFileSync(
      path.join(project, "tsconfig.json"),
      JSON.stringify({ compilerOptions: OPTIONS, files: ["index.ts", "test.ts"] }),
    );
    const tsc = path.resolve("node_modules/typescript/bin/tsc");
    const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", project], { encoding: "utf8" });
    assert.deepEqual([stdout, status], ["", 0]);
    const { stdout: output, stderr } = run("bin/test.js");
    assert.deepEqual([output, stderr], ["/contact true\n", ""]);
  });

  it("run in a project of ES modules", () => {
    writeFileSync(path.join(project, "package.json"), '{"type": "module"}');
    writeFileSync(path.join(project, "index.js"), PROGRAM);
    writeFileSync(path.join(project, "test.js"), TEST);
    const { stdout, stderr } = run("test.js");
    assert.deepEqual([stdout, stderr], ["/contact true\n", ""]);
  });
});
