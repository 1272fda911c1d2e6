import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkArguments, checkRetention, checkWholeNumber } from "../arguments.ts";
import { typeToken } from "../tokens.ts";
import { type Transform, transformed } from "../transform.ts";

/** Arguments of `Firewall`. */
export interface FirewallArgs {
  /** The stage that the firewall stands before; `RestApi` has it as `stage`. */
  readonly stage: { readonly arn: pulumi.Input<string> };
  /** Requests that one address may send in five minutes, 10 to 2,000,000,000; more get 403. */
  readonly rateLimit: number;
  /**
   * Names of rules of the common rule set that only count: of those that would block what the API's callers rightly send.
   * Default: `SizeRestrictions_BODY`, which blocks bodies of more than 8 KB; 5,000 characters of a message may take 30.
   * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
   */
  readonly countedRules?: readonly string[];
  /** Days that the log is kept, one of the periods that CloudWatch Logs allows. */
  readonly logRetentionDays: number;
  /** Changes of the resources inside. */
  readonly transform?: {
    readonly webAcl?: Transform<aws.wafv2.WebAclArgs>;
    readonly association?: Transform<aws.wafv2.WebAclAssociationArgs>;
    readonly logGroup?: Transform<aws.cloudwatch.LogGroupArgs>;
    readonly logging?: Transform<aws.wafv2.WebAclLoggingConfigurationArgs>;
  };
}

/** Seconds. */
const RATE_WINDOW = 300;

/** AWS's own rule groups, in the order in which they are asked: the cheapest to fail first. */
const RULE_GROUPS = [
  "AWSManagedRulesAmazonIpReputationList",
  "AWSManagedRulesKnownBadInputsRuleSet",
  "AWSManagedRulesCommonRuleSet",
];

/**
 * A web ACL before an API's stage: a limit of requests for each address, and AWS's rules against known attacks. A blocked
 * request gets API Gateway's gateway response `WAF_FILTERED`, status 403, and reaches neither authorizer nor route.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html
 *
 * WAF reads the first 16 KB of a body; what is behind them it does not see.
 */
export class Firewall extends pulumi.ComponentResource {
  readonly webAcl: aws.wafv2.WebAcl;
  readonly logGroup: aws.cloudwatch.LogGroup;

  /** @throws ArgumentError for a `rateLimit` that WAF, or days that CloudWatch Logs does not take, before any resource is created. */
  constructor(name: string, args: FirewallArgs, opts?: pulumi.ComponentResourceOptions) {
    const { rateLimit, countedRules = ["SizeRestrictions_BODY"] } = args;
    checkArguments(`Firewall "${name}"`, () => {
      checkWholeNumber("rateLimit", rateLimit, 10, 2_000_000_000);
      checkRetention(args.logRetentionDays);
    });
    super(typeToken("Firewall"), name, {}, opts);

    this.webAcl = new aws.wafv2.WebAcl(
      ...transformed<aws.wafv2.WebAclArgs>(
        args.transform?.webAcl,
        `${name}-acl`,
        {
          description: "Limits the requests of each address and refuses known attacks",
          scope: "REGIONAL",
          defaultAction: { allow: {} },
          rules: [rateRule(rateLimit), ...RULE_GROUPS.map((group, index) => groupRule(group, index + 1, countedRules))],
          dataProtectionConfig: {
            dataProtections: PROTECTED_FIELDS.map((field) => ({ action: "SUBSTITUTION", field })),
          },
          visibilityConfig: visibility(name),
        },
        { parent: this },
      ),
    );
    this.logGroup = createLog(this, name, args, this.webAcl);
    new aws.wafv2.WebAclAssociation(
      ...transformed<aws.wafv2.WebAclAssociationArgs>(
        args.transform?.association,
        `${name}-association`,
        { resourceArn: args.stage.arn, webAclArn: this.webAcl.arn },
        { parent: this },
      ),
    );
    this.registerOutputs({ webAcl: this.webAcl, logGroup: this.logGroup });
  }
}

type WebAclRule = aws.types.input.wafv2.WebAclRule;

function rateRule(limit: number): WebAclRule {
  return {
    name: "rate-per-address",
    priority: 0,
    action: { block: {} },
    statement: { rateBasedStatement: { limit, evaluationWindowSec: RATE_WINDOW, aggregateKeyType: "IP" } },
    visibilityConfig: visibility("rate-per-address"),
  };
}

function groupRule(group: string, priority: number, countedRules: readonly string[]): WebAclRule {
  const counted = group === "AWSManagedRulesCommonRuleSet" ? countedRules : [];
  return {
    name: group,
    priority,
    // The group's own actions.
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name: group,
        ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
    visibilityConfig: visibility(group),
  };
}

/** Without sampled requests: WAF's console would show for three hours what the log leaves out. */
function visibility(metricName: string): aws.types.input.wafv2.WebAclVisibilityConfig {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: false };
}

/**
 * What WAF writes `REDACTED` for, wherever it would show it. No log has a body as a whole, but the details of a rule have
 * the part that it matched.
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_DataProtection.html
 */
const PROTECTED_FIELDS: readonly aws.types.input.wafv2.WebAclDataProtectionConfigDataProtectionField[] = [
  { fieldType: "BODY" },
  { fieldType: "QUERY_STRING" },
  { fieldType: "SINGLE_HEADER", fieldKeys: ["authorization", "cookie", "x-api-key"] },
];

/**
 * A log of the requests that a rule matched, all others left out. The path is redacted, because a path variable may say who
 * the visitor is; the address stays, since blocking is about it.
 * https://docs.aws.amazon.com/waf/latest/developerguide/logging-management-configure.html
 */
function createLog(parent: Firewall, name: string, args: FirewallArgs, webAcl: aws.wafv2.WebAcl) {
  const logGroup = new aws.cloudwatch.LogGroup(
    ...transformed<aws.cloudwatch.LogGroupArgs>(
      args.transform?.logGroup,
      // WAF writes to groups with this prefix alone. Pulumi ends the name with letters that no other stack's has.
      `aws-waf-logs-${name}`,
      { retentionInDays: args.logRetentionDays },
      { parent },
    ),
  );
  new aws.wafv2.WebAclLoggingConfiguration(
    ...transformed<aws.wafv2.WebAclLoggingConfigurationArgs>(
      args.transform?.logging,
      `${name}-logging`,
      {
        resourceArn: webAcl.arn,
        logDestinationConfigs: [logGroup.arn],
        redactedFields: [{ uriPath: {} }],
        loggingFilter: {
          defaultBehavior: "DROP",
          filters: [
            {
              behavior: "KEEP",
              requirement: "MEETS_ANY",
              conditions: ["BLOCK", "COUNT"].map((action) => ({ actionCondition: { action } })),
            },
          ],
        },
      },
      { parent },
    ),
  );
  return logGroup;
}
