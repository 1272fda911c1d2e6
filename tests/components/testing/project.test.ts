import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { readProject } from "../../../components/testing/project.ts";

describe("a project's files", () => {
  let directory: string;
  const write = (file: string, content: object | string) => {
    const text = typeof content === "string" ? content : stringify(content);
    mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    writeFileSync(path.join(directory, file), text);
  };
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "project-"));
    write("Pulumi.yaml", {
      name: "shop",
      runtime: { name: "nodejs", options: { packagemanager: "npm" } },
      config: {
        greeting: { type: "string", default: "hello" },
        password: { type: "string", secret: true, default: "p" },
        mailUrl: "https://mail.example",
        unset: { type: "string" },
        "aws:region": "eu-west-1",
      },
    });
    write("index.ts", "");
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("name the file, the line and the column of what is not YAML, and a file without names", () => {
    write("Pulumi.dev.yaml", "config:\n  greeting: a: b\n");
    assert.throws(
      () => readProject(directory, "dev"),
      /^Error: \/.*\/Pulumi\.dev\.yaml: [^\n]+ at line 2, column \d+$/,
    );
    write("Pulumi.dev.yaml", "- greeting\n");
    assert.throws(
      () => readProject(directory, "dev"),
      /^Error: \/.*\/Pulumi\.dev\.yaml: expected settings by name, such as "config:"$/,
    );
  });

  it("give the defaults, then the stack's values, as text by full key", () => {
    write("Pulumi.one.yaml", { config: { "shop:greeting": "good day", origins: ["a", "b"] }, localhost: { x: 1 } });
    const project = readProject(directory, "one");
    assert.equal(project.name, "shop");
    assert.deepEqual(project.config, {
      "shop:greeting": "good day",
      "shop:password": "p",
      "shop:mailUrl": "https://mail.example",
      "aws:region": "eu-west-1",
      "shop:origins": '["a","b"]',
    });
    assert.deepEqual(project.secretKeys, ["shop:password"]);
    assert.deepEqual(project.stackFile.localhost, { x: 1 });
  });

  it("give the defaults to a stack without a file", () => {
    assert.equal(readProject(directory, "none").config["shop:greeting"], "hello");
  });

  for (const [what, files, main] of [
    ["its index.ts", {}, "index.ts"],
    ["what its package.json says", { "package.json": '{"main": "app/api.ts"}', "app/api.ts": "" }, "app/api.ts"],
    ["its index.ts when what package.json says is not built", { "package.json": '{"main": "bin/api.js"}' }, "index.ts"],
  ] as const) {
    it(`run ${what}`, () => {
      for (const [file, text] of Object.entries(files)) write(file, text);
      assert.equal(readProject(directory, "one").main, path.join(directory, main));
    });
  }

  it("run what Pulumi.yaml says, a folder or a file", () => {
    write("infra/index.ts", "");
    for (const main of ["infra", "infra/index.ts"]) {
      write("Pulumi.yaml", { name: "shop", runtime: "nodejs", main });
      const project = readProject(directory, "one");
      assert.equal(project.main, path.join(directory, "infra/index.ts"));
      assert.equal(project.folder, path.join(directory, "infra"));
    }
  });

  it("name the encrypted value, the missing project, the other runtime and the missing program", () => {
    write("Pulumi.locked.yaml", { config: { "shop:greeting": { secure: "v1:abc" } } });
    assert.throws(() => readProject(directory, "locked"), {
      message: "Pulumi.locked.yaml: shop:greeting is encrypted and cannot be read here. Choose another stack.",
    });
    assert.throws(() => readProject(`${directory}/no`, "one"), {
      message: `There is no Pulumi.yaml in ${directory}/no: name the project's folder.`,
    });
    write("Pulumi.yaml", { name: "shop", runtime: "python" });
    assert.throws(() => readProject(directory, "one"), { message: /the runtime is python, and only nodejs/ });
    write("Pulumi.yaml", { name: "shop", runtime: "nodejs", main: "nowhere" });
    assert.throws(() => readProject(directory, "one"), { message: /^There is no program in .*nowhere/ });
  });
});
