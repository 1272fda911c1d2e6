import assert from "node:assert/strict";
import { itRenders, renderWith } from "./rendering.ts";

describe("templates reach nothing of JavaScript", () => {
  const names = [
    "constructor",
    "__proto__",
    "prototype",
    "hasOwnProperty",
    "valueOf",
    "toLocaleString",
    "call",
    "property",
  ];
  const values = ["'text'", "1", "1.5", "true", "[1]", "{}", "$input", "$util", "$context", "$stageVariables"];
  for (const name of names) {
    // A name that begins with an underscore cannot follow a dot: it is text there.
    const dotted = name.startsWith("_") ? "" : `$x.${name}`;
    describe(name, () => {
      itRenders(values.map((value) => [`#set($x = ${value})[$x.get('${name}')$x['${name}']${dotted}]`, "[]"] as const));
    });
  }

  itRenders([
    ["[$input.scope|$input.payload|$input.read('$')|$util.call('x')]", "[|||]"],
    ["[$x.constructor.constructor('return process')()]", "[()]"],
    ["#set($s = 'a')[$s.at(0)$s.slice(0)$s.padEnd(5)$s.repeat(3)]", "[]"],
    ["#set($l = [1])[$l.push(2)$l.map(1)$l.length]", "[]"],
    ["#set($m = {})[$m.set('a', 1)$m.has('a')$m.forEach(1)]", "[]"],
    ["#foreach($i in [1])[$foreach.loop$foreach.print()$foreach.call('x')]#end", "[]"],
    ["#define($d)a#end[$d.print()$d.call('x')]", "[]"],
  ]);

  describe("and a payload's keys are only keys", () => {
    itRenders([
      ["$input.path('$.__proto__.a')$input.path('$').constructor", "12", '{"__proto__": {"a": 1}, "constructor": 2}'],
      ["$input.json('$')", '{"__proto__":{"a":1}}', '{"__proto__": {"a": 1}}'],
      ["[$input.path('$.constructor')$input.path('$.toString')]", "[]", "{}"],
    ]);

    it("in overrides too", () => {
      const { requestOverride } = renderWith("#set($context.requestOverride.header['__proto__'] = 'x')");
      assert.deepEqual(Object.entries(requestOverride?.header ?? {}), [["__proto__", "x"]]);
      assert.equal(({} as { x?: unknown }).x, undefined);
    });

    it("in parameters too", () => {
      const { body } = renderWith("[$input.params('__proto__')$input.params('constructor')$stageVariables.toString]");
      assert.equal(body, "[]");
    });
  });
});
