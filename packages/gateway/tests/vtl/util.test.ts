import assert from "node:assert/strict";
import { itFails, itRenders, textOf } from "./rendering.ts";

describe("$util", () => {
  describe(".escapeJavaScript", () => {
    itRenders([
      ["$util.escapeJavaScript($input.body)", '\\"it\\\'s\\" a\\\\b', '"it\'s" a\\b'],
      ["$util.escapeJavaScript($input.body)", "a\\nb\\r\\t\\u0001", "a\nb\r\t\u0001"],
      ["$util.escapeJavaScript($input.body)", "\\/\\u00C4\\u2019\\uD83D\\uDE00", "/Ä’😀"],
      ["$util.escapeJavaScript($input.json('$'))", '{\\"a\\":1}', { a: 1 }],
      ["$util.escapeJavaScript($input.path('$.a'))", "1.5", { a: 1.5 }],
      ["$util.escapeJavaScript($input.path('$'))", "{a=[1]}", { a: [1] }],
      ["[$util.escapeJavaScript($nothing)|$util.escapeJavaScript()]", "[|]"],
      ['$util.escapeJavaScript($input.body).replaceAll("\\\\\'", "\'")', "it's", "it's"],
      ['$util.escapeJavaScript($input.body).replaceAll("\\\\\'", "\'")', "\\\\'\\\"\\/\\u00C4", "\\'\"/Ä"],
      ['$util.escapeJavaScript($input.body).replaceAll("\\\\\'", "x")', "itxs", "it's"],
      // A pattern of one backslash and a quote matches the quote alone.
      ['$util.escapeJavaScript($input.body).replaceAll("\\\'", "\'")', "it\\'s", "it's"],
      ["#set($util = {})[$util.escapeJavaScript($input.body)]", "[]", "it's"],
    ]);
  });

  describe(".urlEncode and .urlDecode", () => {
    itRenders([
      ["$util.urlEncode($input.body)", "a+b%26c%3Dd%2F*-._%7E%27%28%29%21", "a b&c=d/*-._~'()!"],
      ["$util.urlEncode($input.body)", "%C3%84%F0%9F%98%80%3F", "Ä😀\ud800"],
      ["$util.urlDecode($input.body)", "a b+Ä", "a+b%2B%C3%84"],
      ["$util.urlDecode($util.urlEncode($input.body))", "a&b=ç 😀", "a&b=ç 😀"],
      ["$util.urlEncode($input.body)", "%EF%BF%BD%3F%3Fa", "\ufffd\udc00\ud800a"],
      ["$util.urlDecode($input.body)", "\ufffda é\ufffd\ud800", "%C3a+%c3%A9%C3\ud800"],
    ]);
    itFails("evaluation", [
      ["$util.urlDecode($input.body)", "100%"],
      ["$util.urlDecode($input.body)", "%zz"],
      ["$util.urlDecode($input.body)", "%4"],
    ]);
  });

  it("encodes long texts as it does short ones", () => {
    for (const character of ["'", "é", "😀", "\u0001"]) {
      const text = `a${character.repeat(9001)}`;
      for (const name of ["escapeJavaScript", "urlEncode"]) {
        const one = textOf(`$util.${name}($input.body)`, character);
        assert.equal(textOf(`$util.${name}($input.body)`, text), `a${one.repeat(9001)}`);
      }
      assert.equal(textOf("$util.urlDecode($util.urlEncode($input.body))", text), text);
      assert.equal(textOf("$util.base64Encode($input.body)", text), Buffer.from(text).toString("base64"));
    }
  });

  describe(".base64Encode and .base64Decode", () => {
    itRenders([
      ["$util.base64Encode($input.body)", "w4Q6YQ==", "Ä:a"],
      ["$util.base64Decode($input.body)", "Ä:a", "w4Q6YQ=="],
      ["$util.base64Encode($input.path('$.n'))", "MQ==", { n: 1 }],
    ]);
  });

  describe(".parseJson", () => {
    itRenders([
      ["#set($o = $util.parseJson($input.path('$.s')))$o.a.b[1]", "x", { s: '{"a": {"b": [1, "x"]}}' }],
      ["$util.parseJson('[1, 2]')", "[1,2]"],
      ["$util.parseJson('true')$util.parseJson('1.0')$util.parseJson('\"a\"')", "true1.0a"],
      ["#set($o = $util.parseJson('{\"a\": 1}'))#set($o.b = 2)$o", "{a=1, b=2}"],
    ]);
    itFails("evaluation", [["$util.parseJson('{')"]]);
  });
});
