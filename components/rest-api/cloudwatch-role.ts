import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { assumeRolePolicy } from "../service-role.ts";
import { typeToken, withFormerType } from "../tokens.ts";
import { type Transform, transformed } from "../transform.ts";

/** Arguments of `CloudWatchRole`. */
export interface CloudWatchRoleArgs {
  /** Changes of the resources inside. */
  readonly transform?: {
    readonly role?: Transform<aws.iam.RoleArgs>;
    readonly policy?: Transform<aws.iam.RolePolicyAttachmentArgs>;
    readonly account?: Transform<aws.apigateway.AccountArgs>;
  };
}

/**
 * The role with which API Gateway writes logs. It is one setting for each account and region, and a stage with
 * logs cannot be created before it. Other APIs in the account come to depend on it, so it is kept on destroy.
 *
 * The policy is AWS's own, which names no log group: API Gateway checks for that policy when the role is set.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export class CloudWatchRole extends pulumi.ComponentResource {
  /** The account's setting; every stage that writes logs depends on it. */
  readonly account: aws.apigateway.Account;

  constructor(name: string, { transform }: CloudWatchRoleArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super(typeToken("CloudWatchRole"), name, {}, withFormerType(opts, "contact-us:index:CloudWatchRole"));
    const kept = { parent: this, retainOnDelete: true };
    const role = new aws.iam.Role(
      ...transformed<aws.iam.RoleArgs>(
        transform?.role,
        `${name}-role`,
        {
          description: "Lets API Gateway write logs, for every API of the account in this region",
          assumeRolePolicy: assumeRolePolicy("apigateway.amazonaws.com"),
        },
        kept,
      ),
    );
    const { partition } = aws.getPartitionOutput({}, { parent: this });
    const policy = new aws.iam.RolePolicyAttachment(
      ...transformed<aws.iam.RolePolicyAttachmentArgs>(
        transform?.policy,
        `${name}-policy`,
        {
          role: role.name,
          policyArn: pulumi.interpolate`arn:${partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs`,
        },
        kept,
      ),
    );
    this.account = new aws.apigateway.Account(
      ...transformed<aws.apigateway.AccountArgs>(
        transform?.account,
        `${name}-account`,
        { cloudwatchRoleArn: role.arn },
        { ...kept, dependsOn: policy },
      ),
    );
    this.registerOutputs({ account: this.account });
  }
}
