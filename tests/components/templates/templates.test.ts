import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import fc from "fast-check";
import {
  jsonTemplate,
  libraryTemplate,
  readTemplate,
  setLines,
  template,
} from "../../../components/templates/templates.ts";
import { resolved, run } from "../../../components/testing/run.ts";

describe("template", () => {
  it("puts its values before the file's text, which stays as it is", async () => {
    const { result } = await run(() =>
      template(libraryTemplate("publish.vtl"), { topicArn: "arn:aws:sns:us-east-1:1:news" }),
    );
    assert.equal(
      await resolved(result),
      `#set($topicArn = "arn:aws:sns:us-east-1:1:news")\n${readTemplate(libraryTemplate("publish.vtl"))}`,
    );
  });

  it("refuses a file that is not there", () => {
    assert.throws(() => template("no-such.vtl", {}), /ENOENT.*no-such\.vtl/);
  });

  it("is a file by its path from the program's folder, a file by its URL, or a text", () => {
    const byPath = readTemplate("contact/templates/put-event.vtl");
    assert.equal(byPath, readTemplate(new URL("../../../contact/templates/put-event.vtl", import.meta.url)));
    assert.match(byPath, /\n\{\n {2}"StreamName"/);
    assert.equal(readTemplate({ text: "$input.body\n" }), "$input.body");
  });
});

describe("the files in components/templates", () => {
  for (const file of readdirSync("components/templates").filter((name) => name.endsWith(".vtl"))) {
    it(`${file} has no line break at its end, which would become part of a form's last parameter`, () => {
      assert.doesNotMatch(readTemplate(libraryTemplate(file)), /\n$/);
    });
  }
});

describe("setLines", () => {
  it("writes a text or a list of texts", () => {
    assert.equal(setLines({ a: "x", b: ["1", "2"] }), '#set($a = "x")\n#set($b = ["1", "2"])\n');
    assert.equal(setLines({}), "");
  });

  for (const value of ['a"b', "a$b", "a#b", "a\\b", "a\nb"]) {
    it(`refuses ${JSON.stringify(value)}, which VTL would not take as it is`, () => {
      assert.throws(() => setLines({ topic: value }), /^Error: template value "topic": .* must not contain/);
      assert.throws(() => setLines({ topic: ["good", value] }), /^Error: template value "topic": .* must not contain/);
    });
  }
});

describe("jsonTemplate", () => {
  it("is JSON of the same value with nothing in it that VTL would run", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: fc.constantFrom("$", "#", "{", "\\", '"', "é", "a") }), (value) => {
        const text = jsonTemplate(value);
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
        assert.doesNotMatch(text, /[$#]/);
      }),
    );
  });
});
