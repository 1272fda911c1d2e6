import assert from "node:assert/strict";
import { compile, TemplateError } from "../../src/vtl/index.ts";
import { itFails, itRenders } from "./rendering.ts";

describe("the template language's grammar", () => {
  describe("white space", () => {
    itRenders([
      ["a\n#set($x = 1)\nb", "a\nb"],
      ["#set($x = 1)   \nb", "b"],
      ["#set($x = 1)\n\nb", "\nb"],
      ["#set($x = 1) b", " b"],
      ["a  #set($x = 1)b", "a  b"],
      // Blanks before #set go with it where they begin a line after another directive, and only there.
      ["#set($x = 1)\n    #set($y = 2)\nb", "b"],
      ["a\n    #set($y = 2)\nb", "a\n    b"],
      ["#set($x = 1)\r\nb", "b"],
      ["#if(true)\n  a\n#end\nb", "  a\nb"],
      ["#if(true)  \n  a\n#end  \nb", "  a\nb"],
      ["#if(false)\na\n#else\nb\n#end\nc", "b\nc"],
      ["#if(false)a#elseif(true)\nb\n#{end}c", "b\nc"],
      ["#foreach($i in [1, 2])\n  $i\n#end\n", "  1\n  2\n"],
      ["  #if(true)a#end", "  a"],
      ["#define($x)\na\n#end\n$x", "a\n"],
      ["#stop()\nb", ""],
    ]);
  });

  describe("comments", () => {
    itRenders([
      ["a## b\nc", "ac"],
      ["## a\nb", "b"],
      ["## a", ""],
      ["a#* b\n *#c", "ac"],
      ["a#** b *#c", "ac"],
      ["#* never closed", ""],
      ["#set($x = 1)## why\n$x", "1"],
      ["$x## why\nb", "b"],
      ["## $ # #if(\nb", "b"],
      ["http://a#b", "http://a#b"],
    ]);
  });

  describe("text that is not read", () => {
    itRenders([
      ["#[[$a #if(]]#", "$a #if("],
      ["a#[[ ## ]]#b", "a ## b"],
      ["#[[]]#", ""],
      ["#literal()$a#set($x = 1)#end", "$a#set($x = 1)"],
    ]);
  });

  describe("directives that API Gateway does not have", () => {
    itRenders([
      ["#evaluate($x)", "#evaluate($x)"],
      ["#include('a.txt')", "#include('a.txt')"],
      ["#parse( 'a.vm' )", "#parse( 'a.vm' )"],
      ["#return($x)", "#return($x)"],
      ["#unknown", "#unknown"],
      ["#{unknown}", "#{unknown}"],
      ["#unknown ($x.y(1), 'a', 2.5)", "#unknown ($x.y(1), 'a', 2.5)"],
      ["#macro(hi $a)Hi $a#end#hi('x')", "#hi('x')"],
      ["#macro(hi)Hi#end\n#hi()\n", "#hi()\n"],
      ["a #@wrap('x')body#end b", "a #@wrap('x')body#end b"],
    ]);
  });

  describe("text that looks like a directive or reference", () => {
    itRenders([
      ["color: #13ff93;", "color: #13ff93;"],
      ["color: #fff;", "color: #fff;"],
      ['"#"', '"#"'],
      ["a # b", "a # b"],
      ["#1.5", "#1.5"],
      ["$ 5", "$ 5"],
      ["$5", "$5"],
      ["$$x.", "$."],
      ["$.a", "$.a"],
      ["$[0]", "$[0]"],
      ["${5}", "${5}"],
      ["$-", "$-"],
      ["^a$\n", "^a$\n"],
      ["a@b.c", "a@b.c"],
      ["#$x", "#"],
      ["#set", "#set"],
    ]);
  });

  // What Velocity's parser calls a RUNT: the lexer is still in a reference, but the word has no `$`.
  // https://github.com/apache/velocity-engine/blob/1.7/src/java/org/apache/velocity/runtime/parser/node/ASTReference.java
  describe("a word that touches a reference", () => {
    itRenders([
      ["$input.path('$.q')_$input.path('$.id')", "Q_I", { q: "Q", id: "I" }],
      ["<a href=\"$input.path('$.q')x\">", '<a href="Qx">', { q: "Q" }],
      ["#set($l = [1, 2])$l[0]px", "1px"],
      ['#set($s = "abc")#set($x = "$s.length()px")$x', "3px"],
      ["\"$input.path('$.q') #set($y = 1)\nx", '"Qx', { q: "Q" }],
      ["$context.stage${context.stage}tail", "devdevtail"],
      ["$input.path('$.q')#* c *#x", "Qx", { q: "Q" }],
      // Of a word with parts only the first is printed.
      ["#set($s = 'abc')$s.length()x.y", "3x"],
      ["#set($s = 'abc')$s.length(){x}", "3{"],
    ]);
  });

  // What the lexer keeps of a `$` or `#` that begins nothing is part of the next token, whose image Velocity cuts by length.
  describe("a sign before a comment, directive or text", () => {
    itRenders([
      ["$##x", "$"],
      ["$#**#y", "$y"],
      ["\\$##x", "\\$"],
      ["$#[[a]]#", "[a"],
      ["$#set($x = 1)y", "y"],
      ["#set($s = 'abc')US\\$$s", "US$s"],
      ["#set($s = 'abc')$\\!s", ""],
      ["\\$.foo", ".foo"],
      ["\\$$ x", "\\$ x"],
      ["a\\\\", "a\\\\"],
    ]);
    itFails("syntax", [["$#foreach($x in [1, 2])$x#end"]]);
  });

  // Foreach.java takes its first, third and fourth child, whatever they are.
  describe("the arguments of #foreach, #define, #break and #stop", () => {
    itRenders([
      ["#foreach($x $l)$x#end", ""],
      ["#set($l = [1, 2])#foreach($x in $l $x)body#end", "12"],
      ["#foreach('x' in [1, 2])-#end", "--"],
      ["#define(${d})x#end$d", ""],
      ["#define('d')x#end$d", ""],
    ]);
    itFails("syntax", [["#stop('a' 'b')"], ["#foreach($x in [1])#break($foreach $x)#end"], ["#set($x = ['a'..'c'])"]]);
  });

  describe("what is not a template", () => {
    itFails("syntax", [
      ["Hello $"],
      ["Hello #"],
      ["${x"],
      ["${x|'other'}"],
      ["#if($x)a"],
      ["#if(true)a#end#end"],
      ["#else"],
      ["#if(true)a#else b#else c#end"],
      ["#if(true)a#else b#elseif(true)c#end"],
      ["#if"],
      ["#if($x"],
      ["#if()a#end"],
      ["#set($x)"],
      ["#set($x = )"],
      ["#set($x = null)"],
      ["#set(x = 1)"],
      ["#set($x = 1 -1)"],
      ['#set($x = "a\\"b")'],
      ["#set($x = {a: 1})"],
      ["#foreach($x in $y)a"],
      ["#foreach($x)a#end"],
      ["#foreach"],
      ["#define($a $b)c#end"],
      ["#macro()a#end"],
      ["#macro"],
      ["#macro('a')b#end"],
      ["$list.size( )"],
      ["$list[ ]"],
      ["$x.y(1"],
      ['#set($x = "\\uzz")'],
      ["#[[ never closed"],
    ]);

    const places: [template: string, line: number, column: number, message: string][] = [
      ["a\nb\n#if($x)\n#set($y = )\n#end", 4, 11, 'Unexpected ")\\n", expected a string or a number'],
      ['#set($x = "a\nb$y[\n")', 3, 2, "Unexpected end of the template, expected"],
      ['#set($x = "$y[")', 1, 16, "Unexpected end of the template"],
      ["#if($x)\n  a", 2, 4, "Unexpected end of the template, expected #end"],
      ["  #foreach($x)a#end", 1, 3, "#foreach needs ($item in $list)"],
      ["{\n  $x.y(1", 2, 9, "Unexpected end of the template"],
      ["Hello #", 1, 8, "Unexpected end of the template"],
    ];
    for (const [template, line, column, message] of places) {
      it(`${JSON.stringify(template)} is wrong at ${line}:${column}`, () => {
        assert.throws(
          () => compile(template),
          (error) => {
            assert.ok(error instanceof TemplateError && error.failure === "syntax", String(error));
            assert.deepEqual(
              [error.line, error.column, error.message.slice(0, message.length)],
              [line, column, message],
            );
            return true;
          },
        );
      });
    }
  });
});
