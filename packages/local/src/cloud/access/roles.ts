import { evaluatePolicy, type Policy, readPolicy } from "local-api-gateway";
import { REGION } from "../../program/aws.ts";
import { type Json, ofType, type Program, type Resource } from "../../program/resources.ts";
import { managedPolicy } from "./managed-policies.ts";

type Resources = Pick<Program, "resources">;

/** A role of the program with what it may do. */
export interface Role {
  readonly arn: string;
  readonly name: string;
  /** Which services may assume it. */
  readonly trust?: Policy;
  /** Undefined where one of its policies is not in the program: the role is then not checked. */
  readonly policies: readonly Policy[] | undefined;
}

/** Why a call is not allowed, in IAM's words; they follow "is not authorized to perform: … on resource: …". */
export type Denial = `because no ${string}` | `with an explicit deny in ${string}`;

/** What a role asks for. */
export interface Asked {
  /** IAM action, for example `sqs:SendMessage`. */
  readonly action: string;
  /** ARN of what it acts on. */
  readonly resource: string;
  /** Values by condition key, in lower case. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
}

/** The roles that the program creates, by ARN. */
export function rolesOf(program: Resources): ReadonlyMap<string, Role> {
  const roles = ofType(program, "aws:iam/role:Role").map((role): Role => {
    const { arn, name } = role.outputs;
    const { assumeRolePolicy } = role.inputs;
    return {
      arn,
      name,
      trust: assumeRolePolicy && withResource(assumeRolePolicy),
      policies: policiesOf(program, role),
    };
  });
  return new Map(roles.map((role) => [role.arn, role]));
}

function policiesOf(program: Resources, { id, inputs }: Resource): Policy[] | undefined {
  const inline = ofType(program, "aws:iam/rolePolicy:RolePolicy").filter((one) => idOf(one.inputs.role) === id);
  const attachments = ofType(program, "aws:iam/rolePolicyAttachment:RolePolicyAttachment");
  const groups = ofType(program, "aws:iam/policyAttachment:PolicyAttachment");
  const attached = [
    ...attachments.filter((one) => idOf(one.inputs.role) === id),
    ...groups.filter((one) => (one.inputs.roles ?? []).map(idOf).includes(id)),
  ].map((one): string => one.inputs.policyArn);
  const managed = [...attached, ...(inputs.managedPolicyArns ?? [])].map((arn) => managedDocument(program, arn));
  if (managed.includes(undefined)) {
    return undefined;
  }
  const documents = [
    ...inline.map((one) => one.inputs.policy),
    ...(inputs.inlinePolicies ?? []).flatMap((one: Json) => one.policy ?? []),
    ...managed,
  ];
  return documents.map(readDocument);
}

/** The document of a managed policy: the program's, or one of AWS's that localhost knows. */
function managedDocument(program: Resources, arn: string): unknown {
  const own = ofType(program, "aws:iam/policy:Policy").find(({ outputs }) => outputs.arn === arn);
  return own?.inputs.policy ?? managedPolicy(arn);
}

/** The ID in a field that takes a resource or its ID. */
const idOf = (value: Json | string): unknown => (typeof value === "object" ? value.id : value);

/** A policy document, as an object or as its JSON. */
export function readDocument(document: unknown): Policy {
  return readPolicy(typeof document === "string" ? JSON.parse(document) : document);
}

/** A trust policy names no resource: it is about its role. */
function withResource(document: unknown): Policy {
  const { Statement }: Json = typeof document === "string" ? JSON.parse(document) : document;
  return readPolicy({ Statement: [Statement].flat().map((statement) => ({ ...statement, Resource: "*" })) });
}

/**
 * Whether API Gateway may assume a role. It sends neither `aws:SourceArn` nor `aws:SourceAccount`: a condition on one of them
 * never holds.
 */
export function isAssumable({ trust }: Role): boolean {
  const values = { "aws:sourcearn": [], "aws:sourceaccount": [] };
  const request = { action: "sts:AssumeRole", resource: "*", principal: "apigateway.amazonaws.com", values };
  return trust === undefined || evaluatePolicy(trust, request) === "allow";
}

/**
 * Decides on a call as IAM does within one account: an explicit deny wins; else the role's policies allow it, or the policy of the
 * resource, where it names the role, does.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 *
 * @param resourcePolicy The resource's own policy. A KMS key's decides whether the role's policies count at all.
 */
export function whyDenied({ arn, policies }: Role, asked: Asked, resourcePolicy?: Policy): Denial | undefined {
  if (policies === undefined) {
    return undefined;
  }
  const [, , , , account = ""] = arn.split(":");
  const common = {
    "aws:securetransport": ["true"],
    "aws:principalarn": [arn],
    "aws:principalaccount": [account],
    "aws:requestedregion": [REGION],
  };
  const request = { ...asked, principal: arn, values: { ...common, ...asked.values } };
  const ofRole = policies.map((policy) => evaluatePolicy(policy, request));
  if (ofRole.includes("deny")) {
    return "with an explicit deny in an identity-based policy";
  }
  const [toAccount, toRole] = [true, false].map((isToAccount) => {
    const statements = resourcePolicy?.statements.filter(
      ({ principals }) => isToAccount === namesAccount(principals, account),
    );
    return statements && evaluatePolicy({ statements }, request);
  });
  if (toAccount === "deny" || toRole === "deny") {
    return "with an explicit deny in a resource-based policy";
  }
  const isKey = asked.action.startsWith("kms:");
  if (toRole === "allow") {
    return undefined;
  }
  if (isKey && resourcePolicy !== undefined && toAccount !== "allow") {
    return `because no resource-based policy allows the ${asked.action} action`;
  }
  return ofRole.includes("allow") ? undefined : `because no identity-based policy allows the ${asked.action} action`;
}

/** Whether a statement's principal is the account, which leaves the decision to the policies of its roles. */
function namesAccount(principals: Policy["statements"][number]["principals"], account: string): boolean {
  return (
    principals?.patterns.some((pattern) => pattern === account || pattern === `arn:aws:iam::${account}:root`) ?? false
  );
}
