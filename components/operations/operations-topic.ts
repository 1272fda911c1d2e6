import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkArguments, refuse } from "../arguments.ts";
import { tlsOnly } from "../secure-transport.ts";
import { typeToken } from "../tokens.ts";
import { type Transform, transformed } from "../transform.ts";

/** Arguments of `OperationsTopic`. */
export interface OperationsTopicArgs {
  /** Address that gets each alarm by e-mail, once its owner confirmed the subscription. Default: none. */
  readonly email?: string;
  /** Changes of the resources inside. */
  readonly transform?: {
    readonly key?: Transform<aws.kms.KeyArgs>;
    readonly topic?: Transform<aws.sns.TopicArgs>;
    readonly topicPolicy?: Transform<aws.sns.TopicPolicyArgs>;
    readonly subscription?: Transform<aws.sns.TopicSubscriptionArgs>;
  };
}

/** Who tells something: CloudWatch its alarms, Budgets what was spent. */
const PUBLISHERS = ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"];

/** Days between `pulumi destroy` and the end of the key, the fewest that KMS allows: the topic stores nothing that needs it. */
const KEY_DELETION_DAYS = 7;

/**
 * The topic that says when something needs a person. It has a KMS key of its own: the policy of AWS's key for SNS cannot
 * be changed, and does not let CloudWatch publish, so that an alarm would change its state and tell nobody.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export class OperationsTopic extends pulumi.ComponentResource {
  readonly topic: aws.sns.Topic;
  readonly key: aws.kms.Key;
  /** The topic's ARN, known when CloudWatch and Budgets may publish to it: Budgets refuses a topic that it may not use. */
  readonly arn: pulumi.Output<string>;

  /** @throws ArgumentError for an invalid address, before any resource is created. */
  constructor(name: string, args: OperationsTopicArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    checkArguments(`OperationsTopic "${name}"`, () => checkArgs(args));
    super(typeToken("OperationsTopic"), name, {}, opts);
    const { accountId } = aws.getCallerIdentityOutput({}, { parent: this });
    const { partition } = aws.getPartitionOutput({}, { parent: this });

    this.key = new aws.kms.Key(
      ...transformed<aws.kms.KeyArgs>(
        args.transform?.key,
        `${name}-key`,
        {
          description: "Encrypts the alarms on their way to whoever operates the stack",
          enableKeyRotation: true,
          deletionWindowInDays: KEY_DELETION_DAYS,
          policy: keyPolicy(partition, accountId),
        },
        { parent: this },
      ),
    );
    this.topic = new aws.sns.Topic(
      ...transformed<aws.sns.TopicArgs>(
        args.transform?.topic,
        `${name}-topic`,
        { kmsMasterKeyId: this.key.arn },
        { parent: this },
      ),
    );
    const policy = new aws.sns.TopicPolicy(
      ...transformed<aws.sns.TopicPolicyArgs>(
        args.transform?.topicPolicy,
        `${name}-policy`,
        { arn: this.topic.arn, policy: topicPolicy(this.topic.arn, accountId) },
        { parent: this },
      ),
    );
    if (args.email !== undefined) {
      new aws.sns.TopicSubscription(
        ...transformed<aws.sns.TopicSubscriptionArgs>(
          args.transform?.subscription,
          `${name}-email`,
          { topic: this.topic.arn, protocol: "email", endpoint: args.email },
          { parent: this },
        ),
      );
    }
    this.arn = pulumi.all([this.topic.arn, policy.id]).apply(([arn]) => arn);
    this.registerOutputs({ topic: this.topic, key: this.key, arn: this.arn });
  }
}

function checkArgs({ email }: OperationsTopicArgs): void {
  if (email !== undefined && !/^[^@\s]+@[^@\s]+$/.test(email)) {
    refuse("email", `expected an e-mail address, got "${email}"`);
  }
}

/**
 * The first statement is KMS's default, without which nobody could change the key any more: it leaves the account's own
 * principals to their IAM policies. In a key's policy the resource `*` is the key itself.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 *
 * The second is what a service needs to publish to an encrypted topic; both services name the account that they act for.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 * https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html
 */
function keyPolicy(partition: pulumi.Output<string>, accountId: pulumi.Output<string>): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AccountAdministersKey",
        Effect: "Allow",
        Principal: { AWS: pulumi.interpolate`arn:${partition}:iam::${accountId}:root` },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Sid: "ServicesPublish",
        Effect: "Allow",
        Principal: { Service: PUBLISHERS },
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: "*",
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
      },
    ],
  });
}

/** Without a statement for the account: its own principals need no more than their IAM policies. */
function topicPolicy(topicArn: pulumi.Output<string>, accountId: pulumi.Output<string>): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ServicesPublish",
        Effect: "Allow",
        Principal: { Service: PUBLISHERS },
        Action: "sns:Publish",
        Resource: topicArn,
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
      },
      tlsOnly("sns:Publish", topicArn),
    ],
  });
}
