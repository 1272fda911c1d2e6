import assert from "node:assert/strict";
import fc from "fast-check";
import { compile } from "../../src/vtl/index.ts";
import { scopeOf } from "./rendering.ts";

/** Renders a compiled template for a payload. */
function renderer(template: string): (body: string) => string {
  const compiled = compile(template);
  return (body) => compiled.render(scopeOf({ body })).body;
}

const text = fc.oneof(fc.string({ unit: "binary", minLength: 1 }), fc.string({ unit: "grapheme", minLength: 1 }));
const hostile = fc.string({ minLength: 1, unit: fc.constantFrom(..."\\'\"$#&={}[]()/.*+?|^<>\n\t a1é😀") });
const payload = fc.oneof(text, hostile);

describe("whatever the payload", () => {
  it("escapeJavaScript, with its single quotes restored, makes the inside of a JSON string", () => {
    const render = renderer('{"body": "$util.escapeJavaScript($input.body).replaceAll("\\\\\'", "\'")"}');
    fc.assert(fc.property(payload, (body) => assert.equal(JSON.parse(render(body)).body, body)));
  });

  it("urlEncode makes one form parameter", () => {
    const render = renderer("Action=SendMessage&MessageBody=$util.urlEncode($input.body)");
    fc.assert(
      fc.property(payload, (body) => {
        const form = new URLSearchParams(render(body));
        assert.deepEqual([...form.keys()], ["Action", "MessageBody"]);
        assert.equal(form.get("MessageBody"), body);
      }),
    );
  });

  it("urlDecode undoes urlEncode, base64Decode undoes base64Encode", () => {
    const url = renderer("$util.urlDecode($util.urlEncode($input.body))");
    const base64 = renderer("$util.base64Decode($util.base64Encode($input.body))");
    fc.assert(fc.property(payload, (body) => url(body) === body && base64(body) === body));
  });

  it("a payload is never read as a template, a pattern or a replacement", () => {
    const render = renderer('#set($x = "<$input.body>")$x.replace("<", "").replaceAll(">$", "")');
    fc.assert(fc.property(hostile, (body) => assert.equal(render(body), body.replaceAll("<", ""))));
  });

  it("replaceAll escapes XML's characters, and only those", () => {
    const render = renderer('$input.body.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")');
    const restore = (xml: string) => xml.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
    fc.assert(
      fc.property(payload, (body) => {
        assert.doesNotMatch(render(body), /[<>]/);
        assert.equal(restore(render(body)), body);
      }),
    );
  });
});

describe("whatever the JSON", () => {
  it("$input.json gives its value", () => {
    const render = renderer("$input.json('$.v')");
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (v) => {
        const json = JSON.stringify({ v });
        assert.deepEqual(JSON.parse(render(json)), JSON.parse(json).v);
      }),
    );
  });

  it("a list prints as JSON", () => {
    const render = renderer("$input.path('$.v')");
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 3 })), (v) => {
        const json = JSON.stringify({ v });
        assert.deepEqual(JSON.parse(render(json)), JSON.parse(json).v);
      }),
    );
  });
});

describe("whatever the template", () => {
  const piece = fc.constantFrom(
    "$",
    "#",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "\\",
    "!",
    ".",
    "a",
    "1",
    " ",
    "\n",
    '"',
    "'",
    ",",
    "set",
    "if",
    "end",
    "foreach",
    "$a",
    "#if(true)",
    "#end",
    "#set($a = 1)",
    "##",
    "#*",
    "*#",
  );
  it("it renders, or fails as templates do", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          assert.equal(typeof renderer(pieces.join(""))(""), "string");
        } catch (error) {
          assert.equal((error as Error).name, "TemplateError", (error as Error).stack);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("text without $, # and backslashes stays as it is", () => {
    const plain = payload.filter((body) => !/[$#\\]/.test(body));
    fc.assert(fc.property(plain, (template) => assert.equal(renderer(template)(""), template)));
  });
});
