import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { deployStatements, previewStatements, type Statement } from "./permissions.ts";
import type { StateBackend } from "./state-backend.ts";

/** Arguments of `GitHubRoles`. */
export interface GitHubRolesArgs {
  /**
   * How GitHub begins the subject of the repository's tokens, without a colon at the end: `repo:OWNER/NAME`, or with the
   * unchanging IDs that repositories made after June 2026 have, `repo:OWNER@ID/NAME@ID`.
   * https://docs.github.com/en/actions/reference/security/oidc
   */
  readonly subjectPrefix: string;
  /** GitHub environment whose jobs may deploy. */
  readonly environment: string;
  /** ARN of the account's OIDC provider for GitHub; default a new one. */
  readonly oidcProviderArn?: string;
  /** The stack's setting of that name, `s3://bucket/key`, which a deployment with mutual TLS must read. Default: none. */
  readonly truststoreUri?: string;
  /** Where the state is. */
  readonly state: StateBackend;
}

/** Where GitHub's tokens come from; also the prefix of the condition keys that name their claims. */
const ISSUER = "token.actions.githubusercontent.com";

/** Longest session of either role, in seconds. IAM allows no shorter limit, and a job takes minutes. */
const MAX_SESSION_SECONDS = 3600;

/**
 * The roles that GitHub Actions takes on by its own tokens, with no key to keep: one that previews pull requests and only
 * reads, one that deploys from an environment.
 */
export class GitHubRoles extends pulumi.ComponentResource {
  readonly previewRole: aws.iam.Role;
  readonly deployRole: aws.iam.Role;

  /** @throws Error that names a bad argument, before any resource is made. */
  constructor(name: string, args: GitHubRolesArgs, opts?: pulumi.ComponentResourceOptions) {
    const { subjectPrefix, environment, truststoreUri, state } = args;
    checkArgument("subjectPrefix", subjectPrefix, /^repo:[\w.-]+(@\d+)?\/[\w.-]+(@\d+)?$/, "repo:OWNER/NAME");
    checkArgument("environment", environment, /^[\w.-]+$/, "the name of a GitHub environment");
    if (truststoreUri !== undefined) {
      checkArgument("truststoreUri", truststoreUri, /^s3:\/\/[a-z0-9.-]{3,63}\/[^*?]+$/, "s3://bucket/key");
    }
    super("contact-us:bootstrap:GitHubRoles", name, {}, opts);
    const provider = args.oidcProviderArn ?? createProvider(this, name).arn;
    const { partition } = aws.getPartitionOutput({}, { parent: this });
    const { accountId } = aws.getCallerIdentityOutput({}, { parent: this });

    this.previewRole = createRole(this, `${name}-preview`, {
      description: "Previews pull requests: reads the state, changes nothing",
      assumeRolePolicy: trustPolicy(provider, `${subjectPrefix}:pull_request`),
    });
    this.deployRole = createRole(this, `${name}-deploy`, {
      description: `Deploys from GitHub's environment ${environment}`,
      assumeRolePolicy: trustPolicy(provider, `${subjectPrefix}:environment:${environment}`),
    });
    const deploying = deployStatements({
      state,
      iam: pulumi.interpolate`arn:${partition}:iam::${accountId}`,
      guarded: [this.previewRole.arn, this.deployRole.arn],
      truststore: truststoreUri && pulumi.interpolate`arn:${partition}:s3:::${truststoreUri.replace("s3://", "")}`,
    });
    allow(this, `${name}-preview-policy`, this.previewRole, previewStatements(state));
    allow(this, `${name}-deploy-policy`, this.deployRole, deploying);
    this.registerOutputs({ previewRole: this.previewRole, deployRole: this.deployRole });
  }
}

function checkArgument(name: string, value: string, expected: RegExp, words: string): void {
  if (!expected.test(value)) throw new Error(`${name}: expected ${words}, got "${value}"`);
}

function createProvider(parent: GitHubRoles, name: string): aws.iam.OpenIdConnectProvider {
  // With no thumbprint: AWS checks GitHub's certificate by its own list of authorities.
  return new aws.iam.OpenIdConnectProvider(
    `${name}-oidc`,
    { url: `https://${ISSUER}`, clientIdLists: ["sts.amazonaws.com"] },
    { parent },
  );
}

function createRole(
  parent: GitHubRoles,
  name: string,
  args: { readonly description: string; readonly assumeRolePolicy: pulumi.Input<string> },
): aws.iam.Role {
  return new aws.iam.Role(name, { ...args, maxSessionDuration: MAX_SESSION_SECONDS }, { parent });
}

function allow(parent: GitHubRoles, name: string, role: aws.iam.Role, statements: readonly Statement[]): void {
  const policy = pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
  new aws.iam.RolePolicy(name, { role: role.id, policy }, { parent });
}

/** Trust in one whole subject, never a pattern: with a `*` in it other repositories or branches could take the role. */
function trustPolicy(provider: pulumi.Input<string>, subject: string): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: provider },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com", [`${ISSUER}:sub`]: subject } },
      },
    ],
  });
}
