import assert from "node:assert/strict";
import { withTemplates } from "../../src/program/changed-templates.ts";

const documentOf = (request: string, response = "{}") => ({
  paths: {
    "/": {
      post: {
        "x-amazon-apigateway-integration": {
          requestTemplates: { "application/json": request },
          responses: { default: { responseTemplates: { "application/json": response } } },
        },
      },
    },
  },
});

describe("a document with changed template files", () => {
  it("has the new text in each place of the old one, and nothing else changed", () => {
    const document = documentOf("old\n", "old");
    const changed = withTemplates(document, { "a.vtl": "old\n", "b.vtl": "{}" }, { "a.vtl": "new\n", "b.vtl": "{}" });
    assert.deepEqual(changed, documentOf("new\n", "new"));
    assert.deepEqual(document, documentOf("old\n", "old"));
  });

  it("keeps the lines that the program puts before a template", () => {
    const lines = '#set($queue = "letters")\n#set($a = 1)\n';
    assert.deepEqual(
      withTemplates(documentOf(`${lines}old`), { "a.vtl": "old\n" }, { "a.vtl": "new\nnewer\n" }),
      documentOf(`${lines}new\nnewer`),
    );
  });

  it("is not known for a file that no template is from, that is new, empty or gone", () => {
    const document = documentOf("something old");
    assert.equal(withTemplates(document, { "a.vtl": "old" }, { "a.vtl": "new" }), undefined);
    assert.equal(withTemplates(document, {}, { "a.vtl": "new" }), undefined);
    assert.equal(withTemplates(document, { "a.vtl": "" }, { "a.vtl": "new" }), undefined);
    assert.equal(withTemplates(document, { "a.vtl": "something old" }, {}), undefined);
  });

  it("is not known where one of several files is not found", () => {
    const before = { "a.vtl": "old", "b.vtl": "other" };
    assert.equal(withTemplates(documentOf("old"), before, { "a.vtl": "new", "b.vtl": "another" }), undefined);
  });
});
