import assert from "node:assert/strict";
import type { OpenApiDocument, Operation } from "../../page/document/document.ts";
import { partsOf } from "../../page/parts.ts";
import type { Snapshot } from "../../src/api/wire.ts";
import { foreign } from "./documents.ts";

const nothing: Snapshot = { queues: [], tables: [], topics: [], streams: [], functions: [], failures: [] };
const post: Operation = {
  requestBody: { content: { "application/json": { schema: { type: "object" } } } },
  "x-amazon-apigateway-integration": { type: "mock" },
};
const contact: OpenApiDocument = { paths: { "/contact": { post }, "/contact/lambda": { post } } };

describe("the parts of the page", () => {
  it("are those that the API has routes for", () => {
    assert.deepEqual(partsOf(contact, nothing), ["contact", "explorer", "playground", "compare", "reference"]);
    assert.deepEqual(partsOf({ paths: { "/contact": { post } } }, nothing), [
      "contact",
      "explorer",
      "playground",
      "reference",
    ]);
    assert.deepEqual(partsOf(foreign, nothing), ["explorer", "playground", "reference"]);
    assert.deepEqual(partsOf(contact, nothing, true), ["contact", "explorer", "reference"]);
  });

  it("include the services if there are any, and while that is unknown", () => {
    const topics = [{ name: "pets", arn: "", published: [] }];
    assert.deepEqual(partsOf(foreign, { ...nothing, topics }), ["explorer", "playground", "services", "reference"]);
    assert.deepEqual(partsOf(foreign, undefined), ["explorer", "playground", "services", "reference"]);
  });
});
