import assert from "node:assert/strict";
import { Firewall, type FirewallArgs } from "../../../components/rest-api/firewall.ts";
import { run } from "../../../components/testing/run.ts";

const stageArn = "arn:aws:apigateway:us-east-1::/restapis/api/stages/test";
const make = (args: Partial<FirewallArgs> = {}) =>
  run(() => new Firewall("api", { stage: { arn: stageArn }, rateLimit: 500, logRetentionDays: 30, ...args }));

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";

describe("Firewall", () => {
  let made: Awaited<ReturnType<typeof make>>;
  before(async () => {
    made = await make();
  });

  it("limits the requests of each address, then asks AWS's rules, and lets pass what none of them stops", () => {
    const { scope, defaultAction, rules } = made.inputs("aws:wafv2/webAcl:WebAcl");
    assert.equal(scope, "REGIONAL");
    assert.deepEqual(defaultAction, { allow: {} });
    assert.deepEqual(
      rules.map(({ name, priority }: { name: string; priority: number }) => `${priority} ${name}`),
      [
        "0 rate-per-address",
        "1 AWSManagedRulesAmazonIpReputationList",
        "2 AWSManagedRulesKnownBadInputsRuleSet",
        "3 AWSManagedRulesCommonRuleSet",
      ],
    );
    assert.deepEqual(rules[0].action, { block: {} });
    assert.deepEqual(rules[0].statement, {
      rateBasedStatement: { limit: 500, evaluationWindowSec: 300, aggregateKeyType: "IP" },
    });
    for (const { overrideAction } of rules.slice(1)) assert.deepEqual(overrideAction, { none: {} });
  });

  it("lets a long message through, whose body the common rule set would block", () => {
    const [, reputation, badInputs, common] = made.inputs("aws:wafv2/webAcl:WebAcl").rules;
    const overrides = ({ statement }: { statement: { managedRuleGroupStatement: object } }) =>
      Object(statement.managedRuleGroupStatement).ruleActionOverrides;
    assert.deepEqual(overrides(common), [{ name: "SizeRestrictions_BODY", actionToUse: { count: {} } }]);
    assert.deepEqual([...overrides(reputation), ...overrides(badInputs)], []);
  });

  it("counts other rules where it is told so, and all of them where it is told of none", async () => {
    const counted = await make({ countedRules: ["CrossSiteScripting_BODY"] });
    const [, , , common] = counted.inputs("aws:wafv2/webAcl:WebAcl").rules;
    assert.deepEqual(common.statement.managedRuleGroupStatement.ruleActionOverrides, [
      { name: "CrossSiteScripting_BODY", actionToUse: { count: {} } },
    ]);
    const strict = await make({ countedRules: [] });
    assert.deepEqual(
      strict.inputs("aws:wafv2/webAcl:WebAcl").rules[3].statement.managedRuleGroupStatement.ruleActionOverrides,
      [],
    );
  });

  it("stands before the stage", () => {
    assert.deepEqual(made.inputs("aws:wafv2/webAclAssociation:WebAclAssociation"), {
      resourceArn: stageArn,
      webAclArn: "arn:aws:wafv2:us-east-1:123456789012:api-acl",
    });
  });

  it("logs what a rule matched, to a group whose name WAF takes and no other stack has", () => {
    const { name, retentionInDays } = made.inputs(LOG_GROUP, "aws-waf-logs-api");
    assert.equal(name, undefined);
    assert.equal(retentionInDays, 30);
    const { logDestinationConfigs, loggingFilter } = made.inputs(LOGGING);
    assert.deepEqual(logDestinationConfigs, ["arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-api"]);
    assert.deepEqual(loggingFilter, {
      defaultBehavior: "DROP",
      filters: [
        {
          behavior: "KEEP",
          requirement: "MEETS_ANY",
          conditions: [{ actionCondition: { action: "BLOCK" } }, { actionCondition: { action: "COUNT" } }],
        },
      ],
    });
  });

  it("shows no body, query, path or credential anywhere", () => {
    const { dataProtectionConfig, visibilityConfig, rules } = made.inputs("aws:wafv2/webAcl:WebAcl");
    assert.deepEqual(dataProtectionConfig.dataProtections, [
      { action: "SUBSTITUTION", field: { fieldType: "BODY" } },
      { action: "SUBSTITUTION", field: { fieldType: "QUERY_STRING" } },
      {
        action: "SUBSTITUTION",
        field: { fieldType: "SINGLE_HEADER", fieldKeys: ["authorization", "cookie", "x-api-key"] },
      },
    ]);
    assert.deepEqual(made.inputs(LOGGING).redactedFields, [{ uriPath: {} }]);
    for (const { sampledRequestsEnabled } of [
      visibilityConfig,
      ...rules.map((rule: { visibilityConfig: object }) => rule.visibilityConfig),
    ]) {
      assert.equal(sampledRequestsEnabled, false);
    }
  });

  for (const rateLimit of [9, 10.5, 2_000_000_001]) {
    it(`refuses a limit of ${rateLimit} before it creates anything`, async () => {
      const { resources } = await run(() => {
        const args = { stage: { arn: stageArn }, rateLimit, logRetentionDays: 30 };
        const message = `Firewall "api": rateLimit: expected a whole number from 10 to 2000000000, got ${rateLimit}`;
        assert.throws(() => new Firewall("api", args), { message });
      });
      assert.deepEqual(resources, []);
    });
  }
});
