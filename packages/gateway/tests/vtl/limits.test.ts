import assert from "node:assert/strict";
import { compile, type Limits, standardLimits, TemplateError } from "../../src/vtl/index.ts";
import { scopeOf, textOf } from "./rendering.ts";

/** Limits that are soon reached, so that no test waits for them. */
const small: Limits = {
  iterations: 20,
  text: 2000,
  items: 100,
  statements: 1000,
  milliseconds: 10_000,
  patternMilliseconds: 20,
};

function render(template: string, body = "", limits = small): string {
  return compile(template, limits).render(scopeOf({ body })).body;
}

function itExceeds(cases: readonly (readonly [template: string, body?: string, limits?: Limits])[]): void {
  for (const [template, body, limits] of cases) {
    const name = template.length > 100 ? `${template.slice(0, 60)}…` : template;
    it(`${JSON.stringify(name)} fails`, () => {
      assert.throws(
        () => render(template, body, limits),
        (error) => error instanceof TemplateError && error.failure === "limit",
      );
    });
  }
}

/** A body as often as a loop goes round. */
const loop = (body: string) => `#foreach($i in [1..20])${body}#end`;
const nested = (open: string, inner: string, close: string) => open.repeat(20_000) + inner + close.repeat(20_000);

describe("a template that asks for too much fails", () => {
  describe("in statements and time", () => {
    itExceeds([
      [loop(loop(loop("x")))],
      [loop(loop(loop("#if(false)#end")))],
      [loop("x"), "", { ...small, milliseconds: -1 }],
    ]);
  });

  describe("in text", () => {
    itExceeds([
      [`#set($s = 'x')${loop('#set($s = "$s$s")')}`],
      [`#set($s = 'x')${loop("#set($s = $s + $s)")}`],
      [`#set($s = 'x')${loop("#set($s = $s.concat($s))")}`],
      [`#set($s = 'x')${loop("#set($s = $s.replaceAll('x', 'xxx'))")}`],
      [`#set($s = 'x')${loop("#set($s = $s.replaceAll('(x)', '$1$1'))")}`],
      [`#set($s = 'x')${loop("#set($s = $s.replaceAll('(?=(x+))', '$1'))")}`],
      [`#set($s = 'x')${loop("#set($s = $s.replace('', $s))")}`],
      [`#set($m = {})${loop("#set($m = {'a': $m, 'b': $m})")}$m`],
      ["#set($s = '')$s.format('%2001d', 1)"],
      [loop(loop("twelve bytes"))],
    ]);
  });

  describe("in items, digits and depth", () => {
    itExceeds([
      [`#set($l = [1])${loop("#set($x = $l.addAll($l))")}`],
      ["#set($l = [1..101])"],
      [`#set($n = 99)${loop("#set($n = $n * $n)")}`],
      ["#set($m = {})#set($x = $m.put('a', {'b': $m}))$m"],
      [`#set($x = ${nested("(", "1", ")")})`],
      [nested("#if(true)", "", "#end")],
    ]);
    it("and so does a payload nested too deep", () => {
      assert.throws(() => render("$input.path('$')", "[".repeat(401) + "]".repeat(401)), TemplateError);
    });
  });

  describe("in a regular expression", () => {
    const many = "a".repeat(40);
    itExceeds([
      [`#set($s = '${many}b')$s.matches('(a+)+')`],
      [`#set($s = '${many}b')$s.matches('(a|aa)+')`],
      ["$input.body.replaceAll('\\s+$', '')", `${" ".repeat(100_000)}x`],
      ["$input.body.replaceAll('a+b', '')", "a".repeat(100_000)],
      ["$input.body.replaceAll('(?<=a*)b', '')", "a".repeat(100_000)],
    ]);
  });

  it("but not before", () => {
    assert.equal(standardLimits.iterations, 1000);
    assert.equal(textOf("#foreach($i in [1..2000])x#end").length, 1000);
    assert.equal(textOf(`#foreach($i in [1..1000])#foreach($j in [1..10])${"x".repeat(50)}#end#end`).length, 500_000);
    assert.equal(textOf("$input.path('$')", "[".repeat(400) + "]".repeat(400)).length, 800);
    assert.equal(textOf("$input.body.replaceAll('\\s+', ' ').length()", "a  ".repeat(10_000)), "20000");
  });
});
