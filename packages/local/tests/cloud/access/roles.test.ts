import assert from "node:assert/strict";
import { keyAsked } from "../../../src/cloud/access/keys.ts";
import { askedOf } from "../../../src/cloud/access/requests.ts";
import { isAssumable, type Role, readDocument, rolesOf, whyDenied } from "../../../src/cloud/access/roles.ts";
import type { Resource } from "../../../src/program/resources.ts";

const resource = (
  type: string,
  name: string,
  inputs: Resource["inputs"],
  outputs: Resource["outputs"] = {},
): Resource => ({
  type,
  name,
  id: name,
  inputs,
  outputs: { ...inputs, name, ...outputs },
});
const QUEUE = "arn:aws:sqs:us-east-1:000000000000:orders";
const ROLE = "arn:aws:iam::000000000000:role/r";
const allow = (Action: string | string[], Resource = "*", Condition?: object) => ({
  Effect: "Allow",
  Action,
  Resource,
  Condition,
});

/** A role with these statements, and what else the program has. */
function roleWith(statements: object[], inputs: object = {}, others: Resource[] = []): Role {
  const role = resource("aws:iam/role:Role", "r", inputs, { arn: ROLE });
  const policy = resource("aws:iam/rolePolicy:RolePolicy", "p", {
    role: "r",
    policy: JSON.stringify({ Statement: statements }),
  });
  const resources = statements.length > 0 ? [role, policy, ...others] : [role, ...others];
  return rolesOf({ resources }).get(ROLE) ?? assert.fail();
}
const send = { action: "sqs:SendMessage", resource: QUEUE };
const NONE = "because no identity-based policy allows the sqs:SendMessage action";

describe("a role's policies", () => {
  it("allow by action and resource, with wildcards, whatever the case of the action", () => {
    for (const statement of [
      allow("sqs:SendMessage", QUEUE),
      allow(["sns:Publish", "SQS:send*"], "arn:aws:sqs:*:*:ord?rs"),
      allow("*"),
    ]) {
      assert.equal(whyDenied(roleWith([statement]), send), undefined, JSON.stringify(statement));
    }
    assert.equal(whyDenied(roleWith([allow("sqs:ReceiveMessage", QUEUE)]), send), NONE);
    assert.equal(whyDenied(roleWith([allow("sqs:SendMessage", `${QUEUE}-2`)]), send), NONE);
    assert.equal(whyDenied(roleWith([]), send), NONE);
  });

  it("deny before they allow", () => {
    const statements = [allow("*"), { Effect: "Deny", Action: "sqs:*", Resource: QUEUE }];
    assert.equal(whyDenied(roleWith(statements), send), "with an explicit deny in an identity-based policy");
  });

  it("allow under conditions that hold, and deny nothing for want of TLS", () => {
    const inRegion = (region: string) => allow("sqs:*", "*", { StringEquals: { "aws:RequestedRegion": region } });
    assert.equal(whyDenied(roleWith([inRegion("us-east-1")]), send), undefined);
    assert.equal(whyDenied(roleWith([inRegion("eu-west-1")]), send), NONE);
    const tls = { Effect: "Deny", Action: "*", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } };
    assert.equal(whyDenied(roleWith([allow("*"), tls]), send), undefined);
  });

  it("are inline, managed by the program, or AWS's own", () => {
    const policy = resource(
      "aws:iam/policy:Policy",
      "own",
      { policy: { Statement: [allow("sqs:*")] } },
      { arn: "own" },
    );
    const attach = (policyArn: string) =>
      resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", { role: { id: "r" }, policyArn });
    const aws = "arn:aws:iam::aws:policy";
    assert.equal(whyDenied(roleWith([], {}, [policy, attach("own")]), send), undefined);
    assert.equal(whyDenied(roleWith([], {}, [attach(`${aws}/AmazonSQSFullAccess`)]), send), undefined);
    assert.equal(whyDenied(roleWith([], { managedPolicyArns: [`${aws}/AmazonSNSFullAccess`] }), send), NONE);
    assert.equal(
      whyDenied(roleWith([], { inlinePolicies: [{ policy: { Statement: [allow("*")] } }] }), send),
      undefined,
    );
  });

  it("are not checked where one of them is not known", () => {
    assert.equal(whyDenied(roleWith([], { managedPolicyArns: ["arn:aws:iam::aws:policy/Other"] }), send), undefined);
  });
});

