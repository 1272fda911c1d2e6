import assert from "node:assert/strict";
import { itFails, itRenders, renderWith, textOf } from "./rendering.ts";

describe("references", () => {
  describe("that have a value", () => {
    itRenders([
      ["#set($a = 'x')$a|${a}|$!a|$!{a}|$a}", "x|x|x|x|x}"],
      ["#set($a = 'x')$a.|$a-|$a b", "x.||x b"],
      ["#set($a-b = 'x')$a-b", "x"],
      ["#set($a = {'b': {'c': 'x'}})$a.b.c|${a.b.c}d|$a.b['c']|$a['b'].c|$a.get('b').c", "x|xd|x|x|x"],
      ["#set($a = {'b': 'x'})#set($k = 'b')$a[$k]|$a[\"$k\"]|$a.get(\"$k\")", "x|x|x"],
      ["#set($a = [1, [2, 3]])$a[1][0]|$a[-1][-1]|$a.get(1).get(0)", "2|3|2"],
      ["#set($x = true)$x|#set($y = 1.50)$y|#set($z = -3)$z", "true|1.5|-3"],
      ["#set($a = {'1': 'x'})$a['1']|$a[1]", "x|"],
      ["$input.path('$')[1].a", "x", [0, { a: "x" }]],
    ]);
  });

  describe("that have none", () => {
    itRenders([
      ["[$a|${a}|$!a|$a.b|$a.b()|$a[0]|${a.b.c(1)}]", "[||||||]"],
      ["#set($a = 'x')[$a.b|$a.size()|$a[0]]", "[||]"],
      ["#set($a = {})[$a.b|$a.get('b')|$a['b']|$a.b.c]", "[|||]"],
      ["[$input.nothing|$util.nothing|$util.nothing('x')|$context.nothing]", "[|||]"],
      ["[$input|$util|$context.identity]", "[||]"],
      ["#set($a = $nothing)[$a]", "[]"],
      ["#if($nothing == '')empty#end", "empty"],
      ["#if($nothing == $null)same#end", "same"],
      ["#if($nothing)true#end", "true"],
      ['#set($s = "a$nothing.b")$s', "a"],
    ]);
  });

  describe("with backslashes", () => {
    itRenders([
      ["#set($a = 'x')\\$a|\\\\$a|\\\\\\$a|\\${a}|\\$!a", "$a|\\x|\\$a|${a}|$!a"],
      ["\\ \\\\ \\n", "\\ \\\\ \\n"],
      ["#set($x = 5)\\#if|\\#end|\\#set($x = 1)|\\#foreach", "#if|#end|#set(5 = 1)|#foreach"],
      ["\\#unknown|\\\\#if(true)a#end", "\\#unknown|\\a"],
      ["\\\\#unknown", "\\\\#unknown"],
      ["#set($a = 'x')#set($s = \"\\$a\")$s", "$a"],
    ]);
  });

  describe("assigned to", () => {
    itRenders([
      ["#set($a = {})#set($a.b = 1)#set($a['c'] = 2)$a", "{b=1, c=2}"],
      ["#set($a = {'b': {}})#set($a.b.c = 1)#set($a['b']['d'] = 2)$a", "{b={c=1, d=2}}"],
      ["#set($a = [1, 2])#set($a[1] = 'x')#set($a[-2] = 'y')$a", "[y, x]"],
      ["#set($a = {})#set($a[$nothing] = 'x')$a", "{=x}"],
      ["#set($a = 1)#set($a = 1 / 0)$a", "1"],
      ["#set($nothing.b = 1)#set($nothing['b'] = 1)[$nothing]", "[]"],
      ["#set($a = 'text')#set($a.b = 1)$a", "text"],
      ["#set ( $a = 1 )$a", "1"],
      ["#{set}($a = 1)$a", "1"],
      // Velocity 1.7 names the variable by what follows the first character: `{`, `!a`.
      ["#set(${a} = 1)$a", ""],
      ["#set($!a = 1)$a", ""],
      ["#set($m = {})#set(${m.a} = 1)$m", "{a=1}"],
    ]);
    itFails("evaluation", [["#set($a = [1])#set($a[1] = 2)"], ["#set($a = [])$a[0]"], ["#set($a = [])$!a[0]"]]);
  });

  it("compiles the calls in a call's arguments once, however deep they are", () => {
    const nested = (call: string) => `${call.repeat(40)}'x'${")".repeat(40)}`;
    assert.equal(textOf(nested("$util.urlEncode(")), "x");
    assert.equal(textOf(`#set($a = '-')${nested("$a.concat(")}`), `${"-".repeat(40)}x`);
  });

  it("does not change the scope that it is given", () => {
    const context = { stage: "dev", identity: { sourceIp: "1.1.1.1" } };
    renderWith("#set($context.stage = 'x')#set($context.identity.sourceIp = 'y')", "", { context });
    assert.deepEqual(context, { stage: "dev", identity: { sourceIp: "1.1.1.1" } });
  });

  it("starts each rendering anew", () => {
    assert.equal(textOf("#if($x != '')seen#end#set($x = 1)"), "");
    assert.equal(textOf("#if($x != '')seen#end#set($x = 1)"), "");
  });
});
