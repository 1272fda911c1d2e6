import assert from "node:assert/strict";
import { functionOf, routeArnSuffix } from "../../../components/integrations/lambda-permission.ts";

describe("routeArnSuffix", () => {
  for (const [method, path, expected] of [
    ["POST", "/contact", "/*/POST/contact"],
    ["GET", "/", "/*/GET/"],
    ["ANY", "/support/{proxy+}", "/*/*/support/*"],
    ["PUT", "/visitors/{user_id}/pages/{page}", "/*/PUT/visitors/*/pages/*"],
  ] as const) {
    it(`allows ${method} ${path} and no other`, () => {
      assert.equal(routeArnSuffix({ method, path }), expected);
    });
  }
});

describe("functionOf", () => {
  it("is a function as it is, or the one that a component has", () => {
    const lambda = { name: "crm", invokeArn: "arn:crm" };
    assert.equal(functionOf(lambda), lambda);
    assert.equal(functionOf({ function: lambda }), lambda);
  });
});
