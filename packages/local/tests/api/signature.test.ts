import assert from "node:assert/strict";
import { createGateway } from "local-api-gateway";
import { isSignatureRequest, signatureOf } from "../../src/api/signature.ts";
import { callersOf } from "../../src/program/callers.ts";

const document = {
  openapi: "3.0.1",
  info: { title: "signed", version: "1.0" },
  paths: {
    "/news": {
      post: {
        security: [{ sigv4: [] }],
        responses: { "200": { description: "OK" } },
        "x-amazon-apigateway-integration": {
          type: "mock",
          requestTemplates: { "application/json": '{"statusCode": 200}' },
          responses: { default: { statusCode: "200" } },
        },
      },
    },
  },
  components: {
    securitySchemes: {
      sigv4: { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" },
    },
  },
};

describe("POST /_local/signature", () => {
  it("signs a request so that the gateway takes it, with this body and path alone", async () => {
    const { accessControl } = callersOf({ document, resources: [] }, "dev");
    const gateway = createGateway(document, { stage: "dev", accessControl });
    const url = new URL(await gateway.listen(0));
    try {
      const body = '{"subject": "News"}';
      const headers = { "content-type": "application/json" };
      const path = "/dev/news?to=all&b=%20c";
      const signature = signatureOf({ method: "POST", path, headers, body }, url.host);
      const send = async (target: string, text: string, added: Record<string, string>) =>
        (await fetch(new URL(target, url), { method: "POST", headers: { ...headers, ...added }, body: text })).status;
      assert.equal(await send(path, body, signature), 200);
      assert.equal(await send(path, body, {}), 403);
      assert.equal(await send(path, '{"subject": "Other"}', signature), 403);
      assert.equal(await send("/dev/news", body, signature), 403);
    } finally {
      await gateway.close();
    }
  });

  it("takes a method, a path, headers and perhaps a body", () => {
    assert.equal(isSignatureRequest({ method: "GET", path: "/dev/a", headers: {} }), true);
    assert.equal(isSignatureRequest({ method: "POST", path: "/dev/a", headers: { a: "b" }, body: "c" }), true);
    for (const wrong of [
      undefined,
      { method: "GET", headers: {} },
      { method: "GET", path: "dev", headers: {} },
      { method: "GET", path: "/dev", headers: { a: 1 } },
      { method: "GET", path: "/dev", headers: {}, body: {} },
    ]) {
      assert.equal(isSignatureRequest(wrong), false);
    }
  });
});
