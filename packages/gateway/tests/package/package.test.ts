import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { checkBudgets } from "../../../../tests/budgets.ts";
import { documentOf, mock } from "../exchange.ts";

const folder = fileURLToPath(new URL("../..", import.meta.url));
const modules = path.join(folder, "../../node_modules");
const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

describe("the package", () => {
  let project: string;
  let bytes: number;
  const run = (args: string[]) => execFileSync(process.execPath, args, { cwd: project, encoding: "utf8" });

  before(() => {
    project = mkdtempSync(path.join(tmpdir(), "local-api-gateway-"));
    const packed = execFileSync(npm, ["pack", "--silent", "--pack-destination", project], {
      cwd: folder,
      encoding: "utf8",
    });
    bytes = statSync(path.join(project, packed.trim())).size;
    const installed = path.join(project, "node_modules", manifest.name);
    mkdirSync(installed, { recursive: true });
    execFileSync("tar", ["-xzf", path.join(project, packed.trim()), "-C", installed, "--strip-components", "1"]);
    // As npm would install them, but without asking the registry.
    for (const name of Object.keys(manifest.dependencies)) {
      mkdirSync(path.dirname(path.join(project, "node_modules", name)), { recursive: true });
      symlinkSync(path.join(modules, name), path.join(project, "node_modules", name), "junction");
    }
    writeFileSync(path.join(project, "package.json"), JSON.stringify({ type: "module" }));
    writeFileSync(path.join(project, "api.json"), JSON.stringify(documentOf({ "GET /hello": mock("hello") })));
  });
  after(() => rmSync(project, { recursive: true, force: true }));

  it("keeps to its budget of packed bytes", () => checkBudgets("local-api-gateway, packed", { bytes }));

  it("holds what a user needs, and neither sources nor tests", () => {
    const listed = JSON.parse(
      execFileSync(npm, ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: folder, encoding: "utf8" }),
    );
    const files: string[] = listed[0].files.map((file: { path: string }) => file.path);
    for (const wanted of [
      "README.md",
      "CHANGELOG.md",
      "LICENSE",
      "bin/local-api-gateway.js",
      "dist/index.js",
      "dist/index.d.ts",
    ]) {
      assert.equal(files.includes(wanted), true, wanted);
    }
    assert.deepEqual(
      files.filter((file) => !/^(package\.json|README\.md|CHANGELOG\.md|LICENSE|bin\/|dist\/)/.test(file)),
      [],
    );
  });

  it("is used as a library from plain JavaScript", () => {
    const script = `
      import { createGateway, readOpenApiFile } from "${manifest.name}";
      import { render } from "${manifest.name}/vtl";
      import { formatExecutionLog } from "${manifest.name}/trace";
      const traces = [];
      const gateway = createGateway(readOpenApiFile("api.json"), { stage: "dev", onTrace: (trace) => traces.push(trace) });
      const url = await gateway.listen(0);
      console.log(await (await fetch(url + "/hello")).text());
      console.log(formatExecutionLog(traces[0]).split("\\n").length > 5);
      await gateway.close();
      const scope = { kind: "request", body: '{"a":1}', method: "GET", path: "/", resourcePath: "/", pathParameters: {},
        query: {}, headers: {}, stageVariables: {}, context: {} };
      console.log(render("$input.json('$.a')", scope).body);`;
    assert.equal(run(["--input-type=module", "--eval", script]), "hello\ntrue\n1\n");
  });

  it("is used as a command", async () => {
    const bin = path.join(project, "node_modules", manifest.name, manifest.bin["local-api-gateway"]);
    const child = spawn(process.execPath, [bin, "--openapi", "api.json", "--port", "0"], { cwd: project });
    let url: string | undefined;
    for await (const line of createInterface({ input: child.stdout })) {
      url = /http:\/\/\S+/.exec(line)?.[0];
      if (url) break;
    }
    assert.equal(await (await fetch(`${url}/hello`)).text(), "hello");
    child.kill("SIGTERM");
    await once(child, "exit");
    assert.match(run([bin, "--help"]), /Usage: local-api-gateway --openapi FILE/);
  });

  it("has types that compile with TypeScript's defaults", () => {
    writeFileSync(
      path.join(project, "consumer.ts"),
      `import { createGateway, type Gateway, type GatewayOptions } from "${manifest.name}";
       import { type CompiledTemplate, compile } from "${manifest.name}/vtl";
       import type { Trace } from "${manifest.name}/trace";
       const options: GatewayOptions = { stage: "dev", onTrace: (trace: Trace) => console.log(trace.requestId) };
       export const gateway: Gateway = createGateway({}, options);
       export const template: CompiledTemplate = compile("text");
       // @ts-expect-error: a stage is text
       createGateway({}, { stage: 1 });`,
    );
    const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
    run([tsc, "--strict", "--noEmit", "--module", "nodenext", "--target", "es2023", "--types", "node", "consumer.ts"]);
  });
});
