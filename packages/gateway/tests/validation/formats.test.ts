import assert from "node:assert/strict";
import { FORMATS } from "../../src/validation/formats.ts";

/** What is wrong with a text of a format. */
const fault = (format: string, text: string) => FORMATS.get(format)?.(text);

// Each was answered so by json-schema-validator 2.2.14.
const valid: Record<string, string[]> = {
  "date-time": [
    "2024-01-02T03:04:05Z",
    "2024-01-02t03:04:05z",
    "2024-01-02T03:04:05.123456789012Z",
    "2024-01-02T03:04:05+02:00",
    "2024-01-02T03:04:05+0200",
    "2024-01-02T03:04:05-02",
    "2024-01-02T03:04:05+02:00:30.5",
    "2024-02-29T00:00:00Z",
    "2000-02-29T00:00:00Z",
    "0000-01-01T00:00:00Z",
  ],
  email: [
    "a@b.co",
    "a@b",
    "a@[1.2.3.4]",
    '"a b"@c.d',
    "A <a@b.co>",
    "é@b.co",
    "a@é.co",
    "a.b+c@d-e.com",
    "<@x,@y:a@b.c>",
    "a@b.c (comment)",
    "team:a@b.c,d@e.f;",
    "team:;",
    "a@b.c,",
    " a@b.c ",
  ],
  hostname: ["example.com", "localhost", "a_b.com", "é.com", "1a.b2", "a.b.", "a。b", "x".repeat(63)],
  ipv4: ["1.2.3.4", "255.255.255.255", "0.0.0.0", "::ffff:1.2.3.4", "::ffff:102:304"],
  ipv6: [
    "::1",
    "::",
    "1::",
    "1::2:3",
    "fe80::1%eth0",
    "1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:1.2.3.4",
    "00001::",
    "::1.2.3.4",
  ],
  uri: [
    "http://a.b/c?d#e",
    "/rel",
    "www.example.com",
    "",
    "#frag",
    "?q",
    "//host/p",
    "a:b",
    "urn:x:y",
    "mailto:a@b.c",
    "http://é.com/",
    "http://[::1]:80/",
    "http://[fe80::1%en0]/",
    "http://h:p/",
    "http:///p",
    "http://a.b/%20",
    "http://a_b/",
  ],
  uuid: [
    "123e4567-e89b-12d3-a456-426614174000",
    "123E4567-E89B-12D3-A456-426614174000",
    "1-2-3-4-5",
    "7fffffffffffffff-1-1-1-1",
  ],
  regex: ["[a-z]", "\\d+", "\\p{L}", "{", "]", "a{,2}", ""],
  "json-pointer": ["", "/", "/a/b", "/~0~1"],
  mac: ["aa:bb:cc:dd:ee:ff", "gg:00:11:22:33:44"],
  md5: ["d41d8cd98f00b204e9800998ecf8427E"],
  sha1: ["a".repeat(40)],
  sha256: ["0".repeat(64)],
  sha512: ["F".repeat(128)],
  base64: ["", "YQ==", "YWI=", "YWJj", "ab=="],
};

