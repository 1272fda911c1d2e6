import assert from "node:assert/strict";
import { forReading } from "../../../page/document/reading.ts";
import { foreign } from "../documents.ts";

describe("the document for people to read", () => {
  it("has no CORS preflights", () => {
    const paths = { "/pets": { get: { summary: "Pets" }, options: {} } };
    assert.deepEqual(forReading({ ...foreign, paths }).paths, { "/pets": { get: { summary: "Pets" } } });
  });

  it("has an example of each model, unless it has one already", () => {
    const media = (document: typeof foreign) =>
      document.paths["/orders/{shop}"]?.post?.requestBody?.content["application/json"];
    const example = { sku: "12345", count: 1, gift: { wrap: "paper" } };
    assert.deepEqual(media(forReading(foreign)), { ...media(foreign), example });
    const given = structuredClone(foreign);
    Object.assign(media(given) ?? {}, { example: { sku: "00000" } });
    assert.deepEqual(media(forReading(given)), media(given));
  });
});
