import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { createTemplateFiles, readTemplateFiles, SaveRefused } from "../../src/program/template-files.ts";

describe("a project's template files", () => {
  const directory = mkdtempSync(path.join(tmpdir(), "template-files-"));
  after(() => rmSync(directory, { recursive: true }));

  it("are found in its folders, not in those of others", () => {
    for (const file of [
      "a.vtl",
      "deep/er/b.vtl",
      "deep/b.txt",
      "node_modules/c.vtl",
      "deep/dist/d.vtl",
      ".git/e.vtl",
    ]) {
      mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
      writeFileSync(path.join(directory, file), `text of ${file}`);
    }
    assert.deepEqual(readTemplateFiles(directory), {
      "a.vtl": "text of a.vtl",
      "deep/er/b.vtl": "text of deep/er/b.vtl",
    });
  });
});

describe("what is saved from a page", () => {
  const parent = mkdtempSync(path.join(tmpdir(), "save-"));
  const directory = path.join(parent, "project");
  const TEXT = '{"statusCode": 200}\n';
  const OTHERS = [
    ...["../outside.vtl", "../elsewhere/a.vtl", ".git/a.vtl", ".hidden.d/a.vtl", "node_modules/a.vtl", "dist/a.vtl"],
    ...["index.ts", "a.txt", "a.vtl.js", "Pulumi.yaml", "package.json"],
  ];
  const document = {
    openapi: "3.0.1",
    info: { title: "a", version: "1" },
    paths: {
      "/a": {
        get: {
          "x-amazon-apigateway-integration": {
            type: "mock",
            requestTemplates: { "application/json": TEXT, "text/plain": '{"statusCode": 201}' },
          },
        },
      },
    },
  };
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    writeFileSync(path.join(directory, file), text);
  };
  const unchanged = () => {
    for (const file of OTHERS) assert.equal(readFileSync(path.join(directory, file), "utf8"), TEXT, file);
  };
  beforeEach(() => {
    for (const file of OTHERS) write(file, TEXT);
  });
  after(() => rmSync(parent, { recursive: true }));

  it("goes to a template's own file in the project, and to no other file with the same text", () => {
    const { save } = createTemplateFiles({ document, directory });
    assert.throws(() => save(TEXT, "x"), SaveRefused);
    unchanged();
    write("templates/mock.vtl", TEXT);
    assert.deepEqual(save(TEXT, "x"), { file: "templates/mock.vtl" });
    assert.equal(readFileSync(path.join(directory, "templates/mock.vtl"), "utf8"), "x\n");
    unchanged();
    rmSync(path.join(directory, "templates"), { recursive: true });
  });

  it("goes nowhere for a path, or any text that is not a template's", () => {
    const { save } = createTemplateFiles({ document, directory });
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        ...OTHERS,
        "/etc/passwd",
        path.join(directory, "index.ts"),
        "",
        ".",
        "..",
        "\0",
        "a\0.vtl",
        "__proto__",
      ),
      fc.constantFrom("constructor", "toString", "#set($a = 1)\n", `#set($a = 1)\n${"x"}`, '{"statusCode": 201}'),
    );
    fc.assert(
      fc.property(text, fc.string(), (source, template) => {
        assert.throws(() => save(source, template), SaveRefused);
      }),
      { numRuns: 30 },
    );
    unchanged();
  });

  it("does not follow a folder that became a link out of the project", () => {
    write("templates/mock.vtl", TEXT);
    const { save } = createTemplateFiles({ document, directory });
    renameSync(path.join(directory, "templates"), path.join(parent, "moved"));
    renameSync(path.join(parent, "moved/mock.vtl"), path.join(parent, "mock.vtl"));
    symlinkSync(parent, path.join(directory, "templates"), "junction");
    assert.throws(() => save(TEXT, "x"), /^Error: templates\/mock\.vtl is outside the project's folder\.$/);
    assert.equal(readFileSync(path.join(parent, "mock.vtl"), "utf8"), TEXT);
    rmSync(path.join(directory, "templates"));
    unchanged();
  });
});
