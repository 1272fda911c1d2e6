import assert from "node:assert/strict";
import fc from "fast-check";
import { readJson } from "../../src/validation/json-reader.ts";
import { parseJson } from "../../src/vtl/json-parse.ts";
import { textAt } from "../../src/vtl/json-tape-text.ts";
import { jsonText } from "../../src/vtl/json-text.ts";
import type { Value } from "../../src/vtl/values.ts";

const blank = fc.constantFrom("", "", "", " ", "\n\t");
const scalar = fc.oneof(
  fc.constantFrom("0", "-0", "1", "-12", "9007199254740993", "1.0", "1.50", "-0.0", "0.001", "0.0001", "1e5", "1E-7"),
  fc.constantFrom("12345678.5", "0.12345678901234567890", "true", "false", "null"),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom(
    '""',
    '"a"',
    '"\\u00e9"',
    '"é"',
    '"\\n\\"\\\\"',
    '"\\/"',
    '"/"',
    '"\\u2028"',
    '"\u2028"',
    '"\x7f"',
    '"\\ud800"',
  ),
  fc.string().map((text) => JSON.stringify(text)),
);
const name = fc.constantFrom(
  ...['"a"', '"b"', '"\\u0061"', '"__proto__"', '"a\\\\b"', '""', '"é"'],
  // These differ where not every character is looked at, and in their last one.
  ...['"longer-name"', '"longEr-name"', '"longer-namf"'],
);
const { json } = fc.letrec<{ json: string; list: string; object: string }>((tie) => ({
  json: fc.oneof({ depthSize: "small", withCrossShrink: true }, scalar, tie("list"), tie("object")),
  list: fc.tuple(fc.array(tie("json")), blank).map(([items, space]) => `[${space}${items.join(`${space},`)}${space}]`),
  object: fc
    .tuple(fc.array(fc.tuple(name, tie("json")), { maxLength: 12 }), blank)
    .map(([members, space]) => `{${members.map((member) => member.join(`${space}:${space}`)).join(",")}${space}}`),
}));

/** The value as it is read from a text that is not JSON, for which there is no tape. */
function readWithoutTape(text: string): Value {
  const list = parseJson(`[${text},]`);
  assert.ok(Array.isArray(list));
  return list[0] ?? null;
}

function written(text: string): string {
  const tape = readJson(text);
  assert.ok(tape);
  return textAt(tape, 0);
}

describe("a JSON text that is written from its tape", () => {
  it("is that of its values", () => {
    fc.assert(fc.property(json, (text) => assert.equal(written(text), jsonText(readWithoutTape(text)))));
  });

  it("has values that are those of the permissive reader", () => {
    fc.assert(fc.property(json, (text) => assert.deepEqual(parseJson(text), readWithoutTape(text))));
  });

  it("has of a name that is doubled the last value, at the place of the first", () => {
    assert.equal(written('{"a":1,"b":2,"\\u0061":3}'), '{"a":3,"b":2}');
  });

  it("has each of many names once", () => {
    const members = Array.from({ length: 1000 }, (_, index) => `"k${index % 500}":${index}`);
    const unique = Array.from({ length: 500 }, (_, index) => `"k${index}":${index + 500}`);
    assert.equal(written(`{${members.join(", ")}}`), `{${unique.join(",")}}`);
  });

  it("is the very text when that is written as json-smart writes it", () => {
    const text = '{"a":[1,-2.5,"x",{}],"b":{"c":null,"d":true}}';
    assert.equal(written(`${text}\n`), text);
  });
});
