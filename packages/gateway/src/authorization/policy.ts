import { isIPv4, isIPv6 } from "node:net";
import { isObject } from "../document/json.ts";

/**
 * IAM policy documents, as far as API Gateway evaluates them for `execute-api`: the resource policy of an API and the
 * policy that a Lambda authorizer returns.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */

/** A policy document, read: each element is a list, as the grammar lets one value stand for a list of one. */
export interface Policy {
  readonly statements: readonly Statement[];
}

/** One statement of a policy. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  readonly actions: Match;
  readonly resources: Match;
  /** Undefined in a policy without principals, such as an authorizer's. `*` is everybody. */
  readonly principals?: Match;
  readonly conditions: readonly Condition[];
}

/** Patterns of which one must match, or, after `Not…`, none may. */
export interface Match {
  readonly patterns: readonly string[];
  readonly negated: boolean;
}

/** One condition key with its operator, such as `IpAddress`, `aws:SourceIp` and the ranges. */
export interface Condition {
  readonly operator: string;
  /** In lower case, as condition keys are compared without case. */
  readonly key: string;
  readonly values: readonly string[];
}

/** What is asked of a policy. */
export interface PolicyRequest {
  readonly action: string;
  readonly resource: string;
  /** ARN of the caller, or `anonymous`. */
  readonly principal: string;
  /**
   * Values by condition key in lower case. A key that is absent is not known on this machine; a condition on it is taken
   * to hold in an Allow statement and not to hold in a Deny statement, so that the request goes on as it would from where
   * the policy lets it come.
   */
  readonly values: Readonly<Record<string, readonly string[]>>;
}

/** What a policy says of a request: `none` is IAM's implicit deny. */
export type Decision = "allow" | "deny" | "none";

/** A policy document that IAM would not take; the message names the element. */
export class PolicyError extends Error {}

/**
 * Reads a policy document.
 *
 * @throws PolicyError when it is not one
 */
export function readPolicy(document: unknown): Policy {
  if (!isObject(document)) throw new PolicyError("the policy is not an object");
  const statements = listOf(document.Statement);
  if (statements.length === 0) throw new PolicyError("the policy has no Statement");
  return { statements: statements.map(readStatement) };
}

function readStatement(statement: unknown): Statement {
  if (!isObject(statement)) throw new PolicyError("a Statement is not an object");
  const { Effect: effect, Condition: conditions } = statement;
  if (effect !== "Allow" && effect !== "Deny") throw new PolicyError(`Effect is ${JSON.stringify(effect)}`);
  const actions = readMatch(statement, "Action");
  const resources = readMatch(statement, "Resource");
  if (!actions) throw new PolicyError("a Statement has no Action");
  if (!resources) throw new PolicyError("a Statement has no Resource");
  return {
    effect,
    actions,
    resources,
    principals: readMatch(statement, "Principal"),
    conditions: conditionsOf(conditions),
  };
}

function readMatch(statement: Readonly<Record<string, unknown>>, element: string): Match | undefined {
  const negated = statement[element] === undefined;
  const value = negated ? statement[`Not${element}`] : statement[element];
  if (value === undefined) return undefined;
  // `"Principal": {"AWS": […]}`; an action and a resource are never objects.
  const values = isObject(value) ? Object.values(value).flatMap(listOf) : listOf(value);
  return { patterns: values.map(String), negated };
}

function conditionsOf(conditions: unknown): Condition[] {
  if (conditions === undefined || conditions === null) return [];
  if (!isObject(conditions)) throw new PolicyError("a Condition is not an object");
  return Object.entries(conditions).flatMap(readConditions);
}

function readConditions([operator, keys]: [string, unknown]): Condition[] {
  const { name } = operatorOf(operator);
  if (name !== "Null" && !OPERATORS.has(name.replace("Not", ""))) {
    throw new PolicyError(`Condition has no operator ${operator}`);
  }
  if (!isObject(keys)) throw new PolicyError(`Condition ${operator} is not an object`);
  return Object.entries(keys).map(([key, values]) => ({
    operator,
    key: key.toLowerCase(),
    values: listOf(values).map(String),
  }));
}

/**
 * Evaluates a policy: a Deny statement that applies decides, else an Allow statement that applies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluatePolicy({ statements }: Policy, request: PolicyRequest): Decision {
  let decision: Decision = "none";
  for (const statement of statements) {
    if (!applies(statement, request)) continue;
    if (statement.effect === "Deny") return "deny";
    decision = "allow";
  }
  return decision;
}

/** Condition keys of a policy that a request on this machine has no value for. */
export function unknownConditionKeys({ statements }: Policy, known: readonly string[]): string[] {
  const keys = statements.flatMap(({ conditions }) => conditions.map(({ key }) => key));
  return [...new Set(keys)].filter((key) => !known.includes(key));
}

function applies(statement: Statement, request: PolicyRequest): boolean {
  const { effect, actions, resources, principals, conditions } = statement;
  return (
    matches(actions, request.action.toLowerCase(), (pattern) => pattern.toLowerCase()) &&
    matches(resources, request.resource) &&
    (principals === undefined || matchesPrincipal(principals, request.principal)) &&
    conditions.every((condition) => holds(condition, request.values) ?? effect === "Allow")
  );
}

