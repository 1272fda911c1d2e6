import * as pulumi from "@pulumi/pulumi";
import type { StateBackend } from "./state-backend.ts";

/** A statement of an IAM policy. */
export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource: pulumi.Input<string> | readonly pulumi.Input<string>[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What `pulumi preview` calls: it reads the state and its secrets, and looks up zones and what they offer. It changes nothing. */
export function previewStatements({ bucket, key }: StateBackend): Statement[] {
  return [
    { Effect: "Allow", Action: ["s3:ListBucket"], Resource: bucket.arn },
    { Effect: "Allow", Action: ["s3:GetObject"], Resource: pulumi.interpolate`${bucket.arn}/*` },
    { Effect: "Allow", Action: ["kms:Decrypt"], Resource: key.arn },
    // IAM knows no resources for them.
    { Effect: "Allow", Action: ["ec2:DescribeAvailabilityZones", "ec2:DescribeInstanceTypeOfferings"], Resource: "*" },
  ];
}

/** Services of which the stack makes things under names that AWS chooses, so that no ARN can name them ahead. */
const SERVICES = [
  "acm",
  "apigateway",
  "autoscaling",
  "budgets",
  "cloudwatch",
  "dynamodb",
  "ec2",
  "elasticloadbalancing",
  "kinesis",
  "lambda",
  "logs",
  "route53",
  "sns",
  "sqs",
  "wafv2",
];

/** What making a role takes; no users, groups, keys or policies of their own. */
const ROLE_ACTIONS = [
  "iam:AttachRolePolicy",
  "iam:CreateRole",
  "iam:DeleteRole",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:GetRole",
  "iam:GetRolePolicy",
  "iam:ListAttachedRolePolicies",
  "iam:ListInstanceProfilesForRole",
  "iam:ListRolePolicies",
  "iam:PutRolePolicy",
  "iam:TagRole",
  "iam:UntagRole",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateRole",
  "iam:UpdateRoleDescription",
];

/** What giving a role to instances takes. */
const PROFILE_ACTIONS = [
  "iam:AddRoleToInstanceProfile",
  "iam:CreateInstanceProfile",
  "iam:DeleteInstanceProfile",
  "iam:GetInstanceProfile",
  "iam:RemoveRoleFromInstanceProfile",
  "iam:TagInstanceProfile",
  "iam:UntagInstanceProfile",
];

/** What making a key takes; to use one takes more. */
const KEY_ACTIONS = [
  "kms:CreateKey",
  "kms:DescribeKey",
  "kms:DisableKeyRotation",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateKeyDescription",
];

/** What making a private bucket takes, and emptying it when it goes; the provider reads every setting of a bucket. */
const BUCKET_ACTIONS = [
  "s3:CreateBucket",
  "s3:DeleteBucket",
  "s3:DeleteBucketPolicy",
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
  "s3:GetAccelerateConfiguration",
  "s3:GetBucketAcl",
  "s3:GetBucketCORS",
  "s3:GetBucketLogging",
  "s3:GetBucketObjectLockConfiguration",
  "s3:GetBucketOwnershipControls",
  "s3:GetBucketPolicy",
  "s3:GetBucketPublicAccessBlock",
  "s3:GetBucketRequestPayment",
  "s3:GetBucketTagging",
  "s3:GetBucketVersioning",
  "s3:GetBucketWebsite",
  "s3:GetEncryptionConfiguration",
  "s3:GetLifecycleConfiguration",
  "s3:GetReplicationConfiguration",
  "s3:ListBucket",
  "s3:ListBucketVersions",
  "s3:ListTagsForResource",
  "s3:PutBucketOwnershipControls",
  "s3:PutBucketPolicy",
  "s3:PutBucketPublicAccessBlock",
  "s3:PutBucketTagging",
  "s3:PutBucketVersioning",
  "s3:PutEncryptionConfiguration",
  "s3:PutLifecycleConfiguration",
  "s3:TagResource",
  "s3:UntagResource",
];

/** Services that the stack's roles are for. */
const ROLE_USERS = [
  "apigateway.amazonaws.com",
  "ec2.amazonaws.com",
  "lambda.amazonaws.com",
  "vpc-flow-logs.amazonaws.com",
];

/** What the deployment's permissions are narrowed to. */
export interface DeployArgs {
  readonly state: StateBackend;
  /** ARN of the account in IAM, `arn:aws:iam::ACCOUNT`. */
  readonly iam: pulumi.Output<string>;
  /** Roles that a deployment may neither change nor pass on: those that say who may preview and deploy. */
  readonly guarded: readonly pulumi.Input<string>[];
  /** ARN of the truststore of mutual TLS; undefined: the stack has none. */
  readonly truststore: pulumi.Input<string> | undefined;
}

/**
 * What `pulumi up` of the stack calls. Whoever may make roles can in the end do what those roles do, so the deployment role
 * is worth as much as the account: its trust policy is what protects it.
 */
export function deployStatements({ state: { bucket, key }, iam, guarded, truststore }: DeployArgs): Statement[] {
  const roles = pulumi.interpolate`${iam}:role/*`;
  return [
    { Effect: "Allow", Action: ["s3:ListBucket"], Resource: bucket.arn },
    {
      Effect: "Allow",
      Action: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      Resource: pulumi.interpolate`${bucket.arn}/*`,
    },
    { Effect: "Allow", Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], Resource: key.arn },
    { Effect: "Allow", Action: SERVICES.map((service) => `${service}:*`), Resource: "*" },
    { Effect: "Allow", Action: KEY_ACTIONS, Resource: "*" },
    { Effect: "Deny", Action: KEY_ACTIONS.filter(changes), Resource: key.arn },
    { Effect: "Allow", Action: BUCKET_ACTIONS, Resource: "*" },
    {
      Effect: "Deny",
      // A state file is replaced, and removed with its stack; its earlier versions are what is left then.
      Action: BUCKET_ACTIONS.filter((action) => changes(action) && action !== "s3:DeleteObject"),
      Resource: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
    },
    // API Gateway reads it with the rights of whoever makes the domain.
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
    ...(truststore === undefined
      ? []
      : [{ Effect: "Allow" as const, Action: ["s3:GetObject", "s3:GetObjectVersion"], Resource: truststore }]),
    // The AMI's ID is a public parameter of AWS, which whoever starts an instance reads.
    {
      Effect: "Allow",
      Action: ["ssm:GetParameter", "ssm:GetParameters"],
      Resource: "arn:*:ssm:*::parameter/aws/service/*",
    },
    { Effect: "Allow", Action: ROLE_ACTIONS, Resource: roles },
    { Effect: "Allow", Action: PROFILE_ACTIONS, Resource: pulumi.interpolate`${iam}:instance-profile/*` },
    {
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: roles,
      Condition: { StringEquals: { "iam:PassedToService": ROLE_USERS } },
    },
    {
      Effect: "Allow",
      Action: ["iam:CreateServiceLinkedRole"],
      Resource: pulumi.interpolate`${iam}:role/aws-service-role/*`,
    },
    { Effect: "Deny", Action: [...ROLE_ACTIONS.filter(changes), "iam:PassRole"], Resource: guarded },
  ];
}

function changes(action: string): boolean {
  return !/:(Describe|Get|List)/.test(action);
}
