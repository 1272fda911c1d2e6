import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { assumeRolePolicy } from "../integrations/allow.ts";
import { bundle } from "./bundle.ts";

/** What a function may do: these actions on these resources, and nothing else. */
export interface Statement {
  /** IAM actions, for example `sqs:SendMessage`. */
  readonly actions: readonly string[];
  /** ARNs that the actions are allowed on. */
  readonly resources: readonly pulumi.Input<string>[];
}

/** What a LambdaFunction is made from. */
export interface LambdaFunctionArgs {
  /** The handler's file, relative to the project's root; it exports `handler`. */
  readonly entry: string;
  /** What the function is for, as the console shows it. */
  readonly description?: string;
  /** Environment variables. */
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>>;
  /** What the function may do besides writing its log and its traces. Default nothing. */
  readonly allow?: readonly Statement[];
  /** Seconds, 1 to 900. Default 10. */
  readonly timeout?: number;
  /** Megabytes, 128 to 10,240; CPU grows with it. Default 256. */
  readonly memorySize?: number;
  /** Days that the log is kept; one of the periods that CloudWatch Logs knows. */
  readonly logRetentionDays: number;
}

/**
 * A Lambda function made from a handler in this project, with its own role and its own log group.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
export class LambdaFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  readonly logGroup: aws.cloudwatch.LogGroup;
  readonly role: aws.iam.Role;

  /**
   * @param name The component's name, and `POWERTOOLS_SERVICE_NAME` in the function's logs and traces.
   * @throws Error naming the argument, when one is out of its range or the handler does not compile.
   */
  constructor(name: string, args: LambdaFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    const timeout = wholeNumber("timeout", args.timeout ?? 10, 1, 900);
    const memorySize = wholeNumber("memorySize", args.memorySize ?? 256, 128, 10_240);
    const code = bundleFor(args.entry);
    super("contact-us:index:LambdaFunction", name, {}, opts);

    // Lambda would make a log group of its own at the first call, kept for ever and left behind by `pulumi destroy`.
    this.logGroup = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      {
        name: `/aws/lambda/${pulumi.getProject()}-${pulumi.getStack()}-${name}`,
        retentionInDays: args.logRetentionDays,
      },
      { parent: this },
    );

    this.role = new aws.iam.Role(
      `${name}-role`,
      { assumeRolePolicy: assumeRolePolicy("lambda.amazonaws.com") },
      { parent: this },
    );
    const policy = new aws.iam.RolePolicy(
      `${name}-policy`,
      { role: this.role.id, policy: policyDocument([logStatement(this.logGroup), ...(args.allow ?? [])]) },
      { parent: this },
    );
    // AWS's own policy, because X-Ray's actions know no resource that a policy of ours could name.
    const { partition } = aws.getPartitionOutput({}, { parent: this });
    const tracing = new aws.iam.RolePolicyAttachment(
      `${name}-tracing`,
      {
        role: this.role.name,
        policyArn: pulumi.interpolate`arn:${partition}:iam::aws:policy/AWSXRayDaemonWriteAccess`,
      },
      { parent: this },
    );

    this.function = new aws.lambda.Function(
      name,
      {
        description: args.description,
        runtime: aws.lambda.Runtime.NodeJS24dX,
        architectures: ["arm64"],
        handler: "index.handler",
        code: new pulumi.asset.AssetArchive({ "index.mjs": new pulumi.asset.StringAsset(code) }),
        role: this.role.arn,
        timeout,
        memorySize,
        environment: { variables: { ...args.environment, POWERTOOLS_SERVICE_NAME: name } },
        loggingConfig: { logFormat: "JSON", logGroup: this.logGroup.name },
        tracingConfig: { mode: "Active" },
      },
      // An event source mapping is refused while the role cannot read the queue yet.
      { parent: this, dependsOn: [policy, tracing] },
    );

    this.registerOutputs({ function: this.function, logGroup: this.logGroup, role: this.role });
  }
}

/** A policy with one statement for each of `statements`. */
function policyDocument(statements: readonly Statement[]): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: statements.map(({ actions, resources }) => ({ Effect: "Allow", Action: actions, Resource: resources })),
  });
}

/** Lambda names the streams of the function's log group itself, hence the `:*` after the group's ARN. */
function logStatement(logGroup: aws.cloudwatch.LogGroup): Statement {
  return {
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [pulumi.interpolate`${logGroup.arn}:log-stream:*`],
  };
}

function wholeNumber(field: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`${field}: expected a whole number from ${least} to ${most}, got ${value}`);
}

// A handler does not change while the program runs, and bundling is the slowest thing that it does.
const bundles = new Map<string, string>();

function bundleFor(entry: string): string {
  try {
    const code = bundles.get(entry) ?? bundle(entry);
    bundles.set(entry, code);
    return code;
  } catch (error) {
    throw new Error(`entry: ${(error as Error).message}`);
  }
}
