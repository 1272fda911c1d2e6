import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/**
 * A role with which API Gateway may do one thing to one resource.
 *
 * Its trust policy has no `aws:SourceAccount` or `aws:SourceArn` condition: API Gateway sends neither when it assumes an
 * integration's role, and every call would fail.
 *
 * @param parent The component that the role belongs to.
 * @param name The component's name; the role is named `${name}-role`.
 * @param action One IAM action, for example `sqs:SendMessage`.
 * @param resourceArn The one resource.
 * @returns The role's ARN, known when its policy is in place.
 */
export function allow(
  parent: pulumi.Resource,
  name: string,
  action: string,
  resourceArn: pulumi.Input<string>,
): pulumi.Output<string> {
  const role = new aws.iam.Role(
    `${name}-role`,
    {
      description: `Lets API Gateway call ${action} for ${name}`,
      assumeRolePolicy: assumeRolePolicy("apigateway.amazonaws.com"),
    },
    { parent },
  );
  const policy = new aws.iam.RolePolicy(
    `${name}-policy`,
    {
      role: role.id,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: action, Resource: resourceArn }],
      }),
    },
    { parent },
  );
  return pulumi.all([role.arn, policy.id]).apply(([arn]) => arn);
}

/**
 * The trust policy of a role that one AWS service assumes.
 *
 * @param service The service's principal, for example `apigateway.amazonaws.com`.
 */
export function assumeRolePolicy(service: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });
}
