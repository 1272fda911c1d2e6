import assert from "node:assert/strict";
import { compile } from "../../src/vtl/index.ts";
import { scopeOf } from "./rendering.ts";

/** The lines of a template that run, in the order in which they do. */
function linesOf(template: string, body = ""): number[] {
  const lines: number[] = [];
  compile(template).render(scopeOf({ body }), { onLine: (line) => lines.push(line) });
  return lines;
}

describe("the lines that a rendering tells of", () => {
  it("are those that run", () => {
    const template = "## send.vtl\n#set($x = 1)\n#if($x == 2)\n  two\n#elseif($x == 1)\n  one\n#else\n  none\n#end\n$x";
    assert.deepEqual(
      [...new Set(linesOf(template))].sort((a, b) => a - b),
      [2, 3, 5, 6, 10],
    );
  });

  it("are told each time", () => {
    assert.deepEqual(linesOf("#foreach($i in [1, 2])\na$i\n#end"), [1, 2, 2, 2, 2, 2, 2]);
  });

  it("are all lines of a text, the last line's end aside", () => {
    assert.deepEqual(linesOf("a\nb\n\nc\n"), [1, 2, 3, 4]);
  });

  it("are those of a string's references too", () => {
    assert.deepEqual(linesOf('\n#set($s = "a\n$input.body")'), [1, 2, 2, 3, 3]);
  });

  it("are told of an error too", () => {
    const failing = compile("a\n#if(true)\n#set($l = [])\n$l.get(0)\n#end");
    assert.throws(() => failing.render(scopeOf(), { onLine: () => {} }), { name: "TemplateError", line: 4 });
  });

  it("do not change what is rendered", () => {
    const template = compile("#foreach($i in [1, 2])$i#if($foreach.hasNext),#end#end");
    assert.deepEqual(template.render(scopeOf(), { onLine: () => {} }), template.render(scopeOf()));
  });
});

describe("a compiled template", () => {
  it("renders for scope after scope", () => {
    const template = compile("$input.path('$.a')#set($x = $x + 1)$x");
    assert.equal(template.render(scopeOf({ body: '{"a": 1}' })).body, "11");
    assert.equal(template.render(scopeOf({ body: '{"a": 2}' })).body, "21");
  });
});