function matches({ patterns, negated }: Match, text: string, form = (pattern: string) => pattern): boolean {
  return patterns.some((pattern) => isLike(form(pattern), text)) !== negated;
}

/** `*`, an ARN, or an account's id, which stands for every principal of the account. */
function matchesPrincipal({ patterns, negated }: Match, principal: string): boolean {
  const account = principal.split(":")[4];
  const found = patterns.some(
    (pattern) =>
      pattern === "*" ||
      pattern === principal ||
      (account !== undefined && (pattern === account || pattern === `arn:aws:iam::${account}:root`)),
  );
  return found !== negated;
}

/** The parts of an operator such as `ForAnyValue:StringLike` or `StringEqualsIfExists`. */
function operatorOf(operator: string): { quantifier?: string; name: string } {
  const [, quantifier, name = ""] = /^(?:(ForAnyValue|ForAllValues):)?(.*?)(?:IfExists)?$/s.exec(operator) ?? [];
  return { quantifier, name };
}

/** Whether a condition holds; undefined where the request has no value for its key. */
function holds({ operator, key, values }: Condition, known: PolicyRequest["values"]): boolean | undefined {
  const { quantifier, name } = operatorOf(operator);
  const present = known[key];
  if (name === "Null") return present === undefined ? undefined : values.includes("false");
  if (present === undefined) return undefined;
  const negated = name.includes("Not");
  const compare = OPERATORS.get(name.replace("Not", ""));
  if (!compare) return undefined;
  const isListed = (value: string) => values.some((wanted) => compare(value, wanted)) !== negated;
  return quantifier === "ForAllValues" ? present.every(isListed) : present.some(isListed);
}

const isBefore = (value: string, wanted: string) => order(value) < order(wanted);
const isSame = (value: string, wanted: string) => order(value) === order(wanted);
const equals = (value: string, wanted: string) => value === wanted;
const isLikeValue = (value: string, wanted: string) => isLike(wanted, value);

/** A number, or a time in seconds or as ISO 8601. */
const order = (text: string) => (Number.isNaN(Number(text)) ? Date.parse(text) / 1000 : Number(text));

/** Comparisons by operator, without its `Not`. */
const OPERATORS: ReadonlyMap<string, (value: string, wanted: string) => boolean> = new Map(
  Object.entries({
    BinaryEquals: equals,
    StringEquals: equals,
    StringEqualsIgnoreCase: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
    StringLike: isLikeValue,
    ArnEquals: isLikeValue,
    ArnLike: isLikeValue,
    Bool: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
    IpAddress: isInRange,
    NumericEquals: isSame,
    NumericLessThan: isBefore,
    NumericLessThanEquals: (value, wanted) => !isBefore(wanted, value),
    NumericGreaterThan: (value, wanted) => isBefore(wanted, value),
    NumericGreaterThanEquals: (value, wanted) => !isBefore(value, wanted),
    DateEquals: isSame,
    DateLessThan: isBefore,
    DateLessThanEquals: (value, wanted) => !isBefore(wanted, value),
    DateGreaterThan: (value, wanted) => isBefore(wanted, value),
    DateGreaterThanEquals: (value, wanted) => !isBefore(value, wanted),
  } satisfies Record<string, (value: string, wanted: string) => boolean>),
);

/** Whether a text matches a pattern in which `*` is any text and `?` any character, in time that grows with both lengths only. */
export function isLike(pattern: string, text: string): boolean {
  let at = 0;
  let next = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    if (pattern[next] === "*") {
      star = next++;
      resume = at;
    } else if (next < pattern.length && (pattern[next] === "?" || pattern[next] === text[at])) {
      next++;
      at++;
    } else if (star >= 0) {
      next = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[next] === "*") next++;
  return next === pattern.length;
}

/** Whether an address is in a CIDR range, or is the one address. */
function isInRange(address: string, range: string): boolean {
  const [base = "", length] = range.split("/");
  const bits = addressBits(address);
  const start = addressBits(base);
  if (!bits || !start || bits.length !== start.length) return false;
  const prefix = length === undefined ? bits.length : Number(length);
  return bits.slice(0, prefix) === start.slice(0, prefix);
}

/** An IP address as text of zeros and ones; undefined for what is not one. */
function addressBits(address: string): string | undefined {
  if (isIPv4(address)) return toBits(address.split(".").map(Number), 8);
  if (!isIPv6(address)) return undefined;
  const [, head = "", tail] = /^(.*?)(?:::(.*))?$/.exec(address) ?? [];
  const groups = (part: string) => (part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16)));
  const [before, after] = [groups(head), groups(tail ?? "")];
  const zeros = new Array<number>(8 - before.length - after.length).fill(0);
  return toBits([...before, ...zeros, ...after], 16);
}

const toBits = (parts: readonly number[], width: number) =>
  parts.map((part) => part.toString(2).padStart(width, "0")).join("");

const listOf = (value: unknown): readonly unknown[] => (value === undefined ? [] : [value].flat());
