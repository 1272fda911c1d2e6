import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { documentOf, operationOf, operationsOf } from "../../../components/testing/document.ts";
import { run } from "../../../components/testing/run.ts";

const DOCUMENT = {
  openapi: "3.0.1",
  paths: {
    "/orders": { get: { summary: "List" }, post: { summary: "Order" } },
    "/files/{proxy+}": { "x-amazon-apigateway-any-method": { summary: "Files" } },
  },
};

const api = (name: string, body?: object) => new aws.apigateway.RestApi(name, { body: body && JSON.stringify(body) });

describe("documentOf", () => {
  it("is the one API's document, or that of the API with the name", async () => {
    assert.deepEqual(documentOf(await run(() => api("shop", DOCUMENT))), DOCUMENT);
    const two = await run(() => [api("shop", DOCUMENT), api("admin", { openapi: "3.0.1", paths: {} })]);
    assert.deepEqual(documentOf(two, "admin").paths, {});
    assert.throws(() => documentOf(two), { message: /^expected one aws\.apigateway\.RestApi .*shop, admin$/ });
  });

  it("says when there is none, or none that is known", async () => {
    assert.throws(() => documentOf({ resources: [] }), { message: /there are: none$/ });
    const bare = await run(() => api("shop"));
    assert.throws(() => documentOf(bare), { message: "aws.apigateway.RestApi shop has no body that is known" });
    const previewed = await run(
      () => {
        const queue = new aws.sqs.Queue("orders");
        return new aws.apigateway.RestApi("shop", { body: queue.arn.apply(JSON.stringify) });
      },
      { preview: true },
    );
    assert.throws(() => documentOf(previewed), { message: /no body that is known/ });
  });
});

describe("operationOf", () => {
  it("finds a route's operation, or names the routes", async () => {
    const document = documentOf(await run(() => api("shop", DOCUMENT)));
    assert.equal(operationOf(document, "POST /orders").summary, "Order");
    assert.equal(operationOf(document, "ANY /files/{proxy+}").summary, "Files");
    assert.throws(() => operationOf(document, "PUT /orders"), {
      message: "there is no route PUT /orders; there are: GET /orders, POST /orders, ANY /files/{proxy+}",
    });
    assert.equal(operationsOf(document).length, 3);
  });
});
