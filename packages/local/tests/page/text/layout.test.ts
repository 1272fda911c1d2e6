import assert from "node:assert/strict";
import fc from "fast-check";
import { decodedForm, foldable, foldedAtFirst, type Layout, layoutOf } from "../../../page/text/layout.ts";

const texts = ({ lines }: Layout) => lines.map(({ pieces }) => pieces.map(({ text }) => text).join(""));

describe("the layout of a body", () => {
  it("indents JSON, and keeps its numbers, escapes and repeated names", () => {
    const layout = layoutOf('{"a":1.0,"a":["\\u00e9",{}],"b":{"c":"}, {"},"d":[]}');
    assert.equal(layout.kind, "json");
    assert.deepEqual(texts(layout), [
      "{",
      '  "a": 1.0,',
      '  "a": [',
      '    "\\u00e9",',
      "    {}",
      "  ],",
      '  "b": {',
      '    "c": "}, {"',
      "  },",
      '  "d": []',
      "}",
    ]);
    assert.deepEqual(
      layout.lines.map(({ closedBy }) => closedBy),
      [10, undefined, 5, undefined, undefined, undefined, 8, undefined, undefined, undefined, undefined],
    );
  });

  it("indents any JSON as JSON.stringify does", () => {
    fc.assert(
      fc.property(fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())), (value) => {
        const text = JSON.stringify(value);
        assert.equal(texts(layoutOf(text)).join("\n"), JSON.stringify(JSON.parse(text), null, 2));
      }),
    );
  });

  it("decodes a form, one parameter a line, by its content type or because SQS and SNS take one", () => {
    const text = "Action=SendMessage&MessageBody=%7B%22a%22%3A+%22%C3%A9%26%22%7D&flag&empty=";
    const lines = ["Action=SendMessage", 'MessageBody={"a": "é&"}', "flag", "empty="];
    assert.deepEqual(texts(layoutOf(text)), lines);
    assert.deepEqual(texts(layoutOf(`x=1&${text}`, "application/x-www-form-urlencoded; charset=utf-8")), [
      "x=1",
      ...lines,
    ]);
    assert.equal(layoutOf("x=1&y=2").kind, "text");
    assert.equal(decodedForm("100%"), "100%");
  });

  it("leaves other text as it is, text that only looks like JSON too", () => {
    assert.deepEqual(texts(layoutOf("<a>\n</a>\n")), ["<a>", "</a>", ""]);
    assert.deepEqual(texts(layoutOf('{"a": }')), ['{"a": }']);
    assert.deepEqual(texts(layoutOf('"text"')), ['"text"']);
  });

  it("tells where in the source each piece stands", () => {
    for (const text of ['{"a": [1, {"b": null}]}', "Action=A&b=%20&c", "plain\ntext"]) {
      const layout = layoutOf(text);
      for (const piece of layout.lines.flatMap(({ pieces }) => pieces)) {
        const raw = text.slice(piece.from, piece.to);
        if (piece.from < piece.to) assert.equal(layout.kind === "form" ? decodedForm(raw) : raw, piece.text);
      }
    }
  });

  it("folds the parts of a long text, the longer ones from the start", () => {
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 1]));
    const long = layoutOf(JSON.stringify({ short: many(2), long: many(20), nested: { inner: many(9) }, end: 1 }));
    // { short { } long { … } nested { inner { … } } end }
    assert.deepEqual(foldable(long), [1, 5, 27, 28]);
    assert.deepEqual(foldedAtFirst(long), [5, 27]);
    const short = layoutOf(JSON.stringify({ long: many(20) }));
    assert.equal(short.lines.length, 24);
    assert.deepEqual([foldable(short), foldedAtFirst(short)], [[], []]);
  });
});
