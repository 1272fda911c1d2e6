import assert from "node:assert/strict";
import {
  evaluatePolicy,
  isLike,
  type PolicyRequest,
  readPolicy,
  unknownConditionKeys,
} from "../../src/authorization/policy.ts";

const ARN = "arn:aws:execute-api:us-east-1:111111111111:abc/dev/GET/pets/7";
const invoke = (more: Partial<PolicyRequest> = {}): PolicyRequest => ({
  action: "execute-api:Invoke",
  resource: ARN,
  principal: "anonymous",
  values: { "aws:sourceip": ["203.0.113.9"] },
  ...more,
});
const statement = (more: object = {}) => ({
  Effect: "Allow",
  Principal: "*",
  Action: "execute-api:Invoke",
  Resource: "arn:aws:execute-api:*:*:*",
  ...more,
});
const decide = (statements: unknown, request = invoke()) =>
  evaluatePolicy(readPolicy({ Version: "2012-10-17", Statement: statements }), request);

describe("a policy", () => {
  it("denies what no statement allows, and what one denies", () => {
    assert.equal(decide([statement()]), "allow");
    assert.equal(decide(statement()), "allow");
    assert.equal(decide([statement({ Resource: "arn:aws:execute-api:us-east-1:111111111111:abc/prod/*" })]), "none");
    assert.equal(decide([statement(), statement({ Effect: "Deny", Resource: "*/GET/pets/*" })]), "deny");
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
  it("knows wildcards in actions and resources, and compares actions without case", () => {
    assert.equal(decide(statement({ Action: "execute-api:*" })), "allow");
    assert.equal(decide(statement({ Action: "EXECUTE-API:invoke" })), "allow");
    assert.equal(decide(statement({ Action: "execute-api:ManageConnections" })), "none");
    assert.equal(decide(statement({ Resource: ["x", "arn:aws:execute-api:*:*:abc/dev/GET/pet?/*"] })), "allow");
    assert.equal(decide(statement({ Resource: "arn:aws:execute-api:*:*:abc/dev/get/*" })), "none");
  });

  it("turns NotAction, NotResource and NotPrincipal round", () => {
    const { Action: _, Resource: __, Principal: ___, ...rest } = statement();
    assert.equal(decide({ ...rest, NotAction: "s3:*", NotResource: "*/POST/*" }), "allow");
    assert.equal(decide({ ...rest, NotAction: "execute-api:*", Resource: "*" }), "none");
    assert.equal(decide({ ...statement(), Principal: undefined, NotPrincipal: { AWS: "anonymous" } }), "none");
  });

  it("knows a principal by its ARN and by its account", () => {
    const caller = invoke({ principal: "arn:aws:iam::222222222222:user/ada" });
    assert.equal(decide(statement({ Principal: { AWS: ["222222222222"] } }), caller), "allow");
    assert.equal(decide(statement({ Principal: { AWS: "arn:aws:iam::222222222222:root" } }), caller), "allow");
    assert.equal(decide(statement({ Principal: { AWS: "arn:aws:iam::222222222222:user/ada" } }), caller), "allow");
    assert.equal(decide(statement({ Principal: { AWS: "arn:aws:iam::222222222222:user/bob" } }), caller), "none");
    assert.equal(decide(statement({ Principal: { AWS: "222222222222" } })), "none");
  });

  for (const [operator, range, expected] of [
    ["IpAddress", "203.0.113.0/24", "allow"],
    ["IpAddress", "203.0.113.9", "allow"],
    ["IpAddress", ["10.0.0.0/8", "192.0.2.0/24"], "none"],
    ["NotIpAddress", ["10.0.0.0/8", "192.0.2.0/24"], "allow"],
    ["NotIpAddress", "203.0.113.8/30", "none"],
    ["IpAddress", "0.0.0.0/0", "allow"],
    ["IpAddress", "2001:db8::/32", "none"],
  ] as const) {
    it(`${expected === "allow" ? "allows" : "does not allow"} 203.0.113.9 by ${operator} ${range}`, () => {
      assert.equal(decide(statement({ Condition: { [operator]: { "aws:SourceIp": range } } })), expected);
    });
  }

  it("knows IPv6 ranges", () => {
    const from = (address: string) => invoke({ values: { "aws:sourceip": [address] } });
    const inside = statement({ Condition: { IpAddress: { "aws:SourceIp": "2001:db8::/32" } } });
    assert.equal(decide(inside, from("2001:db8:0:1::7")), "allow");
    assert.equal(decide(inside, from("2001:db9::7")), "none");
  });

  it("compares strings, whether all, any or none", () => {
    const vpce = { values: { "aws:sourcevpce": ["vpce-1"] } };
    const when = (operator: string, value: unknown) =>
      decide(statement({ Condition: { [operator]: { "aws:sourceVpce": value } } }), invoke(vpce));
    assert.equal(when("StringEquals", "vpce-1"), "allow");
    assert.equal(when("StringEquals", "vpce-2"), "none");
    assert.equal(when("StringNotEquals", ["vpce-2", "vpce-3"]), "allow");
    assert.equal(when("StringNotEquals", ["vpce-1", "vpce-3"]), "none");
    assert.equal(when("StringLike", "vpce-*"), "allow");
    assert.equal(when("ForAnyValue:StringEqualsIgnoreCase", "VPCE-1"), "allow");
  });

  it("lets a request pass a condition that this machine knows nothing of, and names its key", () => {
    const guarded = [
      statement({ Effect: "Deny", Condition: { StringNotEquals: { "aws:SourceVpc": "vpc-1" } } }),
      statement({ Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }),
    ];
    assert.equal(decide(guarded), "allow");
    const keys = unknownConditionKeys(readPolicy({ Statement: guarded }), ["aws:sourceip"]);
    assert.deepEqual(keys, ["aws:sourcevpc", "aws:principalorgid"]);
  });

  it("is refused when it is not one", () => {
    assert.throws(() => readPolicy("x"), { message: "the policy is not an object" });
    assert.throws(() => readPolicy({}), { message: "the policy has no Statement" });
    assert.throws(() => readPolicy({ Statement: { Effect: "allow" } }), { message: 'Effect is "allow"' });
    assert.throws(() => readPolicy({ Statement: { Effect: "Allow", Resource: "*" } }), /has no Action/);
    assert.throws(() => readPolicy({ Statement: { Effect: "Allow", Action: "*" } }), /has no Resource/);
    const under = (Condition: unknown) => () => readPolicy({ Statement: statement({ Condition }) });
    assert.throws(under([{ IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }]), {
      message: "a Condition is not an object",
    });
    for (const operator of ["IpAdress", "constructor", "NotNull"]) {
      const message = `Condition has no operator ${operator}`;
      assert.throws(under({ [operator]: { "aws:SourceIp": "10.0.0.0/8" } }), { message });
    }
  });
});

describe("a wildcard", () => {
  it("stands for any text, a question mark for one character", () => {
    assert.equal(isLike("a*c?e", "abbbcde"), true);
    assert.equal(isLike("a*c?e", "abbbce"), false);
    assert.equal(isLike("*", ""), true);
    assert.equal(isLike("?", ""), false);
    assert.equal(isLike("*?", "ab"), true);
  });
});
