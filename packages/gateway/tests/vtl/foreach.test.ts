import assert from "node:assert/strict";
import { itFails, itRenders, textOf } from "./rendering.ts";

describe("#foreach, #define, #break and #stop", () => {
  describe("#foreach", () => {
    itRenders([
      ["#foreach($i in [1, 2, 3])$i,#end", "1,2,3,"],
      ["#foreach($i in [3..1])$i#end", "321"],
      ["#foreach ( $i in [1, 2] )$i#end", "12"],
      ["#foreach($v in {'a': 1, 'b': 2})$v,#end", "1,2,"],
      ["#set($m = {'a': 1, 'b': 2})#foreach($k in $m.keySet())$k=$m.get($k);#end", "a=1;b=2;"],
      ["#set($m = {'a': 1, 'b': 2})#foreach($e in $m.entrySet())$e.key=$e.value|$e.getKey();#end", "a=1|a;b=2|b;"],
      ["#foreach($i in 'text')$i#end", ""],
      ["#foreach($i in $nothing)$i#end", ""],
      ["#foreach($i in 5)$i#end", ""],
      ["#foreach($i in [])$i#end", ""],
      ["#set($s = 'a,b')#foreach($i in $s.split(','))[$i]#end", "[a][b]"],
      ["#foreach($i in $input.path('$'))[$i]#end", "[1][][x]", [1, null, "x"]],
      ["#foreach($i in [1, 2])$foreach.index$foreach.count$velocityCount #end", "011 122 "],
      ["#foreach($i in [1, 2])$i#if($foreach.hasNext),#end#end", "1,2"],
      ["#foreach($i in [1, 2])$i#if($velocityHasNext),#end#end", "1,2"],
      ["#foreach($i in [1, 2])$i#if($foreach.hasNext()),#end#end", "1,2"],
      ["#foreach($i in [1, 2, 3])$foreach.first/$foreach.last #end", "true/false false/false false/true "],
      ["#foreach($i in [1, 2])#foreach($j in [1, 2])$foreach.parent.count$foreach.count #end#end", "11 12 21 22 "],
      ["#foreach($i in [1])#foreach($j in [1, 2])$foreach.topmost.count#end#end", "11"],
      ["#foreach($i in [1, 2])#foreach($j in [5])#end$foreach.count#end", "12"],
      ["#set($i = 'kept')#foreach($i in [1])$i#end$i", "1kept"],
      ["#foreach($i in [1])#end[$i$foreach.count$velocityCount]", "[]"],
      ["#set($n = 0)#foreach($i in [1, 2, 3])#set($n = $n + $i)#end$n", "6"],
      ["#foreach($i in [1, 2])#set($i = 'x')$i#end", "xx"],
    ]);

    itFails("evaluation", [
      ["#set($l = [1, 2])#foreach($i in $l)#set($x = $l.add(3))#end"],
      ["#set($l = [1, 2, 3])#foreach($i in $l)#set($x = $l.remove(0))#end"],
    ]);

    it("ends after 1,000 iterations", () => {
      assert.equal(
        textOf("#foreach($i in [1..1500])#if($foreach.count > 998)$i#if($foreach.hasNext),#end#end#end"),
        "999,1000,",
      );
      assert.equal(
        textOf("#foreach($i in [1..1000])#if($foreach.count > 998)$i#if($foreach.hasNext),#end#end#end"),
        "999,1000",
      );
    });
  });

  describe("#break", () => {
    itRenders([
      ["#foreach($i in [1, 2, 3])#if($i == 2)#break#end$i#end.", "1."],
      ["#foreach($i in [1, 2])#foreach($j in [1, 2])#if($j == 2)#break#end$i$j #end#end", "11 21 "],
      ["#foreach($i in [1, 2])#foreach($j in [1, 2])#if($j == 2)#break($foreach.parent)#end$i$j #end#end.", "11 ."],
      ["#foreach($i in [1, 2])$i#break($foreach)#end.", "1."],
      ["a#break b", "a"],
      ["#set($i = 'kept')#foreach($i in [1])#break#end$i", "kept"],
      ["#define($d)a#break b#end$d|", "a|"],
    ]);
    itFails("evaluation", [["#foreach($i in [1])#break($i)#end"], ["#break($nothing)"]]);
  });

  describe("#stop", () => {
    itRenders([
      ["a#stop b", "a"],
      ["a#stop('why')b", "a"],
      ["#foreach($i in [1, 2])$i#stop#end b", "1"],
      ["a#if(true)b#stop#end c", "ab"],
    ]);
    it("keeps the overrides made before it", () => {
      assert.equal(textOf("#set($context.responseOverride.status = 400)#stop"), "");
    });
  });

  describe("#define", () => {
    itRenders([
      ["#define($d)$x#end#set($x = 1)$d#set($x = 2)$d", "12"],
      ["#define($d)a#end${d}b$!d", "aba"],
      ["#define($d)a#end$d()", "a()"],
      ['#define($d)a#end#set($s = "[$d]")$s', "[a]"],
      ["#define($d)a#end#set($s = 'x' + $d)$s", "xa"],
      ["#define($d)a$d#end$d", "aa$d"],
      ["#define($d)#foreach($i in [1, 2])$i#end#end$d", "12"],
      ["#define($d)a/b#end$util.urlEncode($d)", "a%2Fb"],
    ]);
  });
});
