import assert from "node:assert/strict";
import { OperationsTopic, type OperationsTopicArgs } from "../../../components/operations/operations-topic.ts";
import { resolved, run } from "../../../components/testing/run.ts";

const make = (args: OperationsTopicArgs = {}) => run(() => new OperationsTopic("operations", args));

const topicArn = "arn:aws:sns:us-east-1:123456789012:operations-topic";
const publishers = { Service: ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"] };
const ofThisAccount = { StringEquals: { "aws:SourceAccount": "123456789012" } };

describe("OperationsTopic", () => {
  let made: Awaited<ReturnType<typeof make>>;
  before(async () => {
    made = await make();
  });

  it("is encrypted by a key of its own, which is renewed each year", () => {
    const keyArn = "arn:aws:kms:us-east-1:123456789012:key/operations-key-id";
    assert.deepEqual(made.inputs("aws:sns/topic:Topic"), { kmsMasterKeyId: keyArn });
    assert.equal(made.inputs("aws:kms/key:Key").enableKeyRotation, true);
  });

  it("lets CloudWatch and Budgets use the key, for this account, and the account administer it", () => {
    const { Statement } = JSON.parse(made.inputs("aws:kms/key:Key").policy);
    assert.deepEqual(Statement, [
      {
        Sid: "AccountAdministersKey",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Sid: "ServicesPublish",
        Effect: "Allow",
        Principal: publishers,
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: "*",
        Condition: ofThisAccount,
      },
    ]);
  });

  it("lets CloudWatch and Budgets publish for this account, and nobody without TLS", () => {
    const { arn, policy } = made.inputs("aws:sns/topicPolicy:TopicPolicy");
    assert.equal(arn, topicArn);
    assert.deepEqual(JSON.parse(policy).Statement, [
      {
        Sid: "ServicesPublish",
        Effect: "Allow",
        Principal: publishers,
        Action: "sns:Publish",
        Resource: topicArn,
        Condition: ofThisAccount,
      },
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: topicArn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  it("hands out its ARN", async () => {
    assert.equal(await resolved(made.result.arn), topicArn);
  });

  it("tells nobody by e-mail unless it is given an address", async () => {
    const type = "aws:sns/topicSubscription:TopicSubscription";
    assert.deepEqual(made.names(type), []);
    const told = await make({ email: "desk@example.com" });
    assert.deepEqual(told.inputs(type), { topic: topicArn, protocol: "email", endpoint: "desk@example.com" });
  });

  it("refuses an invalid address before it creates anything", async () => {
    const refused = await run(() => {
      const message = 'OperationsTopic "operations": email: expected an e-mail address, got "desk"';
      assert.throws(() => new OperationsTopic("operations", { email: "desk" }), { message });
    });
    assert.deepEqual(refused.resources, []);
  });

  it("lets its key and its topic be changed", async () => {
    const changed = await make({
      transform: {
        key: { deletionWindowInDays: 30 },
        topic: (args) => {
          args.displayName = "Contact Us";
        },
      },
    });
    assert.equal(changed.inputs("aws:kms/key:Key").deletionWindowInDays, 30);
    assert.equal(changed.inputs("aws:sns/topic:Topic").displayName, "Contact Us");
  });
});
