import assert from "node:assert/strict";
import { type TemplateUse, unescapedExpressions } from "../../policy/template-taint.ts";

/** A template, its use (default request), and what is unescaped in it. */
const CASES: readonly (readonly [string, string, readonly string[], TemplateUse?])[] = [
  ["a whole body in a form", "Action=SendMessage&MessageBody=$input.body", ["$input.body"]],
  ["an encoded body in a form", "Action=SendMessage&MessageBody=$util.urlEncode($input.body)", []],
  [
    "JSON's escape in a form",
    'Action=X&A=$util.escapeJavaScript($input.path("$.a"))',
    ['$util.escapeJavaScript($input.path("$.a"))'],
  ],
  ["JSON in a form", "Action=X&A=$input.json('$')", ["$input.json('$')"]],
  ["JSON in JSON", "{\"a\": $input.json('$.a')}", []],
  ["a text in JSON", '{"a": "$input.path(\'$.a\')"}', ["$input.path('$.a')"]],
  ["an escaped text in JSON", '{"a": "$util.escapeJavaScript($input.path(\'$.a\')).replaceAll("\\\\\'","\'")"}', []],
  ["an encoded text in JSON", '{"a": "$util.base64Encode($input.body)"}', []],
  [
    "a text in XML, for which there is no escape",
    "<a>$util.escapeJavaScript($input.path('$.a'))</a>",
    ["$util.escapeJavaScript($input.path('$.a'))"],
  ],
  ["a variable", '#set($a = $input.params(\'a\'))\n{"a": "$a"}', ["$a"]],
  ["a variable of a variable", '#set($a = $input.params(\'a\'))#set($b = "x$a"){"b": "${b}"}', ["${b}"]],
  ["an escaped variable", '#set($a = $util.escapeJavaScript($input.params(\'a\')))\n{"a": "$a"}', []],
  ["a variable that is only compared", '#set($a = $input.params(\'a\'))#if($a == "b"){"a": 1}#else{"a": 2}#end', []],
  ["an item of a loop", "{#foreach($item in $input.path('$.list'))\"$item.name\"#end}", ["$item.name"]],
  ["a quiet or formal reference", '{"a": "$!{input.body}", "b": "$!input.body"}', ["$!{input.body}", "$!input.body"]],
  [
    "the path and the user agent",
    '{"a": "$context.path", "b": "$context.identity.userAgent"}',
    ["$context.path", "$context.identity.userAgent"],
  ],
  [
    "what AWS alone writes",
    '{"a": "$context.requestId", "b": "$context.identity.sourceIp", "c": "$stageVariables.x"}',
    [],
  ],
  ["a comment", "## $input.body\n#* $input.body *#{}", []],
  ["a parenthesis in a text", '#set($a = $input.path(\'$.a)\'))\n{"a": "$a"}', ["$a"]],
  ["a parameter in a response", '{"a": "$input.params(\'a\')"}', ["$input.params('a')"], "response"],
  ["a service's answer in a response", '{"a": "$input.path(\'$.a\')"}', [], "response"],
  ["stored data in a response", '{"a": "$input.path(\'$.a\')"}', ["$input.path('$.a')"], "stored"],
  ["a dollar that begins no reference", '{"price": "$5", "a": "$"}', []],
];

describe("the search for unescaped expressions", () => {
  for (const [what, template, expected, use = "request"] of CASES) {
    it(`${expected.length === 0 ? "finds nothing in" : "finds"} ${what}`, () => {
      assert.deepEqual(unescapedExpressions(template, use), expected);
    });
  }
});
