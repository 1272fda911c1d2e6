import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Transform, transformed } from "./transform.ts";

/**
 * Has a queue refuse requests without TLS. The policy `${name}-tls`, a child of `parent`, denies and allows nothing: whoever
 * uses the queue within the account needs no more than an IAM policy, and moving a message to the dead-letter queue, or to
 * a Lambda function, is not a request.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html
 *
 * A queue that a topic or another account sends to needs statements that allow it, in the same policy: it has only one.
 */
export function requireQueueTls(
  parent: pulumi.Resource,
  name: string,
  queue: aws.sqs.Queue,
  transform?: Transform<aws.sqs.QueuePolicyArgs>,
): aws.sqs.QueuePolicy {
  const policy = pulumi.jsonStringify({ Version: "2012-10-17", Statement: [tlsOnly("sqs:*", queue.arn)] });
  return new aws.sqs.QueuePolicy(
    ...transformed<aws.sqs.QueuePolicyArgs>(transform, `${name}-tls`, { queueUrl: queue.url, policy }, { parent }),
  );
}

/**
 * Has a topic refuse to publish what comes without TLS, by the policy `${name}-tls`, a child of `parent`. It replaces the
 * policy that SNS gives a new topic, which lets every principal of the account publish and subscribe, whatever its IAM
 * policy says; now the IAM policy decides.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html
 *
 * A topic that an AWS service or another account publishes to needs statements that allow it: see `OperationsTopic`.
 */
export function requireTopicTls(
  parent: pulumi.Resource,
  name: string,
  topic: aws.sns.Topic,
  transform?: Transform<aws.sns.TopicPolicyArgs>,
): aws.sns.TopicPolicy {
  const policy = pulumi.jsonStringify({ Version: "2012-10-17", Statement: [tlsOnly("sns:Publish", topic.arn)] });
  return new aws.sns.TopicPolicy(
    ...transformed<aws.sns.TopicPolicyArgs>(transform, `${name}-tls`, { arn: topic.arn, policy }, { parent }),
  );
}

/**
 * The statement that denies an action without TLS.
 *
 * @param action For SNS `sns:Publish`: a topic's policy may not name `sns:*`.
 */
export function tlsOnly(action: "sqs:*" | "sns:Publish", arn: pulumi.Input<string>) {
  return { Sid: "TlsOnly", ...denyWithoutTls(action, arn) };
}

/** The statement without a name of its own, about one resource or several. */
export function denyWithoutTls(action: string, resource: pulumi.Input<string> | readonly pulumi.Input<string>[]) {
  return {
    Effect: "Deny",
    Principal: "*",
    Action: action,
    Resource: resource,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
