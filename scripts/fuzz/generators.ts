import fc from "fast-check";

/** A request as it goes over the socket. */
export interface RawRequest {
  /** The route that it is meant for, or what is odd about it. */
  readonly kind: string;
  readonly method: string;
  /** As in the request line, after the base URL's path. */
  readonly target: string;
  /** Header lines without the line break. */
  readonly headers: readonly string[];
  readonly body: Buffer;
  /** The field `message` of a submission as JSON; undefined for any other request. */
  readonly message?: string;
}

/** Pieces that end a string, a parameter, a document or a line of some format, or start a template's code. */
const PIECES = [
  ..."&=%+\"'\\/<>${}#[]().,:;!@|^~`* \t\r\n",
  ..."\0\u0007\u000b\u001f\u007f\u0085\u00a0\u2028\u2029\ufeff\ufffd\ufffe\uffff",
  "\ud800",
  "\udfff",
  "😀",
  "é",
  "$!{",
  "$input.body",
  "$input.json('$')",
  "$util.escapeJavaScript('",
  "#set($x = 1)",
  "#foreach($i in [1..99999])",
  "#end",
  "#*",
  "##",
  "${context.",
  "\\u0000",
  "\\ud800",
  "%00",
  "%zz",
  "%",
  "%ff",
  "%c0%af",
  "%2e%2e%2f",
  "../",
  "&Action=DeleteQueue",
  "&MessageAttribute.1.Value.StringValue=other",
  "]]>",
  "<!--",
  "&amp;",
  "&#13;",
  "<!DOCTYPE a [<!ENTITY b 'c'>]>",
  "</note><note>",
  "__proto__",
  "constructor",
  "toString",
  "\r\nX-Injected: 1",
  "\r\n\r\nHTTP/1.1 200 OK\r\n",
  '","id":"other',
  "@SubmissionId",
  "javascript:alert(1)",
  "a".repeat(200),
];

/** Text that is hostile to some format, any text of Unicode, and halves of surrogate pairs. */
export const hostileText = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: fc.constantFrom(...PIECES), minLength: 1, maxLength: 12 }) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 40 }) },
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 10 }),
  fc.nat(6_000).map((length) => "x".repeat(length)),
);

