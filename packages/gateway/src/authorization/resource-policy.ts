import { type Policy, PolicyError, readPolicy } from "./policy.ts";

/** A resource policy, and the IDs by which its resources name the API where they are not this API's. */
export interface ResourcePolicy {
  readonly policy: Policy;
  readonly otherApiIds: readonly string[];
}

/** The API that a resource policy is about. */
export interface PolicyOwner {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
}

/**
 * Reads `x-amazon-apigateway-policy`. Each statement must have principals. `execute-api:/prod/GET/pets` stands for that part of
 * this API's ARN, as on AWS. An exported policy names the API by its ID on AWS, which this machine does not know: an ARN of
 * `execute-api` is taken for one of this API, since a resource policy is about no other.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-create-attach.html
 *
 * @throws PolicyError for a policy that API Gateway would not take
 */
export function readResourcePolicy(document: unknown, owner: PolicyOwner): ResourcePolicy {
  const { statements } = readPolicy(document);
  if (statements.some(({ principals }) => principals === undefined)) {
    throw new PolicyError("a Statement has no Principal");
  }
  const otherApiIds = new Set<string>();
  const ofThisApi = (pattern: string) => {
    const arn = `arn:aws:execute-api:${owner.region}:${owner.accountId}`;
    if (pattern.startsWith("execute-api:/")) return `${arn}:${owner.id}${pattern.slice("execute-api:".length)}`;
    const [, id, rest] = /^arn:[^:]*:execute-api:[^:]*:[^:]*:([^:/]*)(.*)$/s.exec(pattern) ?? [];
    if (id === undefined) return pattern;
    if (/[*?]/.test(id)) return `${arn}:${id}${rest}`;
    if (id !== owner.id) otherApiIds.add(id);
    return `${arn}:${owner.id}${rest}`;
  };
  const policy = {
    statements: statements.map(({ resources, ...statement }) => ({
      ...statement,
      resources: { ...resources, patterns: resources.patterns.map(ofThisApi) },
    })),
  };
  return { policy, otherApiIds: [...otherApiIds] };
}
