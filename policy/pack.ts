import {
  PolicyPack,
  type ReportViolation,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
} from "@pulumi/policy";
import type { Rule, Violation } from "./rule.ts";
import { isException, RULES } from "./rules.ts";

/** The rules as Pulumi's engine runs them: `pulumi preview --policy-pack policy`. */
new PolicyPack("contact-us", {
  policies: RULES.map((rule): ResourceValidationPolicy | StackValidationPolicy => {
    const { name, description } = rule;
    // Tags are bookkeeping: their absence is worth a word, not a stop.
    const policy = {
      name,
      description,
      enforcementLevel: name === "tags" ? ("advisory" as const) : ("mandatory" as const),
    };
    if ("check" in rule) {
      return {
        ...policy,
        validateResource: (resource, report) => {
          // What awsx's components make is judged piece by piece; here they have no inputs of their own.
          if (resource.type.startsWith("awsx:")) return;
          tell(rule, rule.check({ type: resource.type, name: resource.name, inputs: resource.props }), report);
        },
      };
    }
    return {
      ...policy,
      validateStack: ({ resources }, report) =>
        tell(rule, rule.checkStack(resources.map(({ type, name, props }) => ({ type, name, inputs: props }))), report),
    };
  }),
});

function tell(rule: Rule, violations: readonly Violation[], report: ReportViolation): void {
  for (const violation of violations) {
    if (!isException(rule, violation)) report(`${violation.subject} ${violation.message}`);
  }
}
