import assert from "node:assert/strict";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { eventually } from "../../../../tests/acceptance/client.ts";
import { keptProgram, type ProgramOptions, runProgram } from "../../src/program/program.ts";

/** Hidden, so that no server of this repository takes it for a part of its program. */
const beside = fileURLToPath(new URL(".kept-", import.meta.url));

const INDEX = `
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { LambdaFunction } from "api-gateway-integrations";
import { api } from "./component.ts";

const config = new pulumi.Config();
new LambdaFunction("hello", { entry: "handler.ts", logRetentionDays: 7 });
api(readFileSync("answer.vtl", "utf8"));
export const greeting = [process.env.GREETING, config.get("name"), readFileSync("../outside.txt", "utf8")].join(" ");
`;
const COMPONENT = `
import * as aws from "@pulumi/aws";
export function api(template: string) {
  const integration = { type: "mock", responses: { default: { statusCode: "200", responseTemplates: { "a/b": template } } } };
  const get = { responses: {}, "x-amazon-apigateway-integration": integration };
  new aws.apigateway.RestApi("api", {
    body: JSON.stringify({ openapi: "3.0.1", info: { title: "kept" }, paths: { "/": { get } } }),
  });
}
`;

describe("a kept run of a program", () => {
  const folder = mkdtempSync(beside);
  const directory = path.join(folder, "project");
  const place = (file: string) => path.join(directory, file);
  const write = (file: string, text: string) => writeFileSync(place(file), text);
  const options: ProgramOptions = { directory, keep: true, url: "http://localhost:1", queueUrl: "http://localhost:2" };
  const runs = path.join(folder, "cache/pulumi-localhost/runs");
  const { XDG_CACHE_HOME: cache } = process.env;

  before(async () => {
    process.env.XDG_CACHE_HOME = path.join(folder, "cache");
    mkdirSync(directory);
    write(
      "Pulumi.yaml",
      "name: kept\nruntime: nodejs\nconfig:\n  name: Ada\n  password: { default: '', secret: true }\n",
    );
    write("package.json", '{ "type": "module" }');
    write("index.ts", INDEX);
    write("component.ts", COMPONENT);
    write("answer.vtl", "{}");
    write("handler.ts", 'export { handler } from "../shared.ts";\n');
    write("../shared.ts", "export const handler = async () => 'hello';\n");
    write("../outside.txt", "and others");
    process.env.GREETING = "hello";
    const program = await runProgram(options);
    await eventually(async () => keptProgram(options) !== undefined);
    assert.deepEqual(keptProgram(options), program);
  });
  after(() => {
    rmSync(folder, { recursive: true });
    delete process.env.GREETING;
    if (cache === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = cache;
  });

  for (const [what, file] of Object.entries({
    "the program": "index.ts",
    "a module of it": "component.ts",
    "a mapping template": "answer.vtl",
    "a handler": "handler.ts",
    "a module that a handler imports from another folder": "../shared.ts",
    "a file that it reads from another folder": "../outside.txt",
    "the project's settings": "Pulumi.yaml",
    "its package": "package.json",
  })) {
    it(`is not used after a change of ${what}, and is again when that is undone`, () => {
      const before = readFileSync(place(file));
      writeFileSync(place(file), `${before} `);
      assert.equal(keptProgram(options), undefined);
      writeFileSync(place(file), before);
      assert.notEqual(keptProgram(options), undefined);
    });
  }

  for (const file of ["Pulumi.local.yaml", "new.ts", "new.vtl"]) {
    it(`is not used with ${file}, which was not there`, () => {
      write(file, "");
      assert.equal(keptProgram(options), undefined);
      rmSync(place(file));
      assert.notEqual(keptProgram(options), undefined);
    });
  }

  it("is used after a change of what no program reads", () => {
    write("README.md", "# Kept");
    write("index.ts~", "");
    const later = new Date(Date.now() + 10_000);
    utimesSync(place("index.ts"), later, later);
    assert.notEqual(keptProgram(options), undefined);
  });

  it("is not used with another value of an environment variable that the program reads", () => {
    for (const value of ["good day", undefined]) {
      if (value === undefined) delete process.env.GREETING;
      else process.env.GREETING = value;
      assert.equal(keptProgram(options), undefined);
    }
    process.env.GREETING = "hello";
    process.env.KEPT_RUN_OTHER = "1";
    assert.notEqual(keptProgram(options), undefined);
    delete process.env.KEPT_RUN_OTHER;
  });

  it("is not used with other settings or for another address", () => {
    assert.equal(keptProgram({ ...options, config: { name: "Grace" } }), undefined);
    assert.equal(keptProgram({ ...options, url: "http://localhost:3" }), undefined);
    assert.equal(keptProgram({ ...options, stack: "dev" }), undefined);
  });

  it("is for this user alone, and is ignored when its file is damaged", () => {
    const [name = ""] = readdirSync(runs);
    const file = path.join(runs, name);
    const content = readFileSync(file);
    const damaged = Buffer.from(content);
    damaged[content.length - 100] = (content[content.length - 100] ?? 0) ^ 1;
    for (const text of [content.subarray(0, 1000), "", damaged]) {
      writeFileSync(file, text);
      assert.equal(keptProgram(options), undefined);
    }
    writeFileSync(file, content);
    assert.notEqual(keptProgram(options), undefined);
    if (process.platform !== "win32") assert.equal(statSync(file).mode & 0o777, 0o600);
  });

  for (const [what, secret] of Object.entries({
    "an API key of the environment": { variable: "KEPT_API_KEY" },
    "a secret setting of the command line": { config: { password: "secret" } },
    "an answer from the network": { program: 'await fetch("http://127.0.0.1:40404").catch(() => {});' },
    "another program": { program: 'import { execSync } from "node:child_process";\nexecSync("node --version");' },
  } satisfies Record<string, { variable?: string; config?: Record<string, string>; program?: string }>)) {
    it(`is not made of a run with ${what}`, async () => {
      const {
        variable,
        config,
        program = "",
      }: { variable?: string; config?: Record<string, string>; program?: string } = secret;
      write("index.ts", `${program}${INDEX}`);
      if (variable !== undefined) process.env[variable] = "secret";
      const kept = readdirSync(runs);
      const all = { ...options, config, url: "http://localhost:4" };
      await runProgram(all);
      // The process that ran it ends when it has kept what it is to keep.
      await ended();
      assert.deepEqual(readdirSync(runs), kept);
      write("index.ts", INDEX);
      if (variable !== undefined) delete process.env[variable];
    });
  }
});

const ended = () => eventually(async () => !process.getActiveResourcesInfo().includes("ProcessWrap"));
