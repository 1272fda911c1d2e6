import { itFails, itRenders } from "./rendering.ts";

describe("expressions", () => {
  describe("as conditions", () => {
    const yes = (condition: string, payload: unknown = "") =>
      [`#if(${condition})yes#else no#end`, "yes", payload] as const;
    const no = (condition: string, payload: unknown = "") =>
      [`#if(${condition})yes#else no#end`, " no", payload] as const;
    itRenders([
      yes("true"),
      no("false"),
      yes("$nothing"),
      no("!$nothing"),
      yes("$input.path('$.a')", { a: null }),
      yes("$input.path('$.a')", { a: "" }),
      yes("$input.path('$.a')", { a: 0 }),
      yes("$input.path('$.a')", { a: [] }),
      no("$input.path('$.a')", { a: false }),
      // Only references are true by being there.
      no("'text'"),
      no("1"),
      no("1 + 1"),
      no("[1]"),
      no("{'a': 1}"),
      yes("'a' == 'a'"),
      yes("true && ! false"),
      yes("not false and true"),
      yes("false or true"),
      yes("true || true && false"),
      no("(true || true) && false"),
      yes("1 < 2 && 2 <= 2 && 3 > 2 && 3 >= 3 && 1 != 2"),
      yes("1 lt 2 and 2 le 2 and 3 gt 2 and 3 ge 3 and 1 ne 2 and 1 eq 1"),
      yes("1 == 1.0"),
      yes("'1' == 1"),
      yes("'true' == true"),
      no("'a' < 'b'"),
      no("$nothing < 1"),
      no("1 < $nothing"),
      yes("[1, 2] == [1, 2]"),
      no("[1, 2] == [2, 1]"),
      yes("{'a': [1]} == {'a': [1]}"),
      yes("[1] == '[1]'"),
      no("[1] == [1.0]"),
    ]);
  });

  describe("in numbers", () => {
    const value = (expression: string, expected: string) => [`#set($x = ${expression})$x`, expected] as const;
    itRenders([
      value("1 + 2 * 3", "7"),
      value("(1 + 2) * 3", "9"),
      value("7 / 2", "3"),
      value("-7 / 2", "-3"),
      value("7 % 3", "1"),
      value("-7 % 3", "-1"),
      value("7 / 2.0", "3.5"),
      value("100.0 / 50", "2.0"),
      value(".5 * .1", "0.05"),
      value("1.0", "1.0"),
      value("1e3", "1000.0"),
      value("1e7", "1.0E7"),
      value("1.5e-4", "1.5E-4"),
      value("1 - 2", "-1"),
      value("2147483647 + 1", "2147483648"),
      value("9007199254740993 + 1", "9007199254740994"),
      value("9223372036854775807 + 1", "9223372036854775808"),
      value("1 > 2", "false"),
      value("1 + 1 == 2", "true"),
      value("! true", "false"),
      value("'a' + 1", "a1"),
      value("1 + 'a' + 2", "1a2"),
      value("'a' + $nothing + 'b'", "ab"),
      value("'a' + [1]", "a[1]"),
      value("1 / 0", ""),
      value("1 % 0", ""),
      value("$nothing * 2", ""),
      value("'2' * 2", ""),
    ]);
  });

  describe("in strings", () => {
    itRenders([
      ["#set($a = 'x')#set($s = \"$a-${a}b$a.c\")$s", "xb"],
      ["#set($a = 'x')#set($s = '$a')$s", "$a"],
      ['#set($s = "a""b")$s', 'a"b'],
      ["#set($s = 'it''s')$s", "it's"],
      ['#set($s = "it\'s")$s', "it's"],
      ["#set($s = 'a\nb')$s", "a\nb"],
      ['#set($s = "\\n\\t\\\\")$s', "\\n\\t\\\\"],
      ['#set($s = "\\u0041")$s', "A"],
      ["#set($s = '\\u0041')$s", "\\u0041"],
      ['#set($s = "#if(true)a#end")$s', "a"],
      ['#set($s = "#foreach($i in [1, 2])$i,#end")$s', "1,2,"],
      ['#set($s = "a## b")[$s]', "[a]"],
      ['#set($s = "cost: $5 #1")$s', "cost: $5 #1"],
      ["#set($s = \"$util.urlEncode('a b')\")$s", "a+b"],
      ['#set($s = "$")$s', "$"],
      ['#set($s = "")[$s]', "[]"],
    ]);
  });

  describe("of lists, maps and ranges", () => {
    itRenders([
      ["#set($x = [])$x", "[]"],
      ["#set($x = [1, 'a', true, 1.5, [2], {}])$x", "[1, a, true, 1.5, [2], {}]"],
      ["#set($x = {})$x", "{}"],
      ["#set($x = { })$x", "{}"],
      ["#set($x = {'a': 1, \"b\": [1, 2], 'c': {'d': 'e'}})$x", "{a=1, b=[1, 2], c={d=e}}"],
      ["#set($k = 'a')#set($x = {$k: $k})$x", "{a=a}"],
      ["#set($x = {\n  'a' : 1 ,\n  'b' : 2\n})$x", "{a=1, b=2}"],
      ["#set($x = [1..3])$x", "[1, 2, 3]"],
      ["#set($x = [ 2 .. -1 ])$x", "[2, 1, 0, -1]"],
      ["#set($n = 2)#set($x = [0..$n])$x", "[0, 1, 2]"],
      ["#set($n = 2)#set($x = [$n..$n])$x", "[2]"],
      ["#set($x = [1..$nothing])[$x]", "[]"],
    ]);
    itFails("limit", [["#set($x = [1..2000000])"]]);
  });
});
