import assert from "node:assert/strict";
import { S3Integration } from "../../../components/integrations/s3.ts";
import { type Served, serveRoutes } from "./served.ts";

const bucket = { arn: "arn:aws:s3:::files" };
const png = Uint8Array.from([0x89, 0x50, 0, 255, 13, 10]);

describe("S3Integration over HTTP", () => {
  let served: Served;
  before(async () => {
    const contentTypes = ["image/png"];
    served = await serveRoutes(
      () => ({
        "PUT /files/{key+}": new S3Integration("put", { bucket, method: "PUT", key: "up/{key}", contentTypes }),
        "GET /files/{key+}": new S3Integration("get", { bucket, method: "GET", key: "up/{key}", contentTypes }),
      }),
      { allowedOrigins: ["https://a.example", "https://b.example"] },
    );
  });
  after(() => served.close());

  it("sends the bytes to the object's path, with the type, signed, and nothing else of the client", async () => {
    served.answerWith({ headers: { ETag: '"e1"' } });
    const headers = { "content-type": "image/png", "x-amz-acl": "public-read", "x-amz-copy-source": "other/secret" };
    const answer = await served.send("PUT", "/files/2026/a%20b.png?acl&tagging=x", png, headers);
    assert.equal(answer.status, 201);
    assert.deepEqual(await answer.json(), { message: "Stored" });
    assert.equal(answer.headers.get("etag"), '"e1"');
    const [request, ...others] = served.received;
    assert.deepEqual(others, []);
    assert.deepEqual([request?.method, request?.path], ["PUT", "/files/up/2026/a%20b.png"]);
    assert.deepEqual(new Uint8Array(request?.body ?? []), png);
    assert.equal(request?.headers["content-type"], "image/png");
    assert.equal(request?.headers["if-none-match"], "*");
    assert.match(request?.headers.authorization ?? "", /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/us-east-1\/s3\//);
    assert.deepEqual(
      Object.keys(request?.headers ?? {}).filter((name) => ["x-amz-acl", "x-amz-copy-source"].includes(name)),
      [],
    );
  });

  for (const key of ["a%3Facl", "a%2F..%2Fb", "a%26x=1", "%23", "%0d%0ax-amz-acl:%20public-read", "é"]) {
    it(`keeps the key ${key} in the path below the prefix`, async () => {
      served.answerWith({});
      assert.equal((await served.send("PUT", `/files/${key}`, png, { "content-type": "image/png" })).status, 201);
      assert.equal(served.received[0]?.path, `/files/up/${key === "é" ? "%C3%A9" : key}`);
    });
  }

  it("answers 409 where the object exists, and says nothing of S3's own error", async () => {
    served.answerWith({ status: 412, body: "<Error><Code>PreconditionFailed</Code></Error>" });
    // The client's Accept header would make a binary answer of it.
    const headers = { "content-type": "image/png", accept: "image/png" };
    const answer = await served.send("PUT", "/files/a", png, headers);
    assert.deepEqual([answer.status, await answer.json()], [409, { message: "There is such an object already" }]);
  });

  it("gives the object back as it is, of its own type, whatever the client accepts", async () => {
    served.answerWith({ headers: { "Content-Type": "image/png", ETag: '"e1"' }, body: png });
    for (const accept of ["*/*", "text/html,image/png", "image/png"]) {
      const answer = await served.send("GET", "/files/a", undefined, { accept });
      assert.equal(answer.status, 200);
      assert.deepEqual(new Uint8Array(await answer.arrayBuffer()), png, accept);
      assert.equal(answer.headers.get("content-type"), "image/png");
      assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
      assert.equal(answer.headers.get("access-control-allow-origin"), "*");
    }
  });

  for (const [status, expected, message] of [
    [403, 404, "There is no such object"],
    [404, 404, "There is no such object"],
    [503, 502, "Bad gateway"],
  ] as const) {
    it(`answers ${expected} to S3's ${status} for a GET`, async () => {
      served.answerWith({ status, headers: { "Content-Type": "application/xml" }, body: "<Error>secret</Error>" });
      const answer = await served.send("GET", "/files/a", undefined, { accept: "image/png" });
      assert.deepEqual([answer.status, await answer.json()], [expected, { message }]);
    });
  }

  it("answers 502 to S3's 403 for a PUT, which is not the client's doing", async () => {
    served.answerWith({ status: 403, body: "<Error><Code>AccessDenied</Code></Error>" });
    const answer = await served.send("PUT", "/files/a", png, { "content-type": "image/png" });
    assert.deepEqual([answer.status, await answer.json()], [502, { message: "Bad gateway" }]);
  });
});
