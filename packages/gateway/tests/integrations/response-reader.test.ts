import assert from "node:assert/strict";
import { ResponseReader } from "../../src/integrations/response-reader.ts";
import { GatewayError } from "../../src/steps/gateway-error.ts";

const OK = "HTTP/1.1 200 OK\r\n";
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;
const LIMIT = 10 * 1024 * 1024;

/** What a reader makes of the bytes of a connection, one character a byte, that come in pieces of this size and then end. */
function readPieces(bytes: string, size: number, method: string): unknown[] | string {
  const reader = new ResponseReader(method);
  const all = Buffer.from(bytes, "latin1");
  // As a connection does, it uses one buffer again and again.
  const buffer = Buffer.alloc(Math.min(size, all.length));
  try {
    for (let at = 0; at < all.length; at += size) {
      const length = all.copy(buffer, 0, at, at + size);
      const response = reader.read(buffer, length);
      if (!response) continue;
      buffer.fill("x");
      assert.equal(reader.hasBegun, true);
      const rest = at + length < all.length ? "; more comes" : "";
      return [
        response.status,
        response.headers,
        response.body.toString("latin1"),
        (reader.isReusable ? "kept" : "closed") + rest,
      ];
    }
    const last = reader.end();
    return last
      ? [last.status, last.headers, last.body.toString("latin1"), reader.isReusable ? "kept" : "closed"]
      : "incomplete";
  } catch (error) {
    return error instanceof GatewayError ? error.reason : (error as Error).message;
  }
}

/** What a reader makes of them, however they are cut into pieces. */
function read(bytes: string, method = "GET"): unknown[] | string {
  const whole = readPieces(bytes, Math.max(1, bytes.length), method);
  for (const size of [1, 2, 3, 7, 50]) assert.deepEqual(readPieces(bytes, size, method), whole, `pieces of ${size}`);
  return whole;
}

