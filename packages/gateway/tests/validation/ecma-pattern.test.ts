import assert from "node:assert/strict";
import { translatePattern } from "../../src/validation/ecma-pattern.ts";

/** Whether a pattern of a model is found in a text; undefined when the pattern is refused. */
function isFound(pattern: string, text: string): boolean | undefined {
  const translated = translatePattern(pattern);
  return translated === undefined ? undefined : new RegExp(translated).test(text);
}

// Each was answered so by Rhino 1.7.7.2, which json-schema-validator 2.2.14 runs patterns with.
describe("patterns of models", () => {
  const found: [pattern: string, text: string, found: boolean][] = [
    ["^[a-z]+$", "abc", true],
    ["^[a-z]+$", "abc\n", false],
    ["b", "abc", true],
    ["(?=a)a", "a", true],
    ["^(?!abc).*$", "abcd", false],
    ["^(a|b)\\1$", "aa", true],
    ["^(a|b)\\1$", "ab", false],
    ["\\1(a)", "a", true],
    ["^\\2(a)$", "\x02a", true],
    ["^\\12$", "\n", true],
    ["^\\8$", "\\8", true],
    ["^\\0$", "\0", true],
    ["^\\x61\\u0062$", "ab", true],
    ["^\\x6z$", "x6z", true],
    ["^\\u{61}$", `${"u".repeat(61)}`, true],
    ["^\\cA$", "\x01", true],
    ["^\\c1$", "\\c1", true],
    ["^\\A\\z\\_$", "Az_", true],
    ["^\\p{L}$", "p{L}", true],
    ["^.$", "😀", false],
    ["^..$", "😀", true],
    ["^.$", "\u2028", false],
    ["^\\s$", "\ufeff", true],
    ["^\\w$", "é", false],
    ["^{2}$", "{2}", true],
    ["^a{,2}$", "a{,2}", true],
    ["^a{x$", "a{x", true],
    ["^]}$", "]}", true],
    ["^a{2,3}?$", "aa", true],
    ["^(?=a)*a$", "a", true],
    ["^[]$", "a", false],
    ["^[^]$", "\n", true],
    ["^[\\b]$", "\b", true],
    ["^[a-]$", "-", true],
    ["^[-a]$", "-", true],
    ["^[\\w-.]+$", "a-.", true],
    ["^[\\d-a]+$", "1-a", true],
    ["^[\\1]$", "\x01", true],
    ["^[\\x4]$", "\x04", true],
    ["^[\\D\\d]$", "\n", true],
    ["^[😀]$", "😀", false],
    ["^[[:alpha:]]$", "a]", true],
    ["a|^", "b", true],
    ["\\/", "/", true],
  ];
  for (const [pattern, text, expected] of found) {
    it(`${JSON.stringify(pattern)} is ${expected ? "" : "not "}found in ${JSON.stringify(text)}`, () => {
      assert.equal(isFound(pattern, text), expected);
    });
  }

  const refused = ["(", ")", "[", "*", "a**", "a++", "^*", "$+", "\\b?", "(?i)a", "(?<n>a)", "(?<=a)b", "(?:", "\\"];
  refused.push("[b-a]", "[a-\\d]", "[\\d-.]", "a{2,1}", "a{70000}", "a{2", "a{2,", "a|*", "(|*)");
  for (const pattern of refused) {
    it(`${JSON.stringify(pattern)} is refused`, () => {
      assert.equal(translatePattern(pattern), undefined);
    });
  }

  it("of any depth are read", () => {
    assert.equal(translatePattern("(".repeat(100_000)), undefined);
    assert.notEqual(translatePattern("(".repeat(100_000) + ")".repeat(100_000)), undefined);
  });
});
