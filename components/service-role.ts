import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Transform, transformed } from "./transform.ts";

/** What a role may do: these actions on these resources, and nothing else. */
export interface Statement {
  /** IAM actions, for example `sqs:SendMessage`. */
  readonly actions: readonly string[];
  /** ARNs of the resources that the actions are allowed on. */
  readonly resources: readonly pulumi.Input<string>[];
  /** Condition operator to condition key to value. Default: no condition. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Changes of a role and its policy. */
export interface RoleTransform {
  readonly role?: Transform<aws.iam.RoleArgs>;
  readonly policy?: Transform<aws.iam.RolePolicyArgs>;
}

/** What a role is made of. */
export interface ServiceRoleArgs {
  /** Principal of the AWS service that assumes the role, for example `lambda.amazonaws.com`. */
  readonly service: string;
  readonly description?: string;
  /** What the role may do. */
  readonly statements: pulumi.Input<readonly Statement[]>;
  readonly transform?: RoleTransform;
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
  const { service, description, statements, transform } = args;
  const role = new aws.iam.Role(
    ...transformed<aws.iam.RoleArgs>(
      transform?.role,
      `${name}-role`,
      { description, assumeRolePolicy: assumeRolePolicy(service) },
      { parent },
    ),
  );
  const policy = new aws.iam.RolePolicy(
    ...transformed<aws.iam.RolePolicyArgs>(
      transform?.policy,
      `${name}-policy`,
      { role: role.id, policy: pulumi.output(statements).apply(policyDocument) },
      { parent },
    ),
  );
  return { role, policy };
}

function policyDocument(statements: pulumi.Unwrap<readonly Statement[]>): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map(({ actions, resources, conditions }) => ({
      Effect: "Allow",
      Action: actions,
      Resource: resources,
      Condition: conditions,
    })),
  });
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
