import type { ResourceRule, Violation } from "./rule.ts";

/** Types of which an input is an IAM policy about what somebody may do, and that input's name. */
const POLICIES: Readonly<Record<string, string>> = {
  "aws:iam/rolePolicy:RolePolicy": "policy",
  "aws:iam/policy:Policy": "policy",
  "aws:iam/userPolicy:UserPolicy": "policy",
  "aws:iam/groupPolicy:GroupPolicy": "policy",
};

/** AWS's own policies that may be attached, since no policy of ours could name their resources. */
const MANAGED_POLICIES = [
  // X-Ray has no resources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
  "AWSXRayDaemonWriteAccess",
  // The account's role for API Gateway, which names log groups as it makes them.
  "service-role/AmazonAPIGatewayPushToCloudWatchLogs",
];

/** A wildcard below a named resource: Lambda names the streams of a log group, and a route's path an object of a bucket's folder. */
const NAMED_WILDCARDS = [/^arn:[^*]*:log-group:[^*]+:(log-stream:)?\*$/, /^arn:[\w-]+:s3:::[^*/]+\/[^*]+\/\*$/];

/** Actions that know no resources, or only one whose name is not known before it exists. */
const WITHOUT_RESOURCES = [
  "logs:DescribeLogGroups",
  "ssm:UpdateInstanceInformation",
  "ssmmessages:CreateControlChannel",
  "ssmmessages:CreateDataChannel",
  "ssmmessages:OpenControlChannel",
  "ssmmessages:OpenDataChannel",
];

interface Statement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly NotAction?: unknown;
  readonly Resource?: string | readonly string[];
  readonly NotResource?: unknown;
}

export const leastPrivilege: ResourceRule = {
  name: "least-privilege",
  description: "A role may do named actions on named resources.",
  check({ type, name, inputs }) {
    if (type === "aws:iam/rolePolicyAttachment:RolePolicyAttachment") {
      const managed = MANAGED_POLICIES.some((policy) => String(inputs.policyArn).endsWith(`:policy/${policy}`));
      return managed
        ? []
        : [{ subject: name, message: `attaches ${inputs.policyArn}: allow the actions that are needed` }];
    }
    if (type === "aws:iam/role:Role" && (inputs.managedPolicyArns ?? []).length > 0) {
      return [{ subject: name, message: "has managed policies: allow the actions that are needed" }];
    }
    const policy = POLICIES[type];
    if (policy === undefined) return [];
    return statementsOf(inputs[policy]).flatMap((statement) =>
      faultsOf(statement).map((message) => ({ subject: name, message })),
    );
  },
};

function statementsOf(policy: unknown): Statement[] {
  const document = typeof policy === "string" ? JSON.parse(policy) : policy;
  return [(document as { Statement?: Statement | Statement[] })?.Statement ?? []].flat();
}

function faultsOf({ Effect, Action, NotAction, Resource, NotResource }: Statement): string[] {
  if (Effect !== "Allow") return [];
  const actions = [Action ?? []].flat().filter((action) => action.includes("*"));
  const isNamed = (resource: string) => !/[*?]/.test(resource) || NAMED_WILDCARDS.some((named) => named.test(resource));
  const needsNames = [Action ?? []].flat().some((action) => !WITHOUT_RESOURCES.includes(action));
  const resources = needsNames ? [Resource ?? []].flat().filter((resource) => !isNamed(resource)) : [];
  return [
    ...actions.map((action) => `allows ${action}: name the actions`),
    ...resources.map((resource) => `allows its actions on ${resource}: name the resources`),
    ...(NotAction === undefined && NotResource === undefined
      ? []
      : ["allows everything but what it names: name what it needs"]),
  ];
}

/** A trust policy that anybody could use is no better than no role. */
export const namedPrincipals: ResourceRule = {
  name: "named-principals",
  description: "A role, queue or topic trusts named services and accounts.",
  check({ type, name, inputs }) {
    const policy =
      type === "aws:iam/role:Role"
        ? inputs.assumeRolePolicy
        : RESOURCE_POLICIES.includes(type)
          ? inputs.policy
          : undefined;
    if (policy === undefined) return [];
    return statementsOf(policy).flatMap((statement): Violation[] => {
      const { Effect, Principal, Condition } = statement as Statement & { Principal?: unknown; Condition?: unknown };
      const anybody = Principal === "*" || JSON.stringify(Principal)?.includes('"*"') === true;
      return Effect === "Allow" && anybody && Condition === undefined
        ? [{ subject: name, message: "trusts anybody: name the principal" }]
        : [];
    });
  },
};

const RESOURCE_POLICIES = [
  "aws:sqs/queuePolicy:QueuePolicy",
  "aws:sqs/queue:Queue",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:sns/topic:Topic",
  "aws:s3/bucketPolicy:BucketPolicy",
];
