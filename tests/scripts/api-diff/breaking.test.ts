import assert from "node:assert/strict";
import { breakingChanges } from "../../../scripts/api-diff/breaking.ts";
import type { Json } from "../../../scripts/api-diff/json.ts";
import { documentWith, TEMPLATE } from "./documents.ts";

const BASE = documentWith({});

/** The breaking changes when the document becomes this one, without the route's name. */
function changes(change: Parameters<typeof documentWith>[0], base: Json = BASE): string[] {
  return breakingChanges(base, documentWith(change)).map((sentence) => sentence.replace(/^POST \/notes: /, ""));
}

/** The model with other or more keywords for one property. */
function property(name: string, schema: Json): { model: Json } {
  return { model: { properties: { ...modelProperties(), [name]: schema } } };
}

function modelProperties(): Json {
  const { components } = BASE as { components: { schemas: { Note: { properties: Json } } } };
  return components.schemas.Note.properties;
}

const header = { name: "X-Client", in: "header", required: true, schema: { type: "string" } };
const page = { name: "page", in: "query", schema: { type: "string", maxLength: 10 } };

describe("breaking changes", () => {
  it("finds none between a document and itself", () => {
    assert.deepEqual(breakingChanges(BASE, BASE), []);
  });

  it("finds none in a new route, an optional parameter or property, a wider limit and another summary", () => {
    const open = { type: "string", minLength: 1, maxLength: 200 };
    const wider = documentWith({
      operation: {
        summary: "Leave us a note",
        parameters: [
          { ...page, schema: { type: "string" } },
          { ...header, required: false },
          { ...page, name: "lang" },
        ],
        responses: { ...(responses() as Json), "409": { description: "Twice" } },
      },
      model: {
        properties: { ...modelProperties(), text: open, kind: { type: ["string", "null"] }, more: open },
        required: [],
      },
    });
    const paths = { ...(wider.paths as Json), "/other": { get: {} } };
    assert.deepEqual(breakingChanges(BASE, { ...wider, paths }), []);
  });

  it("names a removed route", () => {
    assert.deepEqual(breakingChanges(BASE, { ...BASE, paths: {} }), ["POST /notes is removed"]);
  });

  it("takes ANY of the same path for the route", () => {
    const { post } = (BASE.paths as { "/notes": { post: Json } })["/notes"];
    const paths = { "/notes": { "x-amazon-apigateway-any-method": post } };
    assert.deepEqual(breakingChanges(BASE, { ...BASE, paths }), []);
    assert.deepEqual(breakingChanges({ ...BASE, paths }, BASE), ["ANY /notes is removed"]);
  });

  it("names a key or an authorization that callers now need", () => {
    assert.deepEqual(changes({ operation: { security: [{ api_key: [] }] } }), ["now needs api_key"]);
    assert.deepEqual(changes({ security: [{ api_key: [], iam: [] }] }), ["now needs api_key and iam"]);
    const keyed = documentWith({ operation: { security: [{ api_key: [] }] } });
    assert.deepEqual(changes({ operation: { security: [{ iam: [] }] } }, keyed), ["now needs iam instead of api_key"]);
  });

  it("finds nothing in a security that is dropped or has one more alternative", () => {
    const keyed = documentWith({ operation: { security: [{ api_key: [] }] } });
    assert.deepEqual(changes({}, keyed), []);
    assert.deepEqual(changes({ operation: { security: [{ api_key: [] }, { iam: [] }] } }, keyed), []);
    assert.deepEqual(changes({ operation: { security: [{ api_key: [] }, {}] } }), []);
  });

  it("names a parameter that is now required", () => {
    assert.deepEqual(changes({ operation: { parameters: [{ ...page, required: true }, header] } }), [
      "query parameter page is now required",
    ]);
    assert.deepEqual(changes({ operation: { parameters: [page, header, { ...header, name: "X-New" }] } }), [
      "header parameter X-New is now required",
    ]);
  });

  it("names a parameter that takes less", () => {
    assert.deepEqual(
      changes({ operation: { parameters: [{ ...page, schema: { type: "string", maxLength: 5 } }, header] } }),
      ["query parameter page: maxLength is now 5 instead of 10"],
    );
  });

  it("names a body that is now required, and a content type that is gone", () => {
    const requestBody = { ...(operation().requestBody as Json), required: true };
    const integration = {
      ...(operation()["x-amazon-apigateway-integration"] as Json),
      requestTemplates: { "application/json": TEMPLATE },
    };
    assert.deepEqual(changes({ operation: { requestBody, "x-amazon-apigateway-integration": integration } }), [
      "a body is now required",
      "no longer takes text/plain",
    ]);
  });

  it("names a status and a header that are no longer answered", () => {
    assert.deepEqual(changes({ operation: { responses: { "202": { description: "Taken" } } } }), [
      "its 202 no longer has the header X-Id",
      "no longer answers 400",
    ]);
  });

  it("names what a model refuses now", () => {
    assert.deepEqual(changes(property("text", { type: "string", minLength: 3, maxLength: 50, pattern: "^a" })), [
      "property text: maxLength is now 50 instead of 100",
      "property text: minLength is now 3 instead of 1",
      'property text: pattern is now "^a"',
    ]);
    assert.deepEqual(changes(property("kind", { type: "string", enum: ["idea"] })), [
      'property kind: "fault" is no longer allowed',
    ]);
    assert.deepEqual(changes(property("text", { type: "integer", enum: [1] })), [
      "property text: type is now integer instead of string",
      "property text: only 1 is now allowed",
    ]);
    assert.deepEqual(
      changes(property("tags", { type: "array", maxItems: 3, items: { type: "string", maxLength: 4 } })),
      ["property tags: maxItems is now 3", "an item of property tags: maxLength is now 4 instead of 5"],
    );
    assert.deepEqual(changes({ model: { required: ["text", "kind"] } }), [
      "the body: the property kind is now required",
    ]);
    const { tags: _, ...fewer } = modelProperties();
    assert.deepEqual(changes({ model: { properties: fewer, additionalProperties: false } }), [
      "the body: unknown properties are now refused",
      "the body: the property tags is now refused",
    ]);
  });

  it("ends at a model that refers to itself", () => {
    const self = { $ref: "#/components/schemas/Note" };
    const before = documentWith(property("answer", self));
    const after = documentWith({ model: { properties: { ...modelProperties(), answer: self }, maxProperties: 3 } });
    assert.equal(breakingChanges(before, after)[0], "POST /notes: the body: maxProperties is now 3");
  });

  it("reads a document in which nothing is as it should be", () => {
    const odd = {
      paths: { "/notes": { post: { parameters: 1, requestBody: [], responses: "x", security: {} } }, "/a": null },
    };
    assert.deepEqual(breakingChanges(odd, odd), []);
    assert.deepEqual(breakingChanges({ paths: 3 }, odd), []);
  });
});

function operation(): Json {
  return (BASE.paths as { "/notes": { post: Json } })["/notes"].post;
}

function responses(): unknown {
  return operation().responses;
}
