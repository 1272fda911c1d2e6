import assert from "node:assert/strict";
import { type Fauxqs, startFauxqs } from "../../src/cloud/fauxqs.ts";
import { createS3Front } from "../../src/cloud/s3-front.ts";
import { type Reserved, reserve } from "../../src/cloud/serve.ts";
import { overHttp } from "../../src/cloud/service.ts";

describe("the embedded S3", () => {
  let port: Reserved;
  let fauxqs: Fauxqs;
  let changes = 0;
  before(async () => {
    [port, fauxqs] = await Promise.all([reserve(), startFauxqs()]);
    port.serve(
      overHttp(
        createS3Front(fauxqs, () => {
          changes++;
        }),
      ),
    );
    assert.equal((await call("PUT", "/files")).status, 200);
  });
  after(() => Promise.all([port.close(), fauxqs.close()]));

  const call = (method: string, path: string, body?: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(`${port.url}${path}`, { method, body, headers });
  const bytes = Uint8Array.from([0, 255, 13, 10, 200]);

  it("gives back the bytes and the type that were put, whatever they are", async () => {
    for (const type of ["image/png", "application/json", "application/x-www-form-urlencoded", "text/html"]) {
      assert.equal((await call("PUT", "/files/a%20b/c.bin", bytes, { "content-type": type })).status, 200);
      const got = await call("GET", "/files/a%20b/c.bin");
      assert.deepEqual(new Uint8Array(await got.arrayBuffer()), bytes);
      assert.equal(got.headers.get("content-type"), type);
      assert.equal(got.headers.get("x-amz-meta-localhost-content-type"), null);
    }
  });

  it("keeps an empty object, of S3's own type when the client names none", async () => {
    await call("PUT", "/files/empty");
    const got = await call("GET", "/files/empty");
    assert.deepEqual([got.status, got.headers.get("content-type"), await got.text()], [200, "binary/octet-stream", ""]);
  });

  it("replaces no object with If-None-Match: *", async () => {
    const once = () => call("PUT", "/files/once", bytes, { "if-none-match": "*" });
    assert.equal((await once()).status, 200);
    const again = await once();
    assert.equal(again.status, 412);
    assert.match(await again.text(), /<Code>PreconditionFailed<\/Code>/);
  });

  it("lets one of many at once create an object", async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => call("PUT", "/files/race", Uint8Array.of(at), { "if-none-match": "*" })),
    );
    const winners = answers.flatMap(({ status }, at) => (status === 200 ? [at] : []));
    assert.equal(winners.length, 1);
    assert.equal(answers.filter(({ status }) => status === 412).length, 19);
    const stored = await (await call("GET", "/files/race")).arrayBuffer();
    assert.deepEqual([...new Uint8Array(stored)], winners);
  });

  it("answers 404 for an object that is not there", async () => {
    const got = await call("GET", "/files/nothing");
    assert.equal(got.status, 404);
    assert.match(await got.text(), /<Code>NoSuchKey<\/Code>/);
  });

  it("reports what may have changed an object, and no reading", async () => {
    const before = changes;
    await (await call("GET", "/files/nothing")).text();
    assert.equal(changes, before);
    await call("PUT", "/files/one", bytes);
    assert.equal(changes, before + 1);
  });

  it("leads nowhere else by dots or by a path of the emulator's own", async () => {
    const front = createS3Front(fauxqs, () => {});
    for (const url of ["/files/../files/once", "/files/%2E%2e/x", "/_fauxqs/queues", "//files/once"]) {
      const { status, body } = await front({ method: "GET", url, headers: {}, body: Buffer.alloc(0) });
      assert.equal(status, 400, url);
      assert.match(body.toString(), /<Code>InvalidURI<\/Code>/);
    }
  });
});
