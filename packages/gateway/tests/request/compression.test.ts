import assert from "node:assert/strict";
import { deflateSync, gunzipSync, gzipSync, inflateSync } from "node:zlib";
import { documentOf, exchange, lambdaProxy, mock } from "../exchange.ts";

const text = "x".repeat(1000);
const compressing = (size: unknown, operation: object = mock(text)) =>
  documentOf({ "ANY /": operation }, { "x-amazon-apigateway-minimum-compression-size": size });
const accepting = (accept: string) => ({ headers: { "Accept-Encoding": accept } });

describe("payload compression", () => {
  for (const [accept, coding] of [
    ["gzip", "gzip"],
    ["deflate", "deflate"],
    ["deflate;q=0.5, gzip;q=0.9", "gzip"],
    ["*", "gzip"],
    ["br, identity", undefined],
    ["gzip;q=0", undefined],
  ] as const) {
    it(`answers ${coding ?? "as it is"} to Accept-Encoding: ${accept}`, async () => {
      const { headers, bytes } = await exchange(compressing(1000), accepting(accept));
      assert.equal(headers["content-encoding"], coding);
      assert.equal(headers["content-length"], String(bytes.length));
      const unpacked = coding === undefined ? bytes : coding === "gzip" ? gunzipSync(bytes) : inflateSync(bytes);
      assert.equal(unpacked.toString(), text);
    });
  }

  it("leaves a body below the size, and each body of an API without the setting", async () => {
    assert.equal((await exchange(compressing(1001), accepting("gzip"))).headers["content-encoding"], undefined);
    const { headers } = await exchange(documentOf({ "GET /": mock(text) }), accepting("gzip"));
    assert.equal(headers["content-encoding"], undefined);
  });

  it("leaves a request's body in a coding that it does not know", async () => {
    const request = { method: "POST", headers: { "Content-Encoding": "constructor" }, body: "{}" };
    assert.equal((await exchange(compressing(0), request)).status, 200);
  });

  it("unpacks the request's body before a function gets it", async () => {
    const bodies: unknown[] = [];
    const invoke = async (_: string, payload: Buffer | string) => {
      bodies.push(JSON.parse(payload.toString()).body);
      return { payload: Buffer.from('{"statusCode": 200}') };
    };
    for (const [coding, pack] of [
      ["gzip", gzipSync],
      ["deflate", deflateSync],
    ] as const) {
      const request = { method: "POST", headers: { "Content-Encoding": coding }, body: pack(Buffer.from('{"a":1}')) };
      assert.equal((await exchange(compressing(0, lambdaProxy()), request, { invoke })).status, 200);
    }
    assert.deepEqual(bodies, ['{"a":1}', '{"a":1}']);
  });

  it("refuses a body that is not what it says, and one that unpacks to more than 10 MB", async () => {
    const send = (body: Buffer) =>
      exchange(compressing(0), { method: "POST", headers: { "Content-Encoding": "gzip" }, body });
    assert.equal((await send(Buffer.from("not gzip"))).status, 400);
    const { status, body } = await send(gzipSync(Buffer.alloc(11 * 1024 * 1024)));
    assert.deepEqual([status, body], [413, "HTTP content length exceeded 10485760 bytes."]);
  });

  it("needs a size from 0 to 10 MB", async () => {
    for (const size of [-1, 10_485_761, 1.5, "x"]) {
      await assert.rejects(async () => exchange(compressing(size)), {
        message: `x-amazon-apigateway-minimum-compression-size: must be a number of bytes from 0 to 10485760, is ${JSON.stringify(size)}`,
      });
    }
  });
});
