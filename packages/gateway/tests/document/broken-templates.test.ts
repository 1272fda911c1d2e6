import assert from "node:assert/strict";
import { createGateway, describeBroken } from "../../src/index.ts";

const documentOf = (paths: Record<string, Record<string, { request: string; response: string }>>) => ({
  openapi: "3.0.1",
  info: { title: "pets" },
  paths: Object.fromEntries(
    Object.entries(paths).map(([path, methods]) => [
      path,
      Object.fromEntries(
        Object.entries(methods).map(([method, { request, response }]) => [
          method,
          {
            responses: { 200: { description: "" } },
            "x-amazon-apigateway-integration": {
              type: "mock",
              requestTemplates: { "application/json": request },
              responses: { default: { statusCode: "200", responseTemplates: { "application/json": response } } },
            },
          },
        ]),
      ),
    ]),
  ),
});
const brokenOf = (document: object, templateFiles: Record<string, string> = {}) =>
  createGateway(document, { stage: "dev", templateFiles }).brokenTemplates;

describe("the broken templates of a document", () => {
  it("are none where all compile", () => {
    assert.deepEqual(brokenOf(documentOf({ "/a": { get: { request: "{}", response: "$input.body" } } })), []);
  });

  it("are each named by route, place and line, below every path", () => {
    const good = "{}";
    const broken = brokenOf(
      documentOf({
        "/a": { get: { request: "\n#if(", response: good } },
        "/a/{id}/b": { post: { request: good, response: "#foreach(" } },
        "/{rest+}": { delete: { request: "#set(", response: good } },
      }),
    );
    assert.deepEqual(
      broken.map(({ place, line }) => [place, line]),
      [
        ["GET /a, request template application/json", 2],
        ["POST /a/{id}/b, 200 response template application/json", 1],
        ["DELETE /{rest+}, request template application/json", 1],
      ],
    );
    assert.match(
      describeBroken(broken[0] as (typeof broken)[0]),
      /^GET \/a, request template application\/json, line 2: \S/,
    );
  });

  it("are named once by the file that several methods have it from, with the line in the file", () => {
    const file = "{\n#if(";
    const broken = brokenOf(
      documentOf({
        "/a": { get: { request: file, response: "{}" }, put: { request: `#set($a = 1)\n${file}`, response: "{}" } },
      }),
      { "store.vtl": file },
    );
    assert.deepEqual(
      broken.map((each) => [each.file, each.line]),
      [["store.vtl", 2]],
    );
    assert.match(describeBroken(broken[0] as (typeof broken)[0]), /^store\.vtl:2: \S/);
  });
});
