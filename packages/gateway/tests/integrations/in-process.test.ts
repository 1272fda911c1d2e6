import assert from "node:assert/strict";
import type { CallInProcess, InProcessRequest } from "../../src/api.ts";
import { documentOf, exchange } from "../exchange.ts";

describe("a service of this process", () => {
  const document = (timeoutInMillis = 29_000) =>
    documentOf({
      "POST /": {
        "x-amazon-apigateway-integration": {
          type: "aws",
          httpMethod: "POST",
          uri: "arn:aws:apigateway:us-east-1:dynamodb:action/GetItem",
          timeoutInMillis,
          responses: { default: { statusCode: "200" } },
        },
      },
    });
  const asked: InProcessRequest[] = [];
  const send = (answer: ReturnType<CallInProcess>, timeoutInMillis?: number) =>
    exchange(
      document(timeoutInMillis),
      { method: "POST", body: '{"a":"\u00e9"}' },
      {
        endpoints: { dynamodb: "http://127.0.0.1:9" },
        callInProcess(request) {
          asked.push(request);
          return answer;
        },
      },
    );

  it("gets the signed request without a connection, and its answer is the route's", async () => {
    const response = await send(Promise.resolve({ status: 200, headers: ["X", "y"], body: Buffer.from('{"b":1}') }));
    assert.deepEqual([response.status, response.body.toString()], [200, '{"b":1}']);
    const { method, origin, path, headers, body, isAbandoned } = asked.at(-1) as InProcessRequest;
    assert.deepEqual([method, origin, path, String(body)], ["POST", "http://127.0.0.1:9", "/", '{"a":"\u00e9"}']);
    assert.equal(headers[headers.indexOf("X-Amz-Target") + 1], "DynamoDB_20120810.GetItem");
    assert.match(headers[headers.indexOf("Authorization") + 1] ?? "", /\/us-east-1\/dynamodb\/aws4_request/);
    assert.equal(isAbandoned(), true);
  });

  it("is called over HTTP when it does not run here", async () => {
    assert.equal((await send(undefined)).status, 504);
  });

  it("is a 504 when it does not answer in time, and is told so", async () => {
    assert.equal((await send(new Promise(() => {}), 60)).status, 504);
    assert.equal(asked.at(-1)?.isAbandoned(), true);
  });

  it("is a 504 when it fails, and a 500 when it answers more than 10 MB", async () => {
    assert.equal((await send(Promise.reject(new Error("no")))).status, 504);
    assert.equal((await send(Promise.resolve({ status: 200, headers: [], body: Buffer.alloc(10485761) }))).status, 500);
  });
});
