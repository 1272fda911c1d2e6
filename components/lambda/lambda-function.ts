import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkArguments, checkRetention, checkWholeNumber, refuse } from "../arguments.ts";
import { createServiceRole, type RoleTransform, type Statement } from "../service-role.ts";
import { typeToken, withFormerType } from "../tokens.ts";
import { type Transform, transformed } from "../transform.ts";
import { bundleFiles, writeFile } from "./bundle.ts";

/** Arguments of `LambdaFunction`. */
export interface LambdaFunctionArgs {
  /**
   * The handler's file, which exports `handler`: a path from the program's folder, or a URL such as
   * `new URL("handler.ts", import.meta.url)`.
   */
  readonly entry: string | URL;
  /** What the function is for; the console shows it. */
  readonly description?: string;
  /** Environment variables. `NODE_OPTIONS` is `--enable-source-maps` unless it is among them. */
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>>;
  /** What the function may do besides writing its log and its traces. Default: nothing. */
  readonly allow?: readonly Statement[];
  /** Seconds, 1 to 900. Default 10. */
  readonly timeout?: number;
  /** Megabytes, 128 to 10,240; CPU grows with it. Default 256. */
  readonly memorySize?: number;
  /** Days that the log is kept, one of the periods that CloudWatch Logs allows. */
  readonly logRetentionDays: number;
  /** Changes of the resources inside. */
  readonly transform?: RoleTransform & {
    readonly function?: Transform<aws.lambda.FunctionArgs>;
    readonly logGroup?: Transform<aws.cloudwatch.LogGroupArgs>;
    readonly tracing?: Transform<aws.iam.RolePolicyAttachmentArgs>;
  };
}

/**
 * A Lambda function made from a handler of this project, with a role and a log group of its own.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
export class LambdaFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  readonly logGroup: aws.cloudwatch.LogGroup;
  readonly role: aws.iam.Role;

  /**
   * @param name The component's name, and `POWERTOOLS_SERVICE_NAME` in the function's logs and traces.
   * @throws ArgumentError for an argument out of its range, or a handler that does not compile.
   */
  constructor(name: string, args: LambdaFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    const { timeout = 10, memorySize = 256 } = args;
    const files = checkArguments(`LambdaFunction "${name}"`, () => {
      checkWholeNumber("timeout", timeout, 1, 900);
      checkWholeNumber("memorySize", memorySize, 128, 10_240);
      checkRetention(args.logRetentionDays);
      return bundleOf(args.entry);
    });
    super(typeToken("LambdaFunction"), name, {}, withFormerType(opts, "contact-us:index:LambdaFunction"));

    // Lambda would create a log group itself at the first call, keep it for ever, and `pulumi destroy` would leave it behind.
    this.logGroup = new aws.cloudwatch.LogGroup(
      ...transformed<aws.cloudwatch.LogGroupArgs>(
        args.transform?.logGroup,
        `${name}-logs`,
        {
          // AWS ends the name with digits of its own: two people may each have a stack `dev` in one account. A group that has
          // its name already keeps it, and its log.
          namePrefix: `/aws/lambda/${pulumi.getProject()}-${pulumi.getStack()}-${name}-`,
          retentionInDays: args.logRetentionDays,
        },
        { parent: this, ignoreChanges: ["name", "namePrefix"] },
      ),
    );

    const { role, policy } = createServiceRole(this, name, {
      service: "lambda.amazonaws.com",
      statements: [logStatement(this.logGroup), ...(args.allow ?? [])],
      transform: args.transform,
    });
    this.role = role;
    // AWS's own policy, because X-Ray's actions have no resources that a policy of ours could name.
    const { partition } = aws.getPartitionOutput({}, { parent: this });
    const tracing = new aws.iam.RolePolicyAttachment(
      ...transformed<aws.iam.RolePolicyAttachmentArgs>(
        args.transform?.tracing,
        `${name}-tracing`,
        {
          role: this.role.name,
          policyArn: pulumi.interpolate`arn:${partition}:iam::aws:policy/AWSXRayDaemonWriteAccess`,
        },
        { parent: this },
      ),
    );

    this.function = new aws.lambda.Function(
      ...transformed<aws.lambda.FunctionArgs>(
        args.transform?.function,
        name,
        {
          description: args.description,
          runtime: aws.lambda.Runtime.NodeJS24dX,
          architectures: ["arm64"],
          handler: "index.handler",
          code: archiveOf(files),
          role: this.role.arn,
          timeout,
          memorySize,
          environment: {
            variables: { NODE_OPTIONS: "--enable-source-maps", ...args.environment, POWERTOOLS_SERVICE_NAME: name },
          },
          loggingConfig: { logFormat: "JSON", logGroup: this.logGroup.name },
          tracingConfig: { mode: "Active" },
        },
        // An event source mapping is refused as long as the role cannot read the queue.
        { parent: this, dependsOn: [policy, tracing] },
      ),
    );

    this.registerOutputs({ function: this.function, logGroup: this.logGroup, role: this.role });
  }
}

/** Lambda chooses the names of the log group's streams, hence the `*`. */
function logStatement(logGroup: aws.cloudwatch.LogGroup): Statement {
  return {
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [pulumi.interpolate`${logGroup.arn}:log-stream:*`],
  };
}

function bundleOf(entry: string | URL): Readonly<Record<string, string>> {
  try {
    return bundleFiles(entry);
  } catch (error) {
    return refuse("entry", (error as Error).message);
  }
}

function archiveOf(files: Readonly<Record<string, string>>): pulumi.asset.AssetArchive {
  const assets = Object.entries(files).map(([name, text]) => [name, assetOf(text)]);
  return new pulumi.asset.AssetArchive(Object.fromEntries(assets));
}

function assetOf(text: string): pulumi.asset.Asset {
  const file = writeFile(text);
  return file === undefined ? new pulumi.asset.StringAsset(text) : new pulumi.asset.FileAsset(file);
}
