import fc from "fast-check";
import contactSchema from "../../contact/contact.schema.json" with { type: "json" };

/** Pieces that end a string, a parameter, a document or a line of some format, or start a template's code. */
const PIECES = [
  ..."&=%+\"'\\/<>${}#[]().,:;!@|^~`* \t\r\n",
  ..."\0\u0007\u000b\u001f\u007f\u0085\u00a0\u2028\u2029\ufeff\ufffd\ufffe\uffff\ufdd0\u202e\u0301",
  "\ud800",
  "\udfff",
  "😀",
  "é",
  "\u{1fffe}",
  "\u{10ffff}",
  "$!{",
  "$input.body",
  "$input.json('$')",
  "$input.params().header",
  "$util.escapeJavaScript('",
  "$util.urlDecode('%26')",
  "$context.requestOverride.path",
  "#set($x = 1)",
  "#set($context.responseOverride.status = 500)",
  "#foreach($i in [1..99999])",
  "#end",
  "#stop",
  "#*",
  "##",
  "#[[",
  "${context.",
  "\\u0000",
  "\\ud800",
  "%00",
  "%zz",
  "%",
  "%ff",
  "%c0%af",
  "%2e%2e%2f",
  "%252e",
  "%0d%0aX-Injected:%201",
  "../",
  "..\\",
  "&Action=DeleteQueue",
  "&MessageAttribute.1.Value.StringValue=other",
  "]]>",
  "<!--",
  "<![CDATA[",
  "<?xml version='1.1'?>",
  "&amp;",
  "&#13;",
  "&#0;",
  "&lol;",
  "<!DOCTYPE a [<!ENTITY b 'c'>]>",
  "<!DOCTYPE a SYSTEM 'file:///etc/passwd'>",
  "</note><note>",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "\r\nX-Injected: 1",
  "\r\n\r\nHTTP/1.1 200 OK\r\n",
  '","id":"other',
  "@SubmissionId",
  "javascript:alert(1)",
  "http://169.254.169.254/latest/meta-data/",
  "{{7*7}}",
  "a".repeat(200),
];

/** Text that is hostile to some format, any text of Unicode, and halves of surrogate pairs. */
export const hostileText = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: fc.constantFrom(...PIECES), minLength: 1, maxLength: 12 }) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 40 }) },
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 10 }),
  fc.nat(6_000).map((length) => "x".repeat(length)),
);

/** Pieces that the models let in, by their own pattern of what is not text. */
const CARRIED = PIECES.filter((piece) => !new RegExp(contactSchema.properties.message.not.pattern).test(piece));

/** Hostile text that the models let in: what is stored of it is compared. */
export const acceptedText = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: fc.constantFrom(...CARRIED), minLength: 1, maxLength: 12 }) },
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
);

/** JSON text that stands for itself in {@link stringify}. */
export function raw(text: string): { readonly raw: string } {
  return { raw: text };
}

/** JSON text of a value; of {@link raw} the text that it was given. */
export function stringify(value: unknown): string {
  return typeof value === "object" && value !== null && "raw" in value ? String(value.raw) : JSON.stringify(value);
}

/** Values of JSON that no model expects, and texts that are almost JSON. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, 0, -0, 1e308, 5e-324, [], {}, "", [[]], { toString: 1 }, { length: -1 }),
  fc.nat(3_000).map((depth) => raw(`${"[".repeat(depth)}${"]".repeat(depth)}`)),
  fc.nat(3_000).map((depth) => raw(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`)),
  fc.nat(3_000).map((width) => Object.fromEntries(Array.from({ length: width }, (_, index) => [`k${index}`, index]))),
  fc.nat(3_000).map((width) => raw(`{${Array.from({ length: width }, () => '"same":1').join(",")}}`)),
  fc
    .constantFrom(
      '{"__proto__":{"polluted":1}}',
      '{"constructor":{"prototype":{"polluted":1}}}',
      '{"toString":null,"valueOf":1}',
      "1".repeat(400),
      "1e99999",
      "-1e-99999",
      `0.${"3".repeat(400)}`,
      "-",
      "01",
      "NaN",
      "Infinity",
      "tru",
      "'a'",
      "0x1",
      ...['"\\x"', '"\\u12"', '"\n"', "[1,]", '{"a":1,}', "/**/1", "1 2", "[1", '{"a"}', "{a:1}", "\ufeff1"],
    )
    .map((value) => (typeof value === "string" ? raw(value) : value)),
);

/** An object's text, in which a name may come more than once, and be written with escapes. */
export function objectText(entries: readonly (readonly [string, unknown])[], areNamesEscaped = false): string {
  const nameText = (name: string) =>
    areNamesEscaped && name !== ""
      ? `"${[...name].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`).join("")}"`
      : JSON.stringify(name);
  return `{${entries.map(([name, value]) => `${nameText(name)}:${stringify(value)}`).join(",")}}`;
}
