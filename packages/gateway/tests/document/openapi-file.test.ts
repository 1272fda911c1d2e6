import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OpenApiFileError, readOpenApiFile } from "../../src/document/openapi-file.ts";

describe("readOpenApiFile", () => {
  const folder = mkdtempSync(join(tmpdir(), "openapi-file-"));
  const file = join(folder, "api");
  after(() => rmSync(folder, { recursive: true }));

  const readText = (text: string) => {
    writeFileSync(file, text);
    return readOpenApiFile(file);
  };
  const refuses = (text: string, message: string) =>
    assert.throws(() => readText(text), new OpenApiFileError(`${file}${message}`));

  it("reads JSON", () => {
    assert.deepEqual(readText('{"openapi": "3.0.1", "paths": {"/a": {}}}'), { openapi: "3.0.1", paths: { "/a": {} } });
  });

  it("reads YAML, a status as the text that JSON would have", () => {
    assert.deepEqual(readText("openapi: 3.0.1\npaths:\n  /a:\n    get: {responses: {200: {description: ok}}}\n"), {
      openapi: "3.0.1",
      paths: { "/a": { get: { responses: { "200": { description: "ok" } } } } },
    });
  });

  it("turns Swagger 2.0 into OpenAPI 3.0, its version a text or, in YAML, a number", () => {
    const converted = { openapi: "3.0.1", paths: {}, components: { schemas: { A: { type: "string" } } } };
    assert.deepEqual(readText('{"swagger": "2.0", "paths": {}, "definitions": {"A": {"type": "string"}}}'), converted);
    assert.deepEqual(readText("swagger: 2.0\npaths: {}\ndefinitions: {A: {type: string}}"), converted);
  });

  it("takes version 3.0 without a patch, in YAML a number", () => {
    for (const version of ["3.0", '"3.0"'])
      assert.equal(String(readText(`openapi: ${version}\npaths: {}`).openapi)[0], "3");
    refuses("openapi: 3.1\npaths: {}", ": version 3.1; API Gateway imports OpenAPI 3.0 and Swagger 2.0");
  });

  it("says at which line JSON is not valid", () => {
    refuses('{"openapi": "3.0.1",\n "paths": {,}}', ":2:12: Unexpected , in flow map");
    refuses('{"openapi": "3.0.1",\n "paths": {}', ":2:13: Flow map must end with a }");
  });

  it("follows YAML's merge keys, as API Gateway's parser does", () => {
    assert.deepEqual(readText("openapi: 3.0.1\nx-a: &a {b: 1, c: 2}\npaths:\n  /a: {<<: *a, c: 3}\n").paths, {
      "/a": { b: 1, c: 3 },
    });
  });

  it("says at which line YAML is not valid", () => {
    refuses("openapi: 3.0.1\npaths:\n  - a\n b: 1\n", ":4:1: All mapping items must start at the same column");
    refuses("openapi: 3.0.1\nopenapi: 3.0.1\n", ":2:1: Map keys must be unique");
  });

  it("refuses a tag whose value only CloudFormation knows", () => {
    refuses("openapi: 3.0.1\nx: !Sub a\n", ":2:4: Unresolved tag: !Sub");
  });

  it("refuses what is no OpenAPI document", () => {
    refuses("", ": not an OpenAPI document: its top level is not an object");
    refuses("[]", ": not an OpenAPI document: its top level is not an object");
    const versions = "API Gateway imports OpenAPI 3.0 and Swagger 2.0";
    refuses("a: 1", `: neither "openapi" nor "swagger" gives a version; ${versions}`);
    refuses("openapi: 3.1.0", `: version 3.1.0; ${versions}`);
  });

  it("says why it cannot read the file", () => {
    assert.throws(() => readOpenApiFile(join(folder, "none")), { message: `${join(folder, "none")}: no such file` });
    assert.throws(() => readOpenApiFile(folder), { message: `${folder}: a folder, not a file` });
  });
});
