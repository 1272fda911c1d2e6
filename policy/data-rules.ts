import type { Resource, ResourceRule, StackRule } from "./rule.ts";

/** Types that hold data, and whether their inputs ask for encryption at rest. S3 and CloudWatch Logs always encrypt. */
const ENCRYPTED: Readonly<Record<string, (inputs: Resource["inputs"]) => boolean>> = {
  "aws:sqs/queue:Queue": (inputs) => inputs.sqsManagedSseEnabled === true || isText(inputs.kmsMasterKeyId),
  "aws:sns/topic:Topic": (inputs) => isText(inputs.kmsMasterKeyId),
  "aws:dynamodb/table:Table": (inputs) => inputs.serverSideEncryption?.enabled === true,
  "aws:kinesis/stream:Stream": (inputs) => inputs.encryptionType === "KMS",
  "aws:ec2/launchTemplate:LaunchTemplate": (inputs) =>
    (inputs.blockDeviceMappings ?? []).length > 0 &&
    inputs.blockDeviceMappings.every((device: { ebs?: { encrypted?: unknown } }) => isTrue(device.ebs?.encrypted)),
  "aws:ebs/volume:Volume": (inputs) => inputs.encrypted === true,
};

export const encryption: ResourceRule = {
  name: "encryption",
  description: "Whatever holds data is encrypted at rest.",
  check({ type, name, inputs }) {
    const encrypted = ENCRYPTED[type];
    return encrypted === undefined || encrypted(inputs)
      ? []
      : [{ subject: name, message: "is not encrypted at rest: set its encryption or a KMS key" }];
  },
};

/** What holds messages, and the resource that is its policy. */
const WITH_POLICY = [
  { type: "aws:sqs/queue:Queue", policyType: "aws:sqs/queuePolicy:QueuePolicy", things: "queues" },
  { type: "aws:sns/topic:Topic", policyType: "aws:sns/topicPolicy:TopicPolicy", things: "topics" },
];

/** By their numbers: what names the queue in its policy is not known before the queue exists. */
export const secureTransport: StackRule = {
  name: "secure-transport",
  description: "Every queue and topic refuses requests without TLS.",
  checkStack(resources) {
    return WITH_POLICY.flatMap(({ type, policyType, things }) => {
      const all = resources.filter((resource) => resource.type === type);
      const policies = [...all, ...resources.filter((resource) => resource.type === policyType)];
      const refusing = policies.filter(({ inputs }) => refusesPlainHttp(inputs.policy));
      if (refusing.length >= all.length) return [];
      return [
        {
          subject: things,
          message: `${refusing.length} of ${all.length} refuse requests without TLS: see secure-transport.ts`,
        },
      ];
    });
  },
};

function refusesPlainHttp(policy: unknown): boolean {
  const { Statement = [] } = typeof policy === "string" ? JSON.parse(policy) : (policy ?? {});
  return [Statement]
    .flat()
    .some(({ Effect, Condition }) => Effect === "Deny" && Condition?.Bool?.["aws:SecureTransport"] === "false");
}

export const logRetention: ResourceRule = {
  name: "log-retention",
  description: "Every log is kept for a limited time.",
  check({ type, name, inputs }) {
    if (type === "aws:cloudwatch/logGroup:LogGroup" && !(inputs.retentionInDays > 0)) {
      return [{ subject: name, message: "keeps its logs for ever: set retentionInDays" }];
    }
    if (type === "aws:lambda/function:Function" && !isText(inputs.loggingConfig?.logGroup)) {
      return [
        { subject: name, message: "logs to a group that Lambda makes and never empties: set loggingConfig.logGroup" },
      ];
    }
    return [];
  },
};

/** Types that take tags and are paid for, or hold data. */
const TAGGED = [
  "aws:apigateway/restApi:RestApi",
  "aws:apigateway/stage:Stage",
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:dynamodb/table:Table",
  "aws:iam/role:Role",
  "aws:kinesis/stream:Stream",
  "aws:lambda/function:Function",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:s3/bucket:Bucket",
  "aws:sns/topic:Topic",
  "aws:sqs/queue:Queue",
];

/** A preview has the provider's default tags (`aws:defaultTags`) among a resource's own. */
export const tags: StackRule = {
  name: "tags",
  description: "What is paid for, and what holds data, has a tag that says whose it is.",
  checkStack(resources) {
    const [first, ...others] = resources.filter(
      ({ type, inputs }) => TAGGED.includes(type) && Object.keys({ ...inputs.tags, ...inputs.tagsAll }).length === 0,
    );
    if (first === undefined) return [];
    const more = others.length === 0 ? "" : ` and ${others.length} more`;
    return [{ subject: `${first.name}${more}`, message: "without tags: set aws:defaultTags in the stack's settings" }];
  },
};

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

/** EC2's launch templates have booleans as text. */
function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}
