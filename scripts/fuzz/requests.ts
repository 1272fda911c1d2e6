import fc from "fast-check";
import { bent } from "./bent.ts";
import type { RawRequest } from "./exchange.ts";
import { acceptedText, hostileText, objectText, oddValue, stringify } from "./text.ts";

/** Any text, as often one that the models let in. */
const anyText = fc.oneof(acceptedText, hostileText);

const contentType = fc.oneof(
  { weight: 12, arbitrary: fc.constant("application/json") },
  fc.constantFrom(
    "application/json; charset=utf-16",
    "application/json; charset=utf-7",
    'application/json; charset="',
    "application/json; charset=utf-8; charset=latin1",
    'application/json;charset=UTF-8;boundary="',
    "APPLICATION/JSON",
    " application/json ",
    "application/json, text/xml",
    "application/json\\",
    "application/*+json",
    "*/*",
    "application/pdf",
    "image/png",
    "text/json",
    "text/xml",
    "application/x-www-form-urlencoded",
    "application/x-amz-json-1.0",
    "multipart/form-data",
    "multipart/form-data; boundary=application/json",
    "application/octet-stream",
    "__proto__",
    ";",
    "",
    "a".repeat(2_000),
  ),
);

const NAMES = [
  "name",
  "email",
  "topic",
  "message",
  "phone",
  "website",
  "__proto__",
  "constructor",
  "toString",
  "id",
  "",
];

/** A submission whose fields have hostile texts; now and then a field is missing, odd, unknown or twice there. */
const submission = fc
  .record({
    path: fc.constantFrom("/contact", "/contact/lambda", "/contact/legacy"),
    type: contentType,
    message: anyText,
    name: fc.oneof({ weight: 3, arbitrary: fc.constant("Ada") }, anyText),
    extra: fc.option(fc.tuple(fc.constantFrom(...NAMES), fc.oneof(anyText, oddValue)), { freq: 4 }),
    before: fc.boolean(),
    areNamesEscaped: fc.integer({ max: 9, min: 0 }).map((one) => one === 9),
    around: fc.oneof({ weight: 9, arbitrary: fc.constant("") }, fc.constantFrom(" \n", "\ufeff", "\0", "{}", "x")),
  })
  .map(({ path, type, message, name, extra, before, areNamesEscaped, around }): RawRequest => {
    const fields: (readonly [string, unknown])[] = [
      ["name", name],
      ["email", "ada@example.com"],
      ["topic", "sales"],
      ["message", message],
    ];
    const entries = extra === null ? fields : before ? [extra, ...fields] : [...fields, extra];
    const text = objectText(entries, areNamesEscaped);
    return {
      kind: `POST ${path}`,
      method: "POST",
      target: path,
      headers: type === "" ? [] : [`Content-Type: ${type}`],
      body: Buffer.from(before ? `${around}${text}` : `${text}${around}`),
    };
  });

/** A segment of a path, well encoded or not. */
const segment = fc.oneof(
  // Through UTF-8, which has no halves of surrogate pairs, nor does encodeURIComponent take them.
  { weight: 2, arbitrary: anyText.map((text) => encodeURIComponent(Buffer.from(text).toString()).slice(0, 2_000)) },
  fc.string({
    unit: fc.constantFrom(..."%zf0a./;=&+$~{}|\\^[]'\"<>#", "%2e", "%2F", "..", "%00", "%ff"),
    minLength: 1,
  }),
  fc.constantFrom(
    ...["..", ".", "%2e%2e", "..%2f..%2f", "..;/", "%2e%2e%5c", "....//", "%252e%252e%252f", "..%c0%af", "..%ef%bc%8f"],
    ...["%", "%%%", "%u0041", "%c0%80", "%f8%88%80%80%80", "%ed%a0%80", "%0d%0aX:1", "%09", "%20"],
    ...["@evil.example", "evil.example:80", "//evil.example/", "?x=1", "%3fx=1", "%23", "\\..\\", "__proto__"],
    "a".repeat(3_000),
    "\u00e9".repeat(3),
  ),
);

const query = fc.oneof(
  { weight: 3, arbitrary: fc.constant("") },
  fc
    .array(fc.tuple(segment, segment), { maxLength: 4 })
    .map((pairs) => `?${pairs.map(([name, value]) => `${name}=${value}`).join("&")}`),
  fc.constantFrom(
    ...["?", "??", "?=", "?&&", "?simulate=429&simulate=503", "?simulate=$input.body", '?simulate=200","a', "?a[]=1"],
    "?__proto__=1&constructor=2",
    "?Action=DeleteQueue",
    "?X-Amz-Algorithm=AWS4-HMAC-SHA256",
    `?${"a&".repeat(1_000)}`,
    `?${Array.from({ length: 1_000 }, (_, index) => `k${index}=%41`).join("&")}`,
  ),
);

