import fc from "fast-check";
import type { RawRequest } from "./exchange.ts";

const SMUGGLED = "GET /dev/topics HTTP/1.1\r\nHost: localhost\r\n\r\n";

/** Header lines and a body that two servers might cut off at different places. */
const FRAMINGS: readonly (readonly [lines: readonly string[], body: string])[] = [
  [["Transfer-Encoding: chunked", "Content-Length: 5"], `0\r\n\r\n${SMUGGLED}`],
  [["Content-Length: 5", "Transfer-Encoding: chunked"], `0\r\n\r\n${SMUGGLED}`],
  [["Content-Length: 5", "Content-Length: 6"], `hello${SMUGGLED}`],
  [["Content-Length: 5, 5"], `hello${SMUGGLED}`],
  [["Content-Length: -1"], SMUGGLED],
  [["Content-Length: +5"], `hello${SMUGGLED}`],
  [["Content-Length: 1e3"], SMUGGLED],
  [["Content-Length: 0x5"], `hello${SMUGGLED}`],
  [["Content-Length: 99999999999999999999"], SMUGGLED],
  [["Content-Length: 5 5"], `hello${SMUGGLED}`],
  [["Transfer-Encoding: identity, chunked"], `0\r\n\r\n${SMUGGLED}`],
  [["Transfer-Encoding: chunked, identity"], `0\r\n\r\n${SMUGGLED}`],
  [["Transfer-Encoding: xchunked"], `0\r\n\r\n${SMUGGLED}`],
  [["Transfer-Encoding: gzip", "Content-Length: 3"], `abc${SMUGGLED}`],
  [["Transfer-Encoding:\u000bchunked"], `0\r\n\r\n${SMUGGLED}`],
  [["Transfer-Encoding : chunked"], `0\r\n\r\n${SMUGGLED}`],
  [[" Transfer-Encoding: chunked"], `0\r\n\r\n${SMUGGLED}`],
  [["Transfer-Encoding: chunked", "Transfer-Encoding: identity"], `0\r\n\r\n${SMUGGLED}`],
  [["Transfer_Encoding: chunked", "Content-Length: 5"], "0\r\n\r\n"],
  [["Transfer-Encoding: chunked"], "ffffffffffffffffff\r\n"],
  [["Transfer-Encoding: chunked"], `-1\r\n\r\n${SMUGGLED}`],
  [["Transfer-Encoding: chunked"], `0x5\r\nhello\r\n0\r\n\r\n${SMUGGLED}`],
  [["Transfer-Encoding: chunked"], `5\nhello\n0\n\n${SMUGGLED}`],
  [["Transfer-Encoding: chunked"], `5 \r\nhelloXX0\r\n\r\n${SMUGGLED}`],
];

/** Requests whose end is clear and whose form is odd. */
const ODD_LINES: readonly (readonly string[])[] = [
  [
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version: 13",
  ],
  ["Upgrade: h2c", "Connection: Upgrade, HTTP2-Settings", "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA"],
  ["Connection: keep-alive, X-Api-Key, Content-Type"],
  ["Host: a", "Host: b"],
  ["Host: evil.example"],
  ["Host: "],
  ["Host: a b"],
  ["Host: localhost:99999999"],
  [": empty"],
  [" folded: x"],
  ["X: a", "\tb"],
  ["X: \u0000"],
  ["X: a\rX-Split: b"],
  ["X\u0000Y: a"],
  ["X Y: a"],
  ["X(Y): a"],
  ["no colon"],
  ["Expect: 200-ok"],
  ["Expect: 100-continue", "Connection: close, upgrade"],
  [`X: ${"a".repeat(100_000)}`],
  Array.from({ length: 3_000 }, (_, index) => `X-${index}: 1`),
  Array.from({ length: 1_900 }, () => "X: 1"),
  Array.from({ length: 500 }, (_, index) => `__proto__${index}: 1`),
];

const METHODS = [
  ..."GET POST PUT DELETE PATCH HEAD OPTIONS TRACE CONNECT PROPFIND M-SEARCH QUERY PURGE LINK".split(" "),
  ..."get Post FOO __proto__ G\u00c9T G\u0000T".split(" "),
  "X".repeat(9_000),
];

/** Requests that bend HTTP itself: methods, targets, versions, framings and header lines that no client should send. */
export function bent(segment: fc.Arbitrary<string>): fc.Arbitrary<RawRequest> {
  const target = fc.oneof(
    segment.map((end) => `/contact/${end}`),
    fc.constantFrom(
      "*",
      "http://evil.example/dev/contact",
      "http://localhost/dev/topics",
      "HTTPS://LOCALHOST/dev/topics",
      "http:///dev/topics",
      "http://a@b:99999/dev/topics",
      "ftp://x/dev/topics",
      "localhost:80",
      "//contact",
      "/./contact",
      "/contact/../topics",
      "/topics#x",
      "/topics?#",
      "?",
      "\\contact",
      "/topics\u0000",
      "/topics HTTP/1.1 x",
      "/topics\tx",
      "",
      "/\u00e9",
      `/${"a/".repeat(4_000)}`,
      `/topics?${"a=b&".repeat(10_000)}`,
    ),
  );
  const framed = fc.constantFrom(...FRAMINGS).map(([lines, body]) => ({ lines, body, isAmbiguous: true }));
  const odd = fc.record({
    lines: fc.constantFrom(...ODD_LINES),
    body: fc.constantFrom("", "", "{}", SMUGGLED),
    isAmbiguous: fc.constant(false),
  });
  return fc
    .record({
      method: fc.oneof(fc.constantFrom("GET", "POST", "PUT"), fc.constantFrom(...METHODS)),
      target: fc.oneof(fc.constantFrom("/contact", "/topics"), target),
      version: fc.oneof(
        { weight: 6, arbitrary: fc.constant("HTTP/1.1") },
        fc.constantFrom(
          "HTTP/1.0",
          "HTTP/0.9",
          "HTTP/2.0",
          "HTTP/1.2",
          "HTTP/1.1 ",
          "http/1.1",
          "HTTP/11",
          "RTSP/1.0",
          "",
        ),
      ),
      message: fc.oneof(framed, odd),
    })
    .map(({ method, target, version, message: { lines, body, isAmbiguous } }) => ({
      kind: isAmbiguous ? "bent framing" : "bent head",
      method,
      target,
      version,
      headers: lines,
      body: Buffer.from(body),
      isAmbiguous,
    }));
}
