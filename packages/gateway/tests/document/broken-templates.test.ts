import assert from "node:assert/strict";
import { createGateway, describeBroken } from "../../src/index.ts";
import { documentOf, mock } from "../exchange.ts";

const templates = (request: string, response: string) =>
  mock(response, { requestTemplates: { "application/json": request } });
const brokenOf = (document: object, templateFiles: Record<string, string> = {}) =>
  createGateway(document, { stage: "dev", templateFiles }).brokenTemplates;

describe("the broken templates of a document", () => {
  it("are none where all compile", () => {
    assert.deepEqual(brokenOf(documentOf({ "GET /a": templates("{}", "$input.body") })), []);
  });

  it("are each named by route, place and line, below every path", () => {
    const good = "{}";
    const broken = brokenOf(
      documentOf({
        "GET /a": templates("\n#if(", good),
        "POST /a/{id}/b": templates(good, "#foreach("),
        "DELETE /{rest+}": templates("#set(", good),
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
        "GET /a": templates(file, "{}"),
        "PUT /a": templates(`#set($a = 1)\n${file}`, "{}"),
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