const invalid: Record<string, string[]> = {
  "date-time": [
    "2024-01-02 03:04:05Z",
    "2024-01-02T03:04:05",
    "2024-13-02T03:04:05Z",
    "2024-00-02T03:04:05Z",
    "2024-04-31T00:00:00Z",
    "2023-02-29T00:00:00Z",
    "1900-02-29T00:00:00Z",
    "2024-01-02T24:00:00Z",
    "2024-01-02T03:04:60Z",
    "2024-01-02T03:04:05.Z",
    "2024-01-02T03:04:05.1234567890123Z",
    "2024-01-02T03:04:05+24:00",
    "2024-01-02T03:04:05+2",
    "24-01-02T03:04:05Z",
    "2024-01-02",
    "2024-01-02T03:04:05Z ",
  ],
  email: [
    "",
    "x",
    "a@",
    "@b.c",
    "a b@c.d",
    "a@b..c",
    "a@.b",
    "a@b.",
    ".a@b",
    "a..b@c",
    "a.@b",
    "a@b_c",
    "a@b@c",
    "a@b.c,d@e.f",
    "a <b",
    "(a",
    "a)@b",
    '"a@b',
    "a@[1.2.3.4",
    "a@b.c;",
    "t:u:a@b.c;;",
    "t:a@;",
    "a@b\u007f",
    "a@😀.c",
  ],
  hostname: ["1.2.3.4", "a.1b", "-a.com", "a-.com", "a..b", "", ".", "a b", "x".repeat(64), `${"a.".repeat(127)}b`],
  ipv4: ["256.1.1.1", "01.2.3.4", "1.2.3", "1.2.3.4.", "a.b.c.d", "::1", ""],
  ipv6: [
    "1.2.3.4",
    "12345::",
    ":::",
    "1:2:3:4:5:6:7",
    "1::2::3",
    "::ffff:1.2.3.4",
    "::1.2.3.4%eth0",
    ":1::2",
    "1:2:3:4:5:6:7::8",
    "",
  ],
  uri: [
    "http://a b",
    "http://a.b/%zz",
    "[a-z]",
    "\\d+",
    ":a",
    "1a:b",
    "a:",
    "http://",
    "a#b#c",
    "http://[::1",
    "http://[x]/",
    "http://a]/",
    "http://u[@[::1]/",
    "a\u00a0b",
    "\ta",
  ],
  uuid: [
    "123e4567e89b12d3a456426614174000",
    "1-2-3-4",
    "1-2-3-4-5-6",
    "1-2-3-4-x",
    "1--3-4-5",
    "8000000000000000-1-1-1-1",
  ],
  regex: ["(", "[", "*", "(?i)x", "(?<n>a)"],
  "json-pointer": ["a", "/~", "/~2"],
  mac: ["aa:bb:cc:dd:ee", "aa-bb-cc-dd-ee-ff", "aa:bb:cc:dd:ee:ff:"],
  md5: ["a", "x".repeat(32)],
  sha1: ["a".repeat(39)],
  sha256: [""],
  sha512: ["é".repeat(128)],
  base64: ["a", "a b=", "====", "YW=j"],
};

describe("formats of models", () => {
  for (const [format, texts] of Object.entries(valid)) {
    it(`take as ${format}: ${texts.map((text) => JSON.stringify(text.slice(0, 40))).join(" ")}`, () => {
      for (const text of texts) assert.equal(fault(format, text), undefined, text);
    });
  }
  for (const [format, texts] of Object.entries(invalid)) {
    it(`refuse as ${format}: ${texts.map((text) => JSON.stringify(text.slice(0, 40))).join(" ")}`, () => {
      for (const text of texts) assert.notEqual(fault(format, text), undefined, text);
    });
  }

  it("are those of the Java validator in draft 4, no others", () => {
    for (const format of [
      "date",
      "time",
      "phone",
      "int32",
      "byte",
      "ip-address",
      "host-name",
      "uri-template",
      "toString",
    ]) {
      assert.equal(FORMATS.has(format), false, format);
    }
  });

  const messages: [format: string, text: string, message: string][] = [
    [
      "date-time",
      "x",
      `string "x" is invalid against requested date format(s) [yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,12}Z]`,
    ],
    ["hostname", "-", 'string "-" is not a valid hostname'],
    ["ipv4", "x", 'string "x" is not a valid IPv4 address'],
    ["ipv6", "x", 'string "x" is not a valid IPv6 address'],
    ["uri", " ", 'string " " is not a valid URI'],
    ["regex", "(", 'string "(" is not a valid ECMA 262 regular expression'],
    ["uuid", "x", 'input string "x" is not a valid UUID'],
    ["json-pointer", "x", 'input string "x" is not a valid JSON Pointer'],
    ["mac", "x", 'input string "x" is not a valid MAC address'],
    ["md5", "x", "input string has incorrect length (1, expected 32)"],
    ["md5", `0${"x".repeat(31)}`, 'illegal character "x" in input at index 1'],
    ["base64", "x", "input has illegal length (must be a multiple of 4, found 1)"],
    ["base64", "a b=", 'illegal character " " at index 1 (not in Base64 alphabet)'],
  ];
  for (const [format, text, message] of messages) {
    it(`say: ${message}`, () => {
      assert.equal(fault(format, text), message);
    });
  }

  it("take a time that grows with the text alone", () => {
    for (const format of FORMATS.keys()) {
      for (const part of ["a", "a@", ".", "::", "(", "[", "<", '"', "%20", "/~0", "a{2", "1-", " ", "@a,", "=", "\\"]) {
        FORMATS.get(format)?.(part.repeat(50_000));
      }
    }
  });
});
