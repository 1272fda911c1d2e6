import { leastPrivilege, namedPrincipals } from "./access-rules.ts";
import { encryption, logRetention, secureTransport, tags } from "./data-rules.ts";
import { EXCEPTIONS } from "./exceptions.ts";
import { noPublicAddress } from "./network-rules.ts";
import { escapedTemplates, noOpenStoredData, throttledRoutes, validatedWrites } from "./route-rules.ts";
import type { Resource, Rule, Violation } from "./rule.ts";

/** Every rule of the project. */
export const RULES: readonly Rule[] = [
  encryption,
  secureTransport,
  noPublicAddress,
  leastPrivilege,
  namedPrincipals,
  logRetention,
  tags,
  validatedWrites,
  escapedTemplates,
  throttledRoutes,
  noOpenStoredData,
];

/** What a rule finds in a stack, exceptions included. */
export function violationsOf(rule: Rule, resources: readonly Resource[]): Violation[] {
  return [...("check" in rule ? resources.flatMap((resource) => rule.check(resource)) : rule.checkStack(resources))];
}

/** Whether a violation is meant. */
export function isException(rule: Rule, { subject, message }: Violation): boolean {
  return EXCEPTIONS.some(
    (exception) =>
      exception.rule === rule.name &&
      exception.subject === subject &&
      (exception.message === undefined || exception.message === message),
  );
}