/** Values of JSON that no model expects. */
const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, 0, -0, 1e308, 5e-324, [], {}, "", [[]], { toString: 1 }),
  fc.nat(3_000).map((depth) => raw(`${"[".repeat(depth)}${"]".repeat(depth)}`)),
  fc.nat(3_000).map((depth) => raw(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`)),
  fc.nat(3_000).map((width) => Object.fromEntries(Array.from({ length: width }, (_, index) => [`k${index}`, index]))),
  fc.constantFrom(raw("1".repeat(400)), raw("1e99999"), raw("-"), raw("01"), raw("NaN"), raw("tru"), raw("'a'")),
);

/** JSON text that stands for itself in {@link stringify}. */
function raw(text: string): { raw: string } {
  return { raw: text };
}

function stringify(value: unknown): string {
  return typeof value === "object" && value !== null && "raw" in value ? String(value.raw) : JSON.stringify(value);
}

/** An object's text, in which a name may come more than once. */
function objectText(entries: readonly (readonly [string, unknown])[]): string {
  return `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${stringify(value)}`).join(",")}}`;
}

const contentType = fc.oneof(
  { weight: 8, arbitrary: fc.constant("application/json") },
  fc.constantFrom(
    "application/json; charset=utf-16",
    'application/json;charset=UTF-8;boundary="',
    "APPLICATION/JSON",
    "application/json, text/xml",
    "text/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/octet-stream",
    ";",
    "",
    "a".repeat(2_000),
  ),
);

const NAMES = ["name", "email", "topic", "message", "phone", "website", "__proto__", "constructor", "id", ""];

/** A submission whose fields have hostile texts; now and then a field is missing, odd, unknown or twice there. */
const submission = fc
  .record({
    path: fc.constantFrom("/contact", "/contact/lambda", "/contact/legacy"),
    type: contentType,
    message: hostileText,
    name: fc.oneof({ weight: 3, arbitrary: fc.constant("Ada") }, hostileText),
    extra: fc.option(fc.tuple(fc.constantFrom(...NAMES), fc.oneof(hostileText, oddValue)), { freq: 4 }),
    before: fc.boolean(),
  })
  .map(({ path, type, message, name, extra, before }): RawRequest => {
    const fields: (readonly [string, unknown])[] = [
      ["name", name],
      ["email", "ada@example.com"],
      ["topic", "sales"],
      ["message", message],
    ];
    const entries = extra === null ? fields : before ? [extra, ...fields] : [...fields, extra];
    const body = objectText(entries);
    return {
      kind: `POST ${path}`,
      method: "POST",
      target: path,
      headers: type === "" ? [] : [`Content-Type: ${type}`],
      body: Buffer.from(body),
      // Of two fields with the same name the last one counts.
      message: stringify(entries.findLast(([field]) => field === "message")?.[1]),
    };
  });

const segment = fc.oneof(
  // Through UTF-8, which has no halves of surrogate pairs, nor does encodeURIComponent take them.
  hostileText.map((text) => encodeURIComponent(Buffer.from(text).toString()).slice(0, 2_000)),
  fc.string({ unit: fc.constantFrom(..."%zf0a./;=&+$~{}|\\^[]'\"<>", "%2e", "%2F", "..", "%00", "%ff"), minLength: 1 }),
  fc.constantFrom("..", ".", "%2e%2e", "..%2f..", "%", "%%%", "%u0041", "a".repeat(3_000), "\u00e9".repeat(3)),
);

const query = fc.oneof(
  { weight: 3, arbitrary: fc.constant("") },
  fc
    .array(fc.tuple(segment, segment), { maxLength: 4 })
    .map((pairs) => `?${pairs.map(([name, value]) => `${name}=${value}`).join("&")}`),
  fc.constantFrom("?", "??", "?=", "?&&", "?simulate=429&simulate=503", "?a[]=1", `?${"a&".repeat(1_000)}`),
);

/** Header lines of a client that means no good. */
const headerLines = fc.array(
  fc.oneof(
    fc.constantFrom(
      "X-HTTP-Method-Override: DELETE",
      "X-Forwarded-For: 127.0.0.1, ${jndi:ldap://x}",
      "X-Amzn-RequestId: chosen",
      "X-Amzn-Trace-Id: Root=;Parent=;Sampled=?",
      "Accept: ;;;",
      'Accept-Language: $input.body\t"',
      "Origin: null",
      "Cookie: a=b; __proto__=c",
      "__proto__: polluted",
      "constructor: x",
      "Range: bytes=0-,-1",
      "If-None-Match: *",
      "Content-Encoding: gzip",
      "Content-MD5: AAAA",
      "Expect: 100-continue",
      "Upgrade: h2c",
      "TE: trailers",
      "X-Amz-Target: DynamoDB_20120810.DeleteTable",
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

const otherBody = fc.oneof(
  fc.constant(""),
  fc.record({ name: hostileText, page: hostileText }).map((value) => JSON.stringify(value)),
  fc.record({ type: hostileText, page: hostileText, visitor: hostileText }).map((value) => JSON.stringify(value)),
  fc.record({ subject: hostileText, message: hostileText }).map((value) => JSON.stringify(value)),
  oddValue.map(stringify),
  hostileText,
  fc.json(),
);

/** A request to any route, with an odd path, query, headers and body. */
const anyRoute = fc
  .record({
    route: fc.constantFrom(...ROUTES),
    end: segment,
    query,
    type: contentType,
    lines: headerLines,
    body: fc.oneof(
      otherBody.map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 60 }).map(Buffer.from),
    ),
  })
  .map(({ route: [method, start], end, query: search, type, lines, body }): RawRequest => {
    const path = start.endsWith("/") ? `${start}${end}` : start;
    return {
      kind: `${method} ${start}`,
      method,
      target: `${path}${search}`,
      headers: [...(type === "" ? [] : [`Content-Type: ${type}`]), ...lines],
      body: method === "GET" ? Buffer.alloc(0) : body,
    };
  });

/** Requests that bend HTTP itself. */
const bent = fc
  .record({
    method: fc.constantFrom(
      "GET",
      "POST",
      "PUT",
      "DELETE",
      "PATCH",
      "HEAD",
      "TRACE",
      "PROPFIND",
      "M-SEARCH",
      "get",
      "FOO",
    ),
    target: fc.oneof(
      segment.map((end) => `/contact/${end}`),
      fc.constantFrom(
        "*",
        "http://evil.example/dev/contact",
        "//contact",
        "/./contact",
        "/contact/../topics",
        "?",
        "\\contact",
      ),
    ),
    lines: fc.constantFrom<readonly string[]>(
      ["Transfer-Encoding: chunked", "Content-Length: 5"],
      ["Content-Length: 5", "Content-Length: 6"],
      ["Content-Length: -1"],
      ["Content-Length: 1e3"],
      ["Transfer-Encoding: identity, chunked"],
      ["Transfer-Encoding:\u000bchunked"],
      ["Transfer-Encoding : chunked"],
      ["Upgrade: websocket", "Connection: Upgrade"],
      ["Host: a", "Host: b"],
      [": empty"],
      [" folded: x"],
      ["X: \u0000"],
    ),
    body: fc.constantFrom(
      "",
      "0\r\n\r\n",
      '5;ext="\r\nhello\r\n0\r\n\r\n',
      "ffffffffffffffff\r\n",
      "GET /dev/topics HTTP/1.1\r\n\r\n",
    ),
  })
  .map(
    ({ method, target, lines, body }): RawRequest => ({
      kind: "bent",
      method,
      target,
      headers: lines,
      body: Buffer.from(body),
    }),
  );

/** Everything that a client may send. */
export const anyRequest = fc.oneof(
  { weight: 6, arbitrary: submission },
  { weight: 5, arbitrary: anyRoute },
  { weight: 1, arbitrary: bent },
);