/** Header lines of a client that means no good. */
const headerLines = fc.array(
  fc.oneof(
    fc.constantFrom(
      "X-HTTP-Method-Override: DELETE",
      "X-HTTP-Method-Override: __proto__",
      "X-Forwarded-For: 127.0.0.1, ${jndi:ldap://x}",
      "X-Forwarded-Host: evil.example",
      "X-Original-URL: /dev/announcements",
      "X-Amzn-RequestId: chosen",
      "X-Amzn-Trace-Id: Root=;Parent=;Sampled=?",
      "X-Amzn-Apigateway-Api-Id: other",
      "Accept: ;;;",
      "Accept: application/xml",
      'Accept-Language: $input.body\t"',
      "Accept-Language: de\u00e9, ../../x",
      "Accept-Encoding: gzip;q=NaN, *",
      "Origin: null",
      "Cookie: a=b; __proto__=c",
      "__proto__: polluted",
      "constructor: x",
      "toString: x",
      "Range: bytes=0-,-1",
      "If-None-Match: *",
      "If-Match: x",
      "Content-Encoding: gzip",
      "Content-MD5: AAAA",
      "Content-Type: text/plain",
      "Expect: 100-continue",
      "TE: trailers",
      "Trailer: X-Late",
      "Via: 1.1 evil",
      "Max-Forwards: 0",
      "Proxy-Authorization: Basic x",
      "Keep-Alive: timeout=999999",
      "X-Amz-Target: DynamoDB_20120810.DeleteTable",
      "X-Amz-Security-Token: x",
      "X-Amz-Date: 20200101T000000Z",
      "Authorization: AWS4-HMAC-SHA256 Credential=test/1/2/3/4, SignedHeaders=, Signature=",
      "Authorization: Basic \u00ff",
      `X-Long: ${"a".repeat(4_000)}`,
    ),
    fc
      .string({ unit: fc.constantFrom(..."abc;,=\"' \t$#{}%\u00e9\u00ff"), maxLength: 40 })
      .map((value) => `X-Any: ${value}`),
    fc.nat(120).map((count) => Array.from({ length: count }, (_, index) => `X-Many-${index}: ${index}`).join("\r\n")),
  ),
  { maxLength: 3 },
);

const ROUTES: readonly (readonly [method: string, start: string])[] = [
  ["GET", "/topics"],
  ["GET", "/postal-codes/us/"],
  ["GET", "/postal-codes/%2e%2e/"],
  ["GET", "/support/"],
  ["POST", "/support/"],
  ["GET", "/visitors/"],
  ["PUT", "/visitors/"],
  ["PUT", "/attachments/"],
  ["POST", "/announcements"],
  ["POST", "/events"],
  ["OPTIONS", "/contact"],
  ["GET", "/"],
];

/** The fields that each route's model knows. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  "/visitors/": ["page"],
  "/announcements": ["subject", "message"],
  "/events": ["type", "page", "visitor"],
};

const otherBody = fc.oneof(
  fc.constant(""),
  oddValue.map(stringify),
  hostileText,
  fc.json(),
  // JSON in another encoding.
  fc.constantFrom(Buffer.from('{"page":"a"}', "utf16le").toString("latin1"), "\u00fe\u00ff\u0000{\u0000}"),
);

/** A request to any route, with an odd path, query, headers and body. */
const anyRoute = fc
  .record({
    route: fc.constantFrom(...ROUTES),
    end: segment,
    query,
    type: contentType,
    lines: headerLines,
    texts: fc.option(fc.tuple(anyText, anyText, anyText)),
    subject: fc.constantFrom("News", "&Action=x", `S"'<\\`, "a b+c%20"),
    body: fc.oneof(
      otherBody.map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 60 }).map(Buffer.from),
    ),
  })
  .map(({ route: [method, start], end, query: search, type, lines, texts, subject, body }): RawRequest => {
    const path = start.endsWith("/") ? `${start}${end}` : start;
    const entries = (FIELDS[start] ?? []).map((name, at): [string, unknown] => [
      name,
      name === "subject" ? subject : texts?.[at],
    ]);
    const fitting = texts === null || entries.length === 0 ? body : Buffer.from(objectText(entries));
    return {
      kind: `${method} ${start}`,
      method,
      target: `${path}${search}`,
      headers: [
        ...(type === "" ? [] : [`Content-Type: ${type}`]),
        ...lines.flatMap((line) => line.split("\r\n")),
      ].filter((line) => line !== ""),
      body: method === "GET" ? Buffer.alloc(0) : fitting,
    };
  });

/** Requests that HTTP allows: what is odd is in them. */
export const allowedRequest = fc.oneof({ weight: 6, arbitrary: submission }, { weight: 7, arbitrary: anyRoute });

/** Everything that a client may send over a socket. */
export const anyRequest = fc.oneof({ weight: 5, arbitrary: allowedRequest }, { weight: 1, arbitrary: bent(segment) });
