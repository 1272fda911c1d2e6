import assert from "node:assert/strict";
import { TemplateError } from "../../src/vtl/index.ts";
import { itFails, itRenders, textOf } from "./rendering.ts";

describe("$input", () => {
  describe(".body", () => {
    itRenders([
      ["$input.body", '{"a" : 1}', '{"a" : 1}'],
      ["$input.body", "any text", "any text"],
      ["$input.body", "{}", ""],
      ["[$input.body.a]", "[]", { a: 1 }],
    ]);
  });

  describe(".path", () => {
    itRenders([
      ["$input.path('$')", '{a=1, b=[1,{"c":"d"}], e={f=g}}', { a: 1, b: [1, { c: "d" }], e: { f: "g" } }],
      ["$input.path('$.b')", '["x",1.5,true,null]', { b: ["x", 1.5, true, null] }],
      ["$input.path('$.b').get(1)", "{c=d}", { b: [1, { c: "d" }] }],
      ["$input.path('$.a')", "1.0", '{"a": 1.0}'],
      ["$input.path('$.a')", "12345678901234567890", '{"a": 12345678901234567890}'],
      ["[$input.path('$.x')|$input.path('$.a.x')|$input.path('$.n')]", "[||]", { a: 1, n: null }],
      ["$input.json('$')", '{"a":0.12345678901234567890,"b":-1.5E10}', '{"a": 0.12345678901234567890, "b": -15e9}'],
      ["$input.path('$')", "{}", ""],
      ["$input.path('$')", "a=b", "a=b"],
      ["$input.path('$')", "a b", '"a b"'],
      ["#set($p = $input.path('$'))$p.b.size()$p.a.length()", "32", { a: "xy", b: [1, 2, 3] }],
      ['#set($k = 1)$input.path("$.b[$k]")$input.path("$.b[${k}]")', "yy", { b: ["x", "y"] }],
      ["$input.path('$.b')", '["http:\\/\\/a"]', { b: ["http://a"] }],
      ["[$input.path()]", "[]", { a: 1 }],
      [
        "$input.path('$.a')$input.path('$.b[-1].c')$input.path('$.b[0]')",
        "2x1",
        '{"a":1,"b":[1,{"c":"x"}],"\\u0061":2}',
      ],
      ["[$input.path('$.b[2]')|$input.path('$.b[-3]')|$input.path('$.a[0]')]", "[||]", { a: "x", b: [1, 2] }],
      [
        "$input.path('$.a.b')#set($a = $input.path('$.a'))#set($a.b = 2)$input.path('$.a.b')$input.json('$.a')",
        '12{"b":2}',
        { a: { b: 1 } },
      ],
    ]);
  });

  describe(".json", () => {
    itRenders([
      [
        "$input.json('$')",
        '{"a":[1,{"b":"c"}],"d":null,"e":1.5,"f":true}',
        '{ "a": [1, {"b": "c"}], "d": null, "e": 1.5, "f": true }',
      ],
      ["$input.json('$.a')", '"x\\"y"', { a: 'x"y' }],
      ["$input.json('$.a')", "[]", { a: [] }],
      ["$input.json('$.missing')", '""', { a: 1 }],
      ["$input.json('$.missing.more')", '""', { a: 1 }],
      ["$input.json('$')", "{}", ""],
      ["$input.json('$')", '"a=b"', "a=b"],
      ["$input.json('$.a')", '"http://x"', { a: "http://x" }],
      ["$input.json('$.a')", '"\\u2019Ä\\n"', { a: "’Ä\n" }],
      ["$input.json('a')", "1", { a: 1 }],
    ]);
  });

  describe(".params", () => {
    const changes = {
      pathParameters: { id: "p", only: "path" },
      query: { id: ["q"], q: ["1", "2"], none: [] },
      headers: { id: ["h"], "X-Many": ["a", "b"], Accept: ["*/*"] },
    };
    const cases: [string, string][] = [
      ["$input.params('id')", "p"],
      ["$input.params('q')", "2"],
      ["$input.params('X-Many')", "b"],
      ["[$input.params('accept')]", "[]"],
      ["[$input.params('missing')]", "[]"],
      ["$input.params().path", "{id=p, only=path}"],
      ["$input.params().querystring.q", "2"],
      ["$input.params().header.get('Accept')", "*/*"],
      ["$input.params().keySet()", "[path, querystring, header]"],
      ["$input.params().header.keySet()", "[id, X-Many, Accept]"],
      ["$input.params().path.size()", "2"],
    ];
    for (const [template, expected] of cases) {
      it(`${template} gives ${expected}`, () => assert.equal(textOf(template, "", changes), expected));
    }
  });

  describe("with a payload that is not JSON", () => {
    itFails("evaluation", [
      ["$input.path('$')", "{a"],
      ["$input.path('$')", "[a"],
      ["$input.json('$')", '"a'],
      ["$input.json('$')", '{"a": 1'],
      ["$input.json('$')", "}"],
    ]);
    it("blames the payload", () => {
      assert.throws(
        () => textOf("$input.json('$')", "{a"),
        (error) => error instanceof TemplateError && error.isPayload,
      );
      assert.throws(
        () => textOf("$input.path('$[')", "{}"),
        (error) => error instanceof TemplateError && !error.isPayload,
      );
    });
    itRenders([
      ["$input.path('$')", "a{b", "a{b"],
      ["$input.path('$')", "null{", "null{"],
      ["$input.path('$')", "true", "true"],
      // Facts of json-smart 2.5's permissive mode.
      ["$input.path('$')", "0", "-"],
      ["$input.json('$')", "[-0.5,NaN,null]", "[-.5, NaN, 1e400]"],
      ["$input.json('$')", '["1a","0x10","+1"]', "[1a, 0x10, +1]"],
      ["$input.path('$')", "{a=b, c=[1,2]}", "{a: 'b', \"c\": [1,,2,],}"],
      ["[$input.path('$.a')]", "[]", "text"],
      ["$input.body", "{a", "{a"],
    ]);
  });
});
