import assert from "node:assert/strict";
import fc from "fast-check";
import { keepJson, readJson } from "../../src/validation/json-reader.ts";
import { endOf, type JsonTape, KINDS, kindOf, sizeOf, sourceOf, stringOf } from "../../src/validation/json-tape.ts";

/** The value that a tape stands for, as `JSON.parse` makes it. */
function parsedOf(tape: JsonTape, at = 0): unknown {
  const items: number[] = [];
  const kind = KINDS[kindOf(tape, at)];
  if (kind === "string") return stringOf(tape, at);
  if (kind !== "array" && kind !== "object") return JSON.parse(sourceOf(tape, at));
  for (let item = at + 1; item < endOf(tape, at); item = endOf(tape, item)) items.push(item);
  if (kind === "array") return items.map((item) => parsedOf(tape, item));
  const pairs = items.flatMap((name, i) => (i % 2 === 0 ? [[stringOf(tape, name), parsedOf(tape, name + 1)]] : []));
  return Object.fromEntries(pairs);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("a JSON tape", () => {
  it("has the values that JSON.parse makes", () => {
    fc.assert(
      fc.property(fc.json(), fc.boolean(), (json, isIndented) => {
        const text = isIndented ? JSON.stringify(JSON.parse(json), undefined, "\t") : json;
        const tape = readJson(text);
        assert.ok(tape);
        assert.deepEqual(parsedOf(tape), JSON.parse(text));
      }),
    );
  });

  it("is made of the texts that JSON.parse takes, and of no others", () => {
    const part = fc.constantFrom(
      ...'{}[],:"\\ \t\n-+.eE0127',
      "true",
      "false",
      "null",
      '"a"',
      '"b":',
      '"\\u00e9"',
      "\\u12",
      "\\x",
      "1.5",
      "1e2",
      "\u0001",
      "\u00a0",
      "é",
      "[1,2]",
      '{"a":1}',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const text = parts.join("");
        assert.equal(readJson(text) !== undefined, isJson(text), JSON.stringify(text));
      }),
      { numRuns: 3000 },
    );
  });

  const refused = [
    "",
    " ",
    "{",
    "[1,]",
    '{"a":1,}',
    '{"a"}',
    "[1 2]",
    "01",
    "1.",
    ".5",
    "+1",
    "-",
    "1e",
    "NaN",
    "tru",
    "]",
  ];
  refused.push(
    '"a',
    '"\\',
    '"\\u00',
    '"\n"',
    "[[[[[[",
    "[[]]]",
    '{"a":1]',
    "{1:2}",
    "'a'",
    "\ufeff1",
    "1 2",
    "{]",
    "[}",
  );
  for (const text of refused) {
    it(`is not made of ${JSON.stringify(text)}`, () => {
      assert.equal(readJson(text), undefined);
    });
  }

  it("tells integers from other numbers by how they are written", () => {
    const tape = keepJson("[1,-0,1.0,1e2,12345678901234567890]");
    const kinds = [1, 2, 3, 4, 5].map((at) => KINDS[kindOf(tape, at)]);
    assert.deepEqual(kinds, ["integer", "integer", "number", "number", "integer"]);
    assert.equal(sourceOf(tape, 5), "12345678901234567890");
  });

  it("counts items and members, not what is in them", () => {
    assert.equal(sizeOf(keepJson("[[1,2],{},3]"), 0), 3);
    assert.equal(sizeOf(keepJson('{"a":[1,2],"b":{"c":1}}'), 0), 2);
  });

  it("keeps its values when it is kept, while another text is read", () => {
    const kept = keepJson('{"a":[1]}');
    readJson("[true,false,null]");
    assert.deepEqual(parsedOf(kept), { a: [1] });
  });

  it("holds as many values as a long text has", () => {
    const text = `[${"[],".repeat(100_000)}1]`;
    const tape = readJson(text);
    assert.ok(tape);
    assert.equal(sizeOf(tape, 0), 100_001);
    assert.equal(readJson("[".repeat(200_000)), undefined);
  });
});
