import { itFails, itRenders } from "./rendering.ts";

/** `String.matches` of a text and a pattern. */
function matches(text: string, pattern: string, expected: boolean): [string, string, unknown] {
  return ["$input.path('$.t').matches($input.path('$.p'))", String(expected), { t: text, p: pattern }];
}

/** `String.replaceAll`. */
function replaces(text: string, pattern: string, now: string, expected: string): [string, string, unknown] {
  const payload = { t: text, p: pattern, now };
  return ["$input.path('$.t').replaceAll($input.path('$.p'), $input.path('$.now'))", expected, payload];
}

// Facts of Java 17's java.util.regex.
describe("Java's regular expressions", () => {
  describe("on characters of two surrogates", () => {
    itRenders([
      matches("a😀b", "[a-z]*", false),
      matches("😀", ".", true),
      matches("😀", "^.$", true),
      matches("a😀", "[^\\p{L}]*", false),
      replaces("a😀b", "[^a-z]", "?", "a?b"),
      replaces("a😀\ud83d", "[\\uD800-\\uDFFF]", "?", "a😀?"),
      replaces("😀", "", "-", "-\ud83d-\ude00-"),
      replaces("a😀b", "(?<=.)b", "x", "a😀x"),
    ]);
  });

  describe("on classes of escaped characters", () => {
    itRenders([
      replaces("a\u0001b\ufffe", "[\\x00-\\x08\\uD800-\\uDFFF\\uFFFE]", "?", "a?b?"),
      replaces("a😀b", "[\\uD83D\\uDE00-\\uD83D\\uDE4F]", "?", "a?b"),
      replaces("ab", "[\\uD83D\\uDE00-\\uD83D\\uDE4F]", "?", "ab"),
      replaces("a]b", "[\\u005D\\x5B]", "?", "a?b"),
    ]);
  });

  describe("that take what they can of a line", () => {
    itRenders([
      replaces("<a>1</a>", ".*<a>([^<]*)</a>.*", "$1", "1"),
      replaces("x\n<a>1</a>\ny<a>2</a>", ".*<a>([^<]*)</a>.*", "$1", "x\n1\n2"),
      replaces("xaya\nb", ".*a", "-", "-\nb"),
      replaces("xa\n\nb", ".*", "-", "--\n-\n--"),
      replaces("ab\nab", ".*?b|^a", "-", "-\n-"),
      replaces(`${"x".repeat(500)}<a>1</a>`, ".*<a>.*<.*>(.*)$", "[$1]", "[]"),
    ]);
  });

  describe("at the beginning of a text", () => {
    itRenders([
      replaces("a: b: c", "^[a-z]+: ", "", "b: c"),
      replaces("aaa", "^a", "x", "xaa"),
      replaces("aaa", "^", "x", "xaaa"),
      replaces("a^", "\\^", "x", "ax"),
      matches("ab", "^ab", true),
      replaces("ba\u0041", "\\u0041", "x", "bax"),
      replaces("a\ufffdb", "\\uFFFD", "", "ab"),
    ]);
  });

  describe("with flags", () => {
    itRenders([
      replaces("ABC", "(?i:b)", "x", "AxC"),
      matches("ABC", "^(?i)abc$", true),
      matches("ABC", "(?iu)abc", true),
      matches("É", "(?i)é", false),
      matches("É", "(?iu)é", true),
      matches("aB", "(?i)a(?-i)b", false),
      matches("ab", "(?x) a b # both", true),
      replaces("a\nb", "(?m)^", "-", "-a\n-b"),
      replaces("a\r\nb\n", "$", "-", "a\r\nb-\n-"),
      matches("a\nb", "(?s)a.b", true),
      matches("é", "(?U)\\w", true),
    ]);
  });

  describe("that JavaScript lacks", () => {
    itRenders([
      matches("aaa", "a++a", false),
      matches("abc", "(?>a|ab)c", false),
      replaces("abc", "a\\2", "x", "abc"),
      replaces("aXbX", "\\p{javaUpperCase}", "-", "a-b-"),
      matches("abc", "\\p{javaLowerCase}+", true),
      replaces("a\r\nb\u0085c", "\\R", "-", "a-b-c"),
      replaces("aab", "\\Ga", "x", "xxb"),
      matches("a.b", "a\\Q.\\Eb", true),
      matches("aaa", "(a)\\1\\1", true),
      matches("a1", "\\N{LATIN SMALL LETTER A}\\N{DIGIT ONE}", true),
      replaces("a-é", "\\b", "|", "|a|-|é|"),
      replaces("ab", "(?<first>a)", "${first}!", "a!b"),
      matches("b", "[a-z&&[^a]]", true),
      matches("ab", "(?<=a?)a.", true),
    ]);
  });

  describe("that are none", () => {
    itFails(
      "evaluation",
      [
        "a**",
        "(?<=(?:ab)*)c",
        "a{2",
        "{x}",
        "[a",
        "(a",
        "a)",
        "\\y",
        "(?<n>a)(?<n>b)",
        "\\k<n>",
        "(?z)",
        "\\p{Nothing}",
      ].map((pattern) => ["$input.path('$.t').replaceAll($input.path('$.p'), '')", { t: "abc", p: pattern }] as const),
    );
  });
});