describe("a resource's policy", () => {
  const named = { ...allow("sqs:SendMessage", QUEUE), Principal: { AWS: ROLE } };
  const account = { ...allow("*"), Principal: { AWS: "arn:aws:iam::000000000000:root" } };

  it("allows the role that it names, and leaves the account's roles to their own policies", () => {
    assert.equal(whyDenied(roleWith([]), send, readDocument({ Statement: [named] })), undefined);
    assert.equal(whyDenied(roleWith([]), send, readDocument({ Statement: [account] })), NONE);
    const deny = { Effect: "Deny", Action: "sqs:*", Resource: QUEUE, Principal: "*" };
    const denied = whyDenied(roleWith([allow("*")]), send, readDocument(JSON.stringify({ Statement: [deny] })));
    assert.equal(denied, "with an explicit deny in a resource-based policy");
  });

  it("of a key decides whether the role's policies count", () => {
    const decrypt = { action: "kms:Decrypt", resource: "key" };
    const role = roleWith([allow("kms:*")]);
    assert.equal(whyDenied(role, decrypt), undefined);
    assert.equal(whyDenied(role, decrypt, readDocument({ Statement: [account] })), undefined);
    const other = { ...allow("kms:*"), Principal: { AWS: "arn:aws:iam::000000000000:role/other" } };
    const reason = "because no resource-based policy allows the kms:Decrypt action";
    assert.equal(whyDenied(role, decrypt, readDocument({ Statement: [other] })), reason);
  });
});

describe("a trust policy", () => {
  const trusting = (statement: object) =>
    isAssumable(roleWith([], { assumeRolePolicy: JSON.stringify({ Statement: [{ ...statement, Effect: "Allow" }] }) }));
  const gateway = { Principal: { Service: "apigateway.amazonaws.com" }, Action: "sts:AssumeRole" };

  it("lets API Gateway in by its name, and never under a condition on the source", () => {
    assert.equal(trusting(gateway), true);
    assert.equal(trusting({ ...gateway, Principal: { Service: "lambda.amazonaws.com" } }), false);
    assert.equal(trusting({ ...gateway, Condition: { StringEquals: { "aws:SourceAccount": "000000000000" } } }), false);
  });
});

