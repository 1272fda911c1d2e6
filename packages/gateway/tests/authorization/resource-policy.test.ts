import assert from "node:assert/strict";
import { evaluatePolicy, PolicyError } from "../../src/authorization/policy.ts";
import { readResourcePolicy } from "../../src/authorization/resource-policy.ts";

const OWNER = { id: "abc", accountId: "111111111111", region: "eu-west-1" };
const policyOf = (statement: object) => ({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", ...statement },
});

/** What a policy whose statement has this resource says of a call of `GET /pets` in the stage `dev`. */
function decide(resource: string): string {
  return evaluatePolicy(readResourcePolicy(policyOf({ Resource: resource }), OWNER).policy, {
    action: "execute-api:Invoke",
    resource: "arn:aws:execute-api:eu-west-1:111111111111:abc/dev/GET/pets",
    principal: "anonymous",
    values: {},
  });
}

describe("a resource policy", () => {
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
  it("may name the API's resources without the ARN", () => {
    assert.equal(decide("execute-api:/*"), "allow");
    assert.equal(decide("execute-api:/dev/GET/pets"), "allow");
    assert.equal(decide("execute-api:/*/*/pets"), "allow");
    assert.equal(decide("execute-api:/prod/*"), "none");
  });

  it("is about this API, whatever ID, account and region its ARNs have", () => {
    assert.equal(decide("arn:aws:execute-api:us-east-1:222222222222:xyz/dev/*"), "allow");
    assert.equal(decide("arn:aws:execute-api:us-east-1:222222222222:xyz/prod/*"), "none");
    assert.equal(decide("arn:aws:execute-api:us-east-1:222222222222:*"), "allow");
    assert.equal(decide("arn:aws:execute-api:us-east-1:222222222222:*/dev/POST/*"), "none");
    assert.equal(decide("*"), "allow");
    assert.equal(decide("arn:aws:s3:::bucket/*"), "none");
    const arns = [
      "arn:aws:execute-api:us-east-1:222222222222:xyz/*",
      "arn:aws:execute-api:eu-west-1:111111111111:abc/*",
    ];
    assert.deepEqual(readResourcePolicy(policyOf({ Resource: arns }), OWNER).otherApiIds, ["xyz"]);
  });

  it("is refused without principals", () => {
    const without = policyOf({ Principal: undefined, Resource: "*" });
    assert.throws(() => readResourcePolicy(without, OWNER), new PolicyError("a Statement has no Principal"));
  });
});