describe("reader of a backend's response", () => {
  it("takes the status line of HTTP/1.1 and 1.0, whatever it says after the status", () => {
    const rest = "\r\nContent-Length: 2\r\n\r\nok";
    const headers = ["Content-Length", "2"];
    for (const line of ["HTTP/1.1 200 OK", "HTTP/1.1 200", "HTTP/1.1 200 ", "HTTP/1.1 200 \xe9 a  b"]) {
      assert.deepEqual(read(line + rest), [200, headers, "ok", "kept"], line);
    }
    assert.deepEqual(read(`HTTP/1.1 999 X${rest}`), [999, headers, "ok", "kept"]);
    assert.deepEqual(read(`HTTP/1.0 200 OK${rest}`), [200, headers, "ok", "closed"]);
  });

  it("refuses any other beginning, at its first byte where nothing else may come", () => {
    const lines = [
      "HTTP/1.1 99 X",
      "HTTP/1.1 000 X",
      "HTTP/1.1 1000 X",
      "HTTP/1.1  200 OK",
      "HTTP/1.1 200\tOK",
      "HTTP/1.1 200OK",
      "HTTP/1.2 200 OK",
      "HTTP/2.0 200 OK",
      "HTTP/1.1 200 a\rb",
    ];
    for (const line of lines) {
      assert.equal(read(`${line}\r\nContent-Length: 2\r\n\r\nok`), "Parse Error: Invalid status line", line);
    }
    for (const bytes of ["\0\x01 not HTTP", "\x15\x03\x01\x00\x02\x02\x46", "http/1.1", "\r\nHTTP/1.1 200 OK"]) {
      assert.equal(read(bytes), "Parse Error: Invalid status line", bytes);
    }
  });

  it("leaves headers as they are: their case, order, repetition and bytes, without the space around a value", () => {
    assert.deepEqual(
      read(
        `${OK}set-cookie: a=1\r\nX-b:c\r\nSet-Cookie: \t b \t c \t\r\nx-B:\r\nA: \xc3\xa0\r\nB: \xa0\x85\r\n!#$%&'*+-.^_\`|~9: ,\r\nContent-Length: 0\r\n\r\n`,
      ),
      [
        200,
        [
          ...["set-cookie", "a=1", "X-b", "c", "Set-Cookie", "b \t c", "x-B", "", "A", "\xc3\xa0", "B", "\xa0\x85"],
          ...["!#$%&'*+-.^_`|~9", ",", "Content-Length", "0"],
        ],
        "",
        "kept",
      ],
    );
  });

  it("refuses what is not a header, and a value on two lines", () => {
    const lines = [
      "A : b",
      "A b: c",
      "Abc",
      ": b",
      "\xe9: b",
      "a(b: c",
      "A: \0",
      "A: \x0c",
      "A: \x7f",
      "A: a\rb",
      "A: b\r\n c",
      "A:\r\n\tb",
    ];
    for (const line of lines) {
      assert.equal(read(`${OK}${line}\r\nContent-Length: 2\r\n\r\nok`), "Parse Error: Invalid header", line);
    }
  });

  it("refuses a line that ends without a carriage return", () => {
    assert.equal(read("HTTP/1.1 200 OK\nContent-Length: 2\n\nok"), "Parse Error: Missing expected CR");
    assert.equal(readPieces(`${OK}A: b\nC: d\r\n\r\n`, 25, "GET"), "Parse Error: Missing expected CR");
    assert.equal(read(`${CHUNKED}2\nok\n0\n\n`), "Parse Error: Missing expected CR");
  });

  it("takes a head of 16 kB, and no longer one", () => {
    const filled = (length: number) => {
      const [before, after] = [`${OK}A: `, "\r\nContent-Length: 0"];
      return `${before}${"x".repeat(length - before.length - after.length)}${after}`;
    };
    assert.equal(readPieces(`${filled(16 * 1024)}\r\n\r\n`, 65_536, "GET")[0], 200);
    for (const size of [1000, 65_536]) {
      assert.equal(readPieces(`${filled(16 * 1024 + 1)}\r\n\r\n`, size, "GET"), "Parse Error: Header overflow");
      assert.equal(readPieces(`${OK}A: ${"x".repeat(17_000)}`, size, "GET"), "Parse Error: Header overflow");
    }
  });

  describe("finds the end of the body", () => {
    const head = (...headers: string[]) => `${OK}${headers.map((one) => `${one}\r\n`).join("")}\r\n`;

    it("by its length", () => {
      assert.deepEqual(read(`${head("content-LENGTH:004")}\0\xff\r\n`).slice(2), ["\0\xff\r\n", "kept"]);
      assert.deepEqual(read(head("Content-Length: 0")).slice(2), ["", "kept"]);
      assert.equal(read(`${head("Content-Length: 3")}ok`), "incomplete");
    });

    it("by the end of the connection, where it has no length", () => {
      assert.deepEqual(read(`${head("A: b")}until the end`), [200, ["A", "b"], "until the end", "closed"]);
      assert.deepEqual(read(head()), [200, [], "", "closed"]);
      assert.deepEqual(read(`${head("Transfer-Encoding: chunked, gzip")}ok`).slice(2), ["ok", "closed"]);
      assert.deepEqual(read(`${head("Transfer-Encoding: xchunked")}ok`).slice(2), ["ok", "closed"]);
      assert.equal(read(OK), "incomplete");
    });

    it("by its last chunk, and drops the trailers", () => {
      const chunks = "2\r\nok\r\n00A;a=b\r\n0123456789\r\n0;c\r\nX: y\r\nContent-Length: 5\r\n\r\n";
      for (const coding of ["chunked", "Chunked", "gzip, chunked", "gzip\r\nTransfer-Encoding: chunked"]) {
        assert.deepEqual(
          read(`${head(`Transfer-Encoding: ${coding}`)}${chunks}`).slice(2),
          ["ok0123456789", "kept"],
          coding,
        );
      }
      assert.deepEqual(read(`${CHUNKED}0\r\n\r\n`).slice(2), ["", "kept"]);
      assert.equal(read(`${CHUNKED}2\r\nok\r\n0\r\n`), "incomplete");
    });

    it("in a long body, which comes in pieces of another size than its chunks", () => {
      const chunk = "0123456789abcdef".repeat(4096);
      const body = chunk.repeat(20);
      const chunks = `10000\r\n${chunk}\r\n`.repeat(20);
      for (const bytes of [`${CHUNKED}${chunks}0\r\n\r\n`, `${head(`Content-Length: ${body.length}`)}${body}`]) {
        const [status, , read, kept] = readPieces(bytes, 65_536, "GET");
        assert.deepEqual([status, read === body, kept], [200, true, "kept"]);
      }
    });

    it("at once, where the status or the method has none", () => {
      for (const status of [204, 304]) {
        for (const field of ["Content-Length: 5", "Transfer-Encoding: chunked", "A: b"]) {
          assert.deepEqual(read(`HTTP/1.1 ${status} X\r\n${field}\r\n\r\n`).slice(2), ["", "kept"], field);
        }
      }
      assert.deepEqual(read(head(`Content-Length: ${LIMIT + 1}`), "HEAD").slice(2), ["", "kept"]);
      assert.deepEqual(read(head("Transfer-Encoding: chunked"), "HEAD").slice(2), ["", "kept"]);
      assert.deepEqual(read(head(), "HEAD").slice(2), ["", "kept"]);
    });

    it("not where it has two lengths, or one that is not a number", () => {
      for (const length of ["", "-2", "+2", "0x2", "1 2", "2, 2", "2.0", "2\r\nContent-Length: 2"]) {
        assert.equal(read(`${head(`Content-Length: ${length}`)}ok`), "Parse Error: Invalid Content-Length", length);
      }
      const both = ["Content-Length: 2", "Transfer-Encoding: chunked"];
      assert.equal(read(`${head(...both)}2\r\nok\r\n0\r\n\r\n`), "Parse Error: Two lengths");
      assert.equal(read(`${head(...both.reverse())}2\r\nok\r\n0\r\n\r\n`), "Parse Error: Two lengths");
    });

    it("not in chunks that are not well-formed", () => {
      for (const size of ["zz", "0x2", "-2", "", " 2", "2 ", "2 ;a", "2;\x01"]) {
        assert.equal(read(`${CHUNKED}${size}\r\nok\r\n0\r\n\r\n`), "Parse Error: Invalid chunk size", size);
      }
      assert.equal(read(`${CHUNKED}2\r\nokk\r\n0\r\n\r\n`), "Parse Error: Invalid end of a chunk");
      assert.equal(read(`${CHUNKED}0\r\nbad trailer\r\n\r\n`), "Parse Error: Invalid trailer");
    });
  });

  it("takes a body of 10 MB, and refuses a longer one, at once where its length is known", () => {
    const refused =
      "Execution failed due to configuration error: Integration response is larger than allowed maximum of 10485760 bytes";
    const ends = [OK, `${OK}Content-Length: ${LIMIT}\r\n`];
    for (const end of ends) {
      assert.equal(String(readPieces(`${end}\r\n${"x".repeat(LIMIT)}`, 65_536, "GET")[2]).length, LIMIT);
    }
    assert.equal(readPieces(`${OK}\r\n${"x".repeat(LIMIT + 1)}`, 65_536, "GET"), refused);
    assert.equal(read(`${OK}Content-Length: ${LIMIT + 1}\r\n\r\n`), refused);
    assert.equal(read(`${OK}Content-Length: 99999999999999999999999\r\n\r\n`), refused);
    assert.equal(read(`${CHUNKED}${(LIMIT + 1).toString(16)}\r\n`), refused);
    assert.equal(read(`${CHUNKED}fffffffffffffffff\r\n`), refused);
    const chunk = `${(LIMIT / 2 + 1).toString(16)}\r\n${"x".repeat(LIMIT / 2 + 1)}\r\n`;
    assert.equal(readPieces(`${CHUNKED}${chunk}${chunk}0\r\n\r\n`, 65_536, "GET"), refused);
  });

  it("passes over interim responses, and refuses to switch protocols", () => {
    const interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\nContent-Length: 9\r\n\r\n";
    assert.deepEqual(read(`${interim}${OK}Content-Length: 2\r\n\r\nok`), [200, ["Content-Length", "2"], "ok", "kept"]);
    assert.equal(read(interim), "incomplete");
    for (const headers of ["", "Upgrade: x\r\nConnection: upgrade\r\n"]) {
      assert.equal(read(`HTTP/1.1 101 S\r\n${headers}\r\n`), "the endpoint switched protocols");
    }
    const offer = `${OK}Upgrade: x\r\nConnection: upgrade\r\nContent-Length: 2\r\n\r\nok`;
    assert.deepEqual(read(offer).slice(2), ["ok", "kept"]);
  });

  it("says that the connection ends with the response, where a header says so or more has come than the response", () => {
    for (const value of ["close", "Close", "x, close"]) {
      const bytes = `${OK}Connection: ${value}\r\nContent-Length: 2\r\n\r\nok`;
      assert.deepEqual(read(bytes).slice(2), ["ok", "closed"], value);
    }
    assert.deepEqual(read(`${OK}Connection: keep-alive\r\nContent-Length: 2\r\n\r\nok`).slice(2), ["ok", "kept"]);
    assert.deepEqual(readPieces(`${OK}Content-Length: 2\r\n\r\nok${OK}`, 65_536, "GET").slice(2), ["ok", "closed"]);
  });
});
