import assert from "node:assert/strict";
import { renderFile } from "./render.ts";

function answer(error: object) {
  const { body, responseOverride } = renderFile("response", "service-error.vtl", { body: JSON.stringify(error) });
  return { status: responseOverride?.status, body: JSON.parse(body) };
}

describe("service-error.vtl", () => {
  for (const type of [
    "com.amazon.coral.validate#ValidationException",
    "ValidationException",
    "com.amazonaws.kinesis.v20131202#InvalidArgumentException",
    "com.amazonaws.swf.service.v2.model#InvalidExecutionInput",
  ]) {
    it(`leaves ${type} the 400 that it is`, () => {
      assert.deepEqual(answer({ __type: type, message: "secret" }), {
        status: undefined,
        body: { message: "Bad request" },
      });
    });
  }

  it("answers 409 to a condition that is not met", () => {
    assert.deepEqual(answer({ __type: "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException" }), {
      status: 409,
      body: { message: "Conflict" },
    });
  });

  for (const type of [
    "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
    "com.amazon.coral.service#AccessDeniedException",
    "ResourceNotFoundException",
    "",
    undefined,
  ]) {
    it(`answers 502 to ${type || "no type"}, which is not the client's doing`, () => {
      assert.deepEqual(answer({ __type: type, message: "secret" }), { status: 502, body: { message: "Bad gateway" } });
    });
  }
});
