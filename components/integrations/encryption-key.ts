import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../service-role.ts";

/**
 * What a role needs to write to a resource that a KMS key encrypts.
 *
 * A key that AWS manages (`alias/aws/sqs`) needs nothing: its policy lets in everyone who may use the service.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 *
 * @param actions KMS actions, for example `kms:GenerateDataKey`.
 * @param key ARN, ID or alias of the key; undefined or empty for a resource without one.
 * @param resourceArn ARN of the resource, which is in the key's region and, unless the key is an ARN, in its account.
 */
export function keyStatements(
  actions: readonly string[],
  key: pulumi.Input<string | undefined> | undefined,
  resourceArn: pulumi.Input<string>,
): pulumi.Output<Statement[]> {
  return pulumi.all([key, resourceArn]).apply(([known, arn]): Statement[] => {
    if (!known || /(^|:)alias\/aws\//.test(known)) return [];
    const [, partition, , region, account] = arn.split(":");
    const keys = `arn:${partition}:kms:${region}:${account}:key`;
    const [, alias] = /(?:^|:)(alias\/.+)$/.exec(known) ?? [];
    if (alias === undefined) return [{ actions, resources: [known.startsWith("arn:") ? known : `${keys}/${known}`] }];
    // IAM knows a key by its ID only; this condition is for aliases, whose key may change.
    // https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
    const conditions = { "ForAnyValue:StringEquals": { "kms:ResourceAliases": alias } };
    return [{ actions, resources: [`${keys}/*`], conditions }];
  });
}
