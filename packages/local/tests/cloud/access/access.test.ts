import assert from "node:assert/strict";
import { InvocationDenied, type InvokeCaller } from "local-api-gateway";
import { createAccess } from "../../../src/cloud/access/access.ts";
import type { Resource } from "../../../src/program/resources.ts";

const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:pets";
const EXECUTION = "arn:aws:execute-api:us-east-1:000000000000:api";

function resource(type: string, inputs: object, outputs: object = {}): Resource {
  return { type, name: type, id: type, inputs, outputs: { ...inputs, ...outputs } };
}

const api = resource("aws:apigateway/restApi:RestApi", {}, { executionArn: EXECUTION });
const permission = resource("aws:lambda/permission:Permission", {
  function: FUNCTION,
  action: "lambda:InvokeFunction",
  principal: "apigateway.amazonaws.com",
  sourceArn: `${EXECUTION}/*/GET/pets/*`,
});

describe("API Gateway's permission to invoke a function", () => {
  const access = createAccess();
  const invoke = access.guard(async () => ({ payload: "{}" }));
  const ask = (httpMethod: string, resourcePath: string, more: Partial<InvokeCaller> = {}) =>
    invoke(FUNCTION, "{}", { stage: "dev", httpMethod, resourcePath, ...more }).then(
      () => true,
      (error) => (error instanceof InvocationDenied ? false : assert.fail(error)),
    );

  it("is by method and path, each time that it is asked for", async () => {
    access.learn({ resources: [api, permission] });
    for (const _ of [1, 2]) {
      assert.equal(await ask("GET", "/pets/{id}"), true);
      assert.equal(await ask("POST", "/pets/{id}"), false);
      assert.equal(await ask("GET", "/people/{id}"), false);
    }
  });

  it("is that of the latest program", async () => {
    access.learn({ resources: [api] });
    assert.equal(await ask("GET", "/pets/{id}"), false);
    access.learn({ resources: [api, permission] });
    assert.equal(await ask("GET", "/pets/{id}"), true);
  });

  it("is not needed by an authorizer, whose caller is not named", async () => {
    access.learn({ resources: [api] });
    assert.deepEqual(await invoke(FUNCTION, "{}"), { payload: "{}" });
  });
});
