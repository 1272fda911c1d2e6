import { itFails, itRenders } from "./rendering.ts";

/** A call on a value assigned to `$x`, and what it prints. */
function on(value: string, call: string, expected: string): [string, string] {
  return [`#set($x = ${value})$x${call}`, expected];
}

/** The pieces that `split` makes, each in brackets. */
function pieces(value: string, args: string, expected: string): [string, string] {
  return [`#set($x = ${value})#foreach($p in $x.split(${args}))[$p]#end`, expected];
}

describe("Java's methods", () => {
  describe("of String", () => {
    itRenders([
      on("'abc'", ".length()", "3"),
      on("''", ".isEmpty()", "true"),
      on("''", ".empty", "true"),
      on("' \ta b\n '", ".trim()", "a b"),
      on("'aÄb'", ".toUpperCase()", "AÄB"),
      on("'AbC'", ".toLowerCase()", "abc"),
      on("'abc'", ".contains('b')", "true"),
      on("'abc'", ".startsWith('b', 1)", "true"),
      on("'abc'", ".endsWith('bc')", "true"),
      on("'abcabc'", ".indexOf('c')", "2"),
      on("'abcabc'", ".indexOf('c', 3)", "5"),
      on("'abcabc'", ".lastIndexOf('b')", "4"),
      on("'abcabc'", ".lastIndexOf('b', 3)", "1"),
      on("'abc'", ".indexOf('x')", "-1"),
      on("'something'", ".substring(3)", "ething"),
      on("'something'", ".substring(3, 6)", "eth"),
      on("'abc'", ".charAt(1)", "b"),
      on("'ab'", ".concat('c')", "abc"),
      on("'ab'", ".equals('ab')", "true"),
      on("'1'", ".equals(1)", "false"),
      on("'ab'", ".equalsIgnoreCase('AB')", "true"),
      on("'a'", ".compareTo('c')", "-2"),
      on("'hello'", ".hashCode()", "99162322"),
      on("'a.b.a'", ".replace('.', '$1')", "a$1b$1a"),
      on("'ab'", ".replace('', '-')", "-a-b-"),
      on("'a'", ".toString().toString()", "a"),
      on("','", ".join(',', ['a', 'b'])", "a,b"),
      on("'abc'", ".nothing()", ""),
      on("'abc'", ".contains(1)", ""),
      on("'abc'", ".length", ""),
    ]);
    itFails("evaluation", [
      on("'abc'", ".substring(4)", ""),
      on("'abc'", ".substring(2, 1)", ""),
      on("'abc'", ".substring(-1)", ""),
      on("'abc'", ".charAt(3)", ""),
    ]);
  });

  // Facts of Velocity 1.7 on Java: https://github.com/apache/velocity-engine/blob/1.7/src/java/org/apache/velocity/util/introspection/MethodMap.java
  describe("with other arguments", () => {
    itFails("evaluation", [
      on("'abc'", ".trim('x')", ""),
      on("[1]", ".size(1)", ""),
      on("'a'", ".join(',', [1, 2])", ""),
      on("'a'", ".compareTo(1)", ""),
      on("'a'", ".concat(null)", ""),
      ["$input.params('a', 'b')", ""],
    ]);
    itRenders([
      on("'abc'", ".contains(1)", ""),
      on("'abc'", ".indexOf(98)", "1"),
      on("'abc'", ".valueOf(null)", "null"),
    ]);
  });

  describe("of Character", () => {
    itRenders([
      on("'abc'", ".charAt(0)", "a"),
      on("'abc'", ".charAt(0).equals('a')", "false"),
      on("'abc'", ".charAt(0).toUpperCase()", ""),
      on("'abc'", ".charAt(0).compareTo($x.charAt(2))", "-2"),
      ["#set($x = 'abc')#set($c = $x.charAt(0))#if($c == 'a')same#end", "same"],
      on("'abc'", ".charAt(0).isLetter($x.charAt(0))", "true"),
      on("'abc'", ".toCharArray()[1]", "b"),
    ]);
  });

  describe("String.format", () => {
    itRenders([
      on("''", ".format('%05d', 7)", "00007"),
      on("''", ".format('%.2f', 12.5)", "12.50"),
      on("''", ".format('%.2f', 1.005)", "1.01"),
      on("''", ".format('%s-%s', 'a', [1])", "a-[1]"),
      on("''", ".format('%2$s%1$s%%%n', 'a', 'b')", "ba%\n"),
      on("''", ".format('%-4s|%4s|', 'a', 'b')", "a   |   b|"),
      on("''", ".format('%x %o %X', 255, 8, 171)", "ff 10 AB"),
      on("''", ".format('%,d %+d %(d', 1234567, 5, -5)", "1,234,567 +5 (5)"),
      on("''", ".format('%e %g', 12345.678, 0.0001)", "1.234568e+04 0.000100000"),
      on("''", ".format('%b %c', true, 65)", "true A"),
    ]);
    itFails("evaluation", [
      on("''", ".format('%s')", ""),
      on("''", ".format('%d', 'a')", ""),
      on("''", ".format('%y', 1)", ""),
    ]);
  });

  describe("of iterators and map views", () => {
    itRenders([
      on("{'k': 'v'}", ".keySet().iterator().next()", "k"),
      on("{'k': 'v'}", ".entrySet().iterator().next().value", "v"),
      on("{'k': 'v'}", ".keySet().iterator().hasNext()", "true"),
      ["#set($l = [1, 2])#set($i = $l.iterator())#foreach($x in $i)$x#end#foreach($x in $i)$x#end", "12"],
      on("{'k': 1}", ".values().remove(1)$x", "true{}"),
      on("{'k': 1}", ".values().remove(5)", "false"),
      on("{'k': 1, 'l': 2}", ".keySet().remove('k')$x", "true{l=2}"),
      on("{'k': 1}", ".entrySet().toArray()[0].key", "k"),
      on("{'k': 1}", ".replace('k', 2)$x", "1{k=2}"),
      ["#set($m = {'k': 1})#foreach($e in $m.entrySet())#set($e.value = 2)#end$m", "{k=2}"],
      on("'a,b'", ".split(',').size()", "2"),
    ]);
    itFails("evaluation", [on("{'k': 1}", ".keySet().add('l')", ""), on("[]", ".iterator().next()", "")]);
  });

  describe("of String, with regular expressions", () => {
    itRenders([
      on("'a1b22'", ".replaceAll('[0-9]+', '#')", "a#b#"),
      on("'a.b'", ".replaceAll('.', 'x')", "xxx"),
      on("'a.b'", ".replaceAll('\\.', 'x')", "axb"),
      on("'a1b2'", ".replaceFirst('[0-9]', '')", "ab2"),
      on("'John Smith'", ".replaceAll('(\\w+) (\\w+)', '$2 $1')", "Smith John"),
      on("'ab'", ".replaceAll('(?<first>a)', '${first}!')", "a!b"),
      on("'ab'", ".replaceAll('(a)', '$12')", "a2b"),
      on("'ab'", ".replaceAll('a', '\\$')", "$b"),
      on("'ab'", ".replaceAll('a', '\\\\')", "\\b"),
      on("'ab'", ".replaceAll('a', '$0$0')", "aab"),
      on("'(a|b)'", ".replaceAll('\\Q(a|b)\\E', 'x')", "x"),
      on("'aBc'", ".replaceAll('(?i)b', 'x')", "axc"),
      on("'a b'", ".replaceAll('\\p{Punct}|\\p{Space}', '_')", "a_b"),
      on("'a-b_c'", ".replaceAll('[^\\w-]', '')", "a-b_c"),
      on("'a{b}'", ".replaceAll('[{}]', '')", "ab"),
      on("'xaz'", ".replaceAll('[a-z&&[^x]]', '.')", "x.."),
      on("'a-b]c'", ".replaceAll('[]\\w-]', '.')", "....."),
      on("'a^b'", ".replaceAll('[\\^a]', '.')", "..b"),
      on("'a/b'", ".replaceAll('/', '\\\\/')", "a\\/b"),
      on("'aab'", ".matches('a*b')", "true"),
      on("'aab'", ".matches('a')", "false"),
      on("'aab'", ".matches('^a+b$')", "true"),
      on("'a\nb'", ".matches('a.b')", "false"),
      on("'a\nb'", ".matches('(?s)a.b')", "true"),
      on("'2020-01-20'", ".matches('\\d{4}-\\d{2}-\\d{2}')", "true"),
      on("'b|a'", ".matches('a|b\\|a')", "true"),
      on("'aaa'", ".matches('a++')", "true"),
      pieces("'a,b,,'", "','", "[a][b]"),
      pieces("'a,b,,'", "',', -1", "[a][b][][]"),
      pieces("'a,b,c'", "',', 2", "[a][b,c]"),
      on("',a'", ".split(',').size()", "2"),
      on("','", ".split(',').size()", "0"),
      on("''", ".split(',').size()", "1"),
      pieces("'abc'", "''", "[a][b][c]"),
      pieces("'ab'", "'', -1", "[a][b][]"),
      on("'a1b'", ".split('[0-9]')[1]", "b"),
    ]);
    itFails("evaluation", [
      on("'a'", ".replaceAll('[', '')", ""),
      on("'a'", ".matches('(a')", ""),
      on("'a'", ".replaceAll('a', '$1')", ""),
      on("'a'", ".replaceAll('a', '$')", ""),
      on("'a'", ".replaceAll('a', '\\')", ""),
      on("'a'", ".replaceAll('\\y', '')", ""),
    ]);
  });

  describe("of List", () => {
    itRenders([
      on("[1, 2]", ".size()", "2"),
      on("[]", ".isEmpty()", "true"),
      on("[]", ".empty", "true"),
      on("[1, 'a']", ".contains('a')", "true"),
      on("[1]", ".contains('1')", "false"),
      on("[1, 2, 1]", ".indexOf(1)$x.lastIndexOf(1)$x.indexOf(3)", "02-1"),
      on("[1]", ".add(2)$x", "true[1, 2]"),
      on("[1, 2]", ".add(1, 'x')$x", "[1, x, 2]"),
      on("[1]", ".addAll([2, 3])$x", "true[1, 2, 3]"),
      on("[1, 2]", ".set(0, 'x')$x", "1[x, 2]"),
      on("['a', 'b']", ".remove(0)$x", "a[b]"),
      on("['a', 'b']", ".remove('b')$x", "true[a]"),
      on("[1, 2, 3]", ".subList(1, 3)", "[2, 3]"),
      on("[1, 2]", ".containsAll([2, 1])", "true"),
      on("[1, 2, 3]", ".removeAll([1, 3])$x", "true[2]"),
      on("[1, 2, 3]", ".retainAll([1, 3])$x", "true[1, 3]"),
      on("[1]", ".clear()$x", "[]"),
      on("[1]", ".equals([1])", "true"),
      on("[1, [2]]", ".toString().length()", "8"),
      on("[1]", ".get('a')", ""),
      on("[1]", ".length()", ""),
    ]);
    itFails("evaluation", [
      on("[1]", ".get(1)", ""),
      on("[1]", ".set(1, 2)", ""),
      on("[1]", ".remove(1)", ""),
      on("[1]", ".add(2, 2)", ""),
      on("[1]", ".subList(0, 2)", ""),
    ]);
  });

  describe("of Map", () => {
    itRenders([
      on("{'a': 1}", ".size()", "1"),
      on("{}", ".isEmpty()", "true"),
      on("{}", ".empty", ""),
      on("{'a': 1}", ".put('a', 2)$x.put('b', 3)$x", "1{a=2, b=3}"),
      on("{'a': 1}", ".putAll({'a': 2, 'b': 3})$x", "{a=2, b=3}"),
      on("{'a': 1}", ".putIfAbsent('a', 2)$x.putIfAbsent('b', 2)$x", "1{a=1, b=2}"),
      on("{'a': 1}", ".getOrDefault('a', 2)$x.getOrDefault('b', 2)", "12"),
      on("{'a': 1}", ".containsKey('a')$x.containsKey('b')", "truefalse"),
      on("{'a': 1}", ".containsValue(1)", "true"),
      on("{'a': 1, 'b': 2}", ".keySet()$x.values()$x.entrySet()", "[a, b][1, 2][a=1, b=2]"),
      on("{'a': 1}", ".keySet().size()$x.keySet().contains('a')", "1true"),
      on("{'a': 1}", ".keySet()[0]", ""),
      on("{'a': 1}", ".remove('a')$x", "1{}"),
      on("{'a': 1}", ".clear()$x", "{}"),
      on("{'a': 1}", ".equals({'a': 1})", "true"),
      on("{}", ".put('k', null) $x.k $x", "  {k=null}"),
      on("{'size': 5}", ".size$x.size()", "51"),
      on("{'a': {'b': [1]}}", ".toString()", "{a={b=[1]}}"),
    ]);
  });

  describe("of numbers and booleans", () => {
    itRenders([
      on("5", ".toString().length()", "1"),
      on("5", ".equals(5)", "true"),
      on("5", ".equals(5.0)", "false"),
      on("5", ".compareTo(7)", "-1"),
      on("5.9", ".intValue()", "5"),
      on("5", ".doubleValue()", "5.0"),
      on("0", ".parseInt('-12')", "-12"),
      on("0.0", ".parseDouble('1.5')", "1.5"),
      on("true", ".toString()", "true"),
      on("true", ".equals(true)", "true"),
      on("true", ".parseBoolean('TRUE')", "true"),
      on("5", ".toFixed(2)", ""),
    ]);
    itRenders([
      on("7", ".max(1, 2)", "2"),
      on("7", ".parseInt('ff', 16)$x.toString(255, 16)", "255ff"),
      on("7", ".signum(-5)$x.bitCount(7)$x.toHexString(-1)", "-13ffffffff"),
      on("12345678901", ".intValue()", "-539222987"),
      on("12345678901", ".parseInt('12')", ""),
      on("300", ".byteValue()", "44"),
      on("16777217", ".floatValue()", "1.6777216E7"),
      on("0.1", ".floatValue()", "0.1"),
      on("2.5", ".isNaN()$x.infinite$x.longValue()", "falsefalse2"),
      on("true", ".compareTo(false)$x.logicalAnd(true, false)", "1false"),
      on("true", ".hashCode()", "1231"),
      on("0.1", ".hashCode()", "-1507852285"),
      on("12345678901", ".hashCode()", "-539222985"),
      // Up to Java 18 the digits are not always the fewest.
      ["#set($x = 1e23)$x", "9.999999999999999E22"],
      ["#set($x = 2.0E-3)$x", "0.002"],
      ["#set($x = 123456789.123)$x", "1.23456789123E8"],
    ]);
    itFails("evaluation", [on("7", ".compareTo(2.5)", ""), on("7", ".parseInt('2147483648')", "")]);
    itFails("evaluation", [on("0", ".parseInt('x')", ""), on("0", ".parseInt('1.5')", "")]);
  });
});
