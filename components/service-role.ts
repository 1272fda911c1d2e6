import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What a role may do: these actions on these resources, and nothing else. */
export interface Statement {
  /** IAM actions, for example `sqs:SendMessage`. */
  readonly actions: readonly string[];
  /** ARNs of the resources that the actions are allowed on. */
  readonly resources: readonly pulumi.Input<string>[];
}

/** What a role is made of. */
export interface ServiceRoleArgs {
  /** Principal of the AWS service that assumes the role, for example `lambda.amazonaws.com`. */
  readonly service: string;
  readonly description?: string;
  /** What the role may do. */
  readonly statements: readonly Statement[];
}

/** A role with its one policy. Whatever uses the role must wait for the policy. */
export interface ServiceRole {
  readonly role: aws.iam.Role;
  readonly policy: aws.iam.RolePolicy;
}

/**
 * Creates a role that one AWS service assumes. The role is named `${name}-role` and its policy `${name}-policy`; both are
 * children of `parent`.
 */
export function createServiceRole(parent: pulumi.Resource, name: string, args: ServiceRoleArgs): ServiceRole {
  const role = new aws.iam.Role(
    `${name}-role`,
    { description: args.description, assumeRolePolicy: assumeRolePolicy(args.service) },
    { parent },
  );
  const policy = new aws.iam.RolePolicy(
    `${name}-policy`,
    {
      role: role.id,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: args.statements.map(({ actions, resources }) => ({
          Effect: "Allow",
          Action: actions,
          Resource: resources,
        })),
      }),
    },
    { parent },
  );
  return { role, policy };
}

/**
 * The trust policy of a role that one AWS service assumes.
 *
 * It has no `aws:SourceAccount` or `aws:SourceArn` condition: API Gateway sends neither when it assumes an integration's
 * role, so every call would fail.
 *
 * @param service The service's principal, for example `apigateway.amazonaws.com`.
 */
export function assumeRolePolicy(service: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });
}