describe("a request to a service", () => {
  const asked = (service: Parameters<typeof askedOf>[0], body: string, target?: string, url = "/", method = "POST") =>
    askedOf(service, {
      method,
      url,
      headers: target === undefined ? {} : { "x-amz-target": target },
      body: Buffer.from(body),
    }).map(({ action, resource }) => `${action} ${resource.replace("us-east-1:000000000000", "…")}`);

  it("asks for actions on resources", () => {
    const json = JSON.stringify;
    const batch = "AmazonSQS.SendMessageBatch";
    assert.deepEqual(asked("sqs", "Action=SendMessage&MessageBody=Action", undefined, "/000000000000/orders"), [
      "sqs:SendMessage arn:aws:sqs:…:orders",
    ]);
    assert.deepEqual(asked("sqs", json({ QueueUrl: "http://x/1/orders" }), batch), [
      "sqs:SendMessage arn:aws:sqs:…:orders",
    ]);
    assert.deepEqual(asked("sns", "Action=Publish&TopicArn=arn:t&Action=Other"), ["sns:Publish arn:t"]);
    assert.deepEqual(asked("sns", "Action=PublishBatch&TopicArn=arn:t"), ["sns:Publish arn:t"]);
    assert.deepEqual(asked("dynamodb", json({ TableName: "t", IndexName: "i" }), "DynamoDB_20120810.Query"), [
      "dynamodb:Query arn:aws:dynamodb:…:table/t/index/i",
    ]);
    const parts = [{ Put: { TableName: "a" } }, { ConditionCheck: { TableName: "b" } }];
    assert.deepEqual(asked("dynamodb", json({ TransactItems: parts }), "DynamoDB_20120810.TransactWriteItems"), [
      "dynamodb:PutItem arn:aws:dynamodb:…:table/a",
      "dynamodb:ConditionCheckItem arn:aws:dynamodb:…:table/b",
    ]);
    const insert = (table: string) => ({ Statement: `INSERT INTO "${table}" VALUE {'id': ?}` });
    const inserts = json({ Statements: [insert("a"), insert("b"), insert("a")] });
    assert.deepEqual(asked("dynamodb", inserts, "DynamoDB_20120810.BatchExecuteStatement"), [
      "dynamodb:PartiQLInsert arn:aws:dynamodb:…:table/a",
      "dynamodb:PartiQLInsert arn:aws:dynamodb:…:table/b",
    ]);
    assert.deepEqual(asked("kinesis", json({ StreamName: "s" }), "Kinesis_20131202.PutRecord"), [
      "kinesis:PutRecord arn:aws:kinesis:…:stream/s",
    ]);
    assert.deepEqual(asked("lambda", "{}", undefined, "/2015-03-31/functions/f%3A1/invocations"), [
      "lambda:InvokeFunction arn:aws:lambda:…:function:f",
    ]);
    assert.deepEqual(asked("lambda", "{}", undefined, "/2015-03-31/functions/f%E0/invocations"), [
      "lambda:InvokeFunction arn:aws:lambda:…:function:f%E0",
    ]);
    assert.deepEqual(asked("s3", "", undefined, "/bucket/a%20b/c?x-id=GetObject", "GET"), [
      "s3:GetObject arn:aws:s3:::bucket/a b/c",
    ]);
    assert.deepEqual(asked("sqs", "Action=ListQueues", undefined, "/000000000000/orders?Action=DeleteQueue", "GET"), [
      "sqs:DeleteQueue arn:aws:sqs:…:orders",
    ]);
    assert.deepEqual(asked("dynamodb", "{", "DynamoDB_20120810.PutItem"), [
      "dynamodb:PutItem arn:aws:dynamodb:…:table/*",
    ]);
  });
});

describe("the key of an encrypted resource", () => {
  const key = resource("aws:kms/key:Key", "k", {}, { arn: "arn:k", keyId: "k" });
  const alias = resource("aws:kms/alias:Alias", "a", { name: "alias/orders", targetKeyId: "k" });
  const queue = (kmsMasterKeyId?: string) =>
    resource("aws:sqs/queue:Queue", "orders", { kmsMasterKeyId }, { arn: QUEUE });
  const needs = (kmsMasterKeyId?: string) =>
    keyAsked({ resources: [key, alias, queue(kmsMasterKeyId)] }, send).map(
      ({ action, resource }) => `${action} ${resource}`,
    );

  it("is needed by ARN, ID or alias, and never where it is AWS's", () => {
    const both = ["kms:GenerateDataKey arn:k", "kms:Decrypt arn:k"];
    for (const name of ["arn:k", "k", "alias/orders"]) assert.deepEqual(needs(name), both, name);
    for (const name of ["alias/aws/sqs", "", undefined]) assert.deepEqual(needs(name), [], name);
  });

  it("is known by its aliases to conditions", () => {
    const [asked] = keyAsked({ resources: [key, alias, queue("k")] }, send);
    assert.deepEqual(asked?.values?.["kms:resourcealiases"], ["alias/orders"]);
  });
});
