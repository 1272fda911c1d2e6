import assert from "node:assert/strict";
import fc from "fast-check";
import { parseEnvironmentFile, parseUnit, splitWords } from "../../../src/cloud/ec2/systemd.ts";

describe("a unit file", () => {
  it("has settings by section, without comments", () => {
    const unit = parseUnit(
      "# note\n[Unit]\nAfter=a\n\n[Service]\n; note\nExecStart = /bin/a \\\n  b\nEnvironment=A=1\nEnvironment=B=2\n",
    );
    assert.deepEqual(unit.get("Unit.After"), ["a"]);
    assert.deepEqual(unit.get("Service.ExecStart"), ["/bin/a    b"]);
    assert.deepEqual(unit.get("Service.Environment"), ["A=1", "B=2"]);
  });

  it("takes settings back with an empty value", () => {
    assert.deepEqual(parseUnit("[Service]\nExecStart=a\nExecStart=\nExecStart=b").get("Service.ExecStart"), ["b"]);
  });
});

describe("a command line of systemd", () => {
  it("is split at blanks outside quotes", () => {
    assert.deepEqual(splitWords(`/usr/bin/node "a b" 'c "d"' e\\ f "g\\"h" i"j k"l`), [
      "/usr/bin/node",
      "a b",
      'c "d"',
      "e f",
      'g"h',
      "ij kl",
    ]);
    assert.deepEqual(splitWords(""), []);
  });
});

describe("an environment file", () => {
  it("is read as systemd reads it", () => {
    const text = [
      "# A comment",
      "; Another one",
      "PLAIN=a b ",
      'DOUBLE="a\\"b\\\\c\\$d\\n e"',
      "SINGLE='a\\b \"c\"'",
      'ESCAPED=a\\ \\"b',
      "EMPTY=",
      "no assignment",
      'LONG="one\ntwo"',
    ].join("\n");
    assert.deepEqual(parseEnvironmentFile(text), {
      PLAIN: "a b",
      DOUBLE: 'a"b\\c$d\\n e',
      SINGLE: 'a\\b "c"',
      ESCAPED: 'a "b',
      EMPTY: "",
      LONG: "one\ntwo",
    });
  });

  it("keeps any text that was quoted for it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (first, second) => {
        const quoted = (value: string) => `"${value.replace(/["\\$`]/g, "\\$&")}"`;
        const text = `FIRST=${quoted(first)}\nSECOND=${quoted(second)}\n`;
        assert.deepEqual(parseEnvironmentFile(text), { FIRST: first, SECOND: second });
      }),
    );
  });
});
