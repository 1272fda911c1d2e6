import assert from "node:assert/strict";
import { itFails, textOf } from "./rendering.ts";

/** A body a thousand times over. */
const loop = (body: string) => `#foreach($i in [1..1000])${body}#end`;
const nested = (open: string, inner: string, close: string) => open.repeat(20_000) + inner + close.repeat(20_000);

describe("a template that asks for too much fails", () => {
  describe("in statements", () => {
    itFails("limit", [[loop(loop(loop("x")))], [loop(loop(loop("#if(false)#end")))]]);
  });

  describe("in text", () => {
    itFails("limit", [
      [`#set($s = 'x')${loop('#set($s = "$s$s")')}`],
      [`#set($s = 'x')${loop("#set($s = $s + $s)")}`],
      [`#set($s = 'x')${loop("#set($s = $s.concat($s))")}`],
      [`#set($s = 'x')${loop("#set($s = $s.replaceAll('x', 'xxx'))")}`],
      [`#set($s = 'x')${loop("#set($s = $s.replaceAll('(x)', '$1$1'))")}`],
      [`#set($s = 'x')${loop("#set($s = $s.replace('', $s))")}`],
      [`#set($m = {})${loop("#set($m = {'a': $m, 'b': $m})")}$m`],
      [loop(loop("twelve bytes"))],
    ]);
  });

  describe("in items, depth and time", () => {
    itFails("limit", [
      [`#set($l = [1])${loop("#set($x = $l.addAll($l))")}`],
      ["#set($m = {})#set($x = $m.put('a', {'b': $m}))$m"],
      [`#set($x = ${nested("(", "1", ")")})`],
      [nested("#if(true)", "", "#end")],
      ["#set($s = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab')$s.matches('(a+)+')"],
      ["$input.body.replaceAll('\\s+$', '')", `${" ".repeat(1_000_000)}x`],
    ]);
    itFails("evaluation", [["$input.path('$')", "[".repeat(401) + "]".repeat(401)]]);
  });

  it("but not before", () => {
    assert.equal(textOf(loop(`#foreach($j in [1..100])${"x".repeat(50)}#end`)).length, 5_000_000);
    assert.equal(textOf("$input.path('$')", "[".repeat(400) + "]".repeat(400)).length, 800);
    assert.equal(textOf("$input.body.replaceAll('\\s+', ' ').length()", "a  ".repeat(10_000)), "20000");
  });
});
