import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { runProgram } from "pulumi-localhost/program";
import { parse } from "yaml";
import { GitHubRoles, type GitHubRolesArgs } from "../../bootstrap/github-roles.ts";
import { StateBackend } from "../../bootstrap/state-backend.ts";
import { type Run, run } from "../../components/testing/run.ts";

const SUBJECT = "repo:octo-org@123456/octo-repo@456789";
const ISSUER = "token.actions.githubusercontent.com";

// The mock cloud's ARNs.
const BUCKET = "arn:aws:s3:::pulumi-state";
const KEY = "arn:aws:kms:us-east-1:123456789012:key/pulumi-state-key-id";
const PROVIDER = "arn:aws:iam:us-east-1:123456789012:github-oidc";

/** The bootstrap's resources, as its index.ts makes them. */
function bootstrap(args: Partial<Omit<GitHubRolesArgs, "state">> = {}) {
  return run(() => {
    const state = new StateBackend("pulumi-state", { protect: true });
    return new GitHubRoles("github", { subjectPrefix: SUBJECT, environment: "dev", ...args, state });
  });
}

interface Statement {
  readonly Effect: string;
  readonly Action: string[];
  readonly Resource: string | string[];
  readonly Condition?: unknown;
}

function statements({ inputs }: Run<unknown>, name: string): Statement[] {
  return JSON.parse(inputs("aws:iam/rolePolicy:RolePolicy", `${name}-policy`).policy).Statement;
}

function trust({ inputs }: Run<unknown>, name: string) {
  const { Statement } = JSON.parse(inputs("aws:iam/role:Role", name).assumeRolePolicy);
  assert.equal(Statement.length, 1);
  return Statement[0];
}

describe("the bootstrap", () => {
  let made: Run<GitHubRoles>;
  before(async () => {
    made = await bootstrap();
  });

  describe("trust", () => {
    it("lets pull requests of this one repository take the preview role, by GitHub's tokens for AWS alone", () => {
      assert.deepEqual(trust(made, "github-preview"), {
        Effect: "Allow",
        Principal: { Federated: PROVIDER },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com", [`${ISSUER}:sub`]: `${SUBJECT}:pull_request` },
        },
      });
    });

    it("lets jobs of the one environment take the deployment role", () => {
      assert.deepEqual(trust(made, "github-deploy").Condition, {
        StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com", [`${ISSUER}:sub`]: `${SUBJECT}:environment:dev` },
      });
    });

    it("has no pattern in any trust policy", () => {
      for (const name of made.names("aws:iam/role:Role")) {
        const policy = made.inputs("aws:iam/role:Role", name).assumeRolePolicy;
        assert.doesNotMatch(policy, /StringLike|[*?]/, name);
      }
    });

    it("asks for an hour at most", () => {
      for (const name of made.names("aws:iam/role:Role")) {
        assert.equal(made.inputs("aws:iam/role:Role", name).maxSessionDuration, 3600, name);
      }
    });

    it("makes GitHub's provider without a thumbprint, or uses the account's own", async () => {
      const provider = "arn:aws:iam::123456789012:oidc-provider/other";
      assert.deepEqual(made.inputs("aws:iam/openIdConnectProvider:OpenIdConnectProvider"), {
        url: `https://${ISSUER}`,
        clientIdLists: ["sts.amazonaws.com"],
      });
      const other = await bootstrap({ oidcProviderArn: provider });
      assert.deepEqual(other.names("aws:iam/openIdConnectProvider:OpenIdConnectProvider"), []);
      assert.equal(trust(other, "github-deploy").Principal.Federated, provider);
    });

    it("refuses a subject that other repositories or branches could have", async () => {
      for (const subjectPrefix of [
        "repo:octo-org/*",
        "octo-org/octo-repo",
        "repo:octo-org/octo-repo:ref",
        "repo:octo-org",
        "",
      ]) {
        await assert.rejects(bootstrap({ subjectPrefix }), {
          message: `subjectPrefix: expected repo:OWNER/NAME, got "${subjectPrefix}"`,
        });
      }
      await assert.rejects(bootstrap({ environment: "*" }), {
        message: 'environment: expected the name of a GitHub environment, got "*"',
      });
      await assert.rejects(bootstrap({ truststoreUri: "s3://bucket/*" }), {
        message: 'truststoreUri: expected s3://bucket/key, got "s3://bucket/*"',
      });
    });
  });

  describe("the preview role", () => {
    it("reads the state and the zones, and nothing else", () => {
      assert.deepEqual(statements(made, "github-preview"), [
        { Effect: "Allow", Action: ["s3:ListBucket"], Resource: BUCKET },
        { Effect: "Allow", Action: ["s3:GetObject"], Resource: `${BUCKET}/*` },
        {
          Effect: "Allow",
          Action: ["kms:Decrypt"],
          Resource: KEY,
        },
        {
          Effect: "Allow",
          Action: ["ec2:DescribeAvailabilityZones", "ec2:DescribeInstanceTypeOfferings"],
          Resource: "*",
        },
      ]);
    });

    it("has no other policy than its own", () => {
      assert.deepEqual(made.names("aws:iam/rolePolicyAttachment:RolePolicyAttachment"), []);
      assert.deepEqual(made.names("aws:iam/rolePolicy:RolePolicy"), ["github-preview-policy", "github-deploy-policy"]);
    });
  });

  describe("the deployment role", () => {
    it("makes no users, groups, keys or policies that outlive a role", () => {
      const actions = statements(made, "github-deploy").flatMap(({ Action }) => Action);
      assert.deepEqual(
        actions.filter((action) =>
          /^(iam|kms|s3|sts):.*\*|User|Group$|AccessKey|LoginProfile|CreatePolicy|^\*/.test(action),
        ),
        [],
      );
    });

    it("may not change or pass on the bootstrap's own roles", () => {
      const denied = statements(made, "github-deploy").filter(
        ({ Effect, Action }) => Effect === "Deny" && Action.includes("iam:PassRole"),
      );
      assert.equal(denied.length, 1);
      assert.deepEqual(denied[0]?.Resource, [
        "arn:aws:iam::123456789012:role/github-preview",
        "arn:aws:iam::123456789012:role/github-deploy",
      ]);
      for (const action of [
        "iam:UpdateAssumeRolePolicy",
        "iam:PutRolePolicy",
        "iam:AttachRolePolicy",
        "iam:PassRole",
      ]) {
        assert(denied[0]?.Action.includes(action), action);
      }
    });

    it("may make keys, but not change or delete the one of the state", () => {
      const [allowed, denied] = statements(made, "github-deploy").filter(({ Action }) =>
        Action.includes("kms:ScheduleKeyDeletion"),
      );
      assert.equal(allowed?.Effect, "Allow");
      assert(allowed?.Action.includes("kms:CreateKey"));
      assert.equal(denied?.Effect, "Deny");
      assert.equal(denied?.Resource, KEY);
      assert(denied?.Action.includes("kms:PutKeyPolicy"));
      for (const action of ["kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"]) {
        assert(!denied?.Action.includes(action), action);
      }
    });

    it("may make buckets, but not change or delete the one of the state, nor earlier versions in it", () => {
      const [allowed, denied] = statements(made, "github-deploy").filter(({ Action }) =>
        Action.includes("s3:DeleteObjectVersion"),
      );
      assert.equal(allowed?.Effect, "Allow");
      assert(allowed?.Action.includes("s3:CreateBucket"));
      assert.equal(denied?.Effect, "Deny");
      assert.deepEqual(denied?.Resource, [BUCKET, `${BUCKET}/*`]);
      for (const action of ["s3:DeleteBucket", "s3:PutBucketPolicy", "s3:PutBucketVersioning"]) {
        assert(denied?.Action.includes(action), action);
      }
      for (const action of ["s3:DeleteObject", "s3:ListBucket", "s3:GetBucketTagging"]) {
        assert(!denied?.Action.includes(action), action);
      }
    });

    it("passes roles to the stack's services alone", () => {
      const passing = statements(made, "github-deploy").find(
        ({ Effect, Action }) => Effect === "Allow" && Action.includes("iam:PassRole"),
      );
      assert.deepEqual(passing?.Condition, {
        StringEquals: {
          "iam:PassedToService": [
            "apigateway.amazonaws.com",
            "ec2.amazonaws.com",
            "lambda.amazonaws.com",
            "vpc-flow-logs.amazonaws.com",
          ],
        },
      });
    });

    it("may give a role to instances, under any name", () => {
      const profiles = statements(made, "github-deploy").find(({ Action }) =>
        Action.includes("iam:CreateInstanceProfile"),
      );
      assert.equal(profiles?.Resource, "arn:aws:iam::123456789012:instance-profile/*");
      assert.deepEqual(
        [profiles?.Action].flat().filter((action) => !/^iam:[A-Za-z]+InstanceProfile$/.test(String(action))),
        [],
      );
    });

    it("may read the truststore of mutual TLS, and no other object of anybody's", async () => {
      const reads = (run: Run<unknown>) =>
        statements(run, "github-deploy").filter(
          ({ Effect, Action, Resource }) =>
            Effect === "Allow" && Action.includes("s3:GetObject") && Resource !== `${BUCKET}/*`,
        );
      assert.deepEqual(reads(made), []);
      assert.deepEqual(reads(await bootstrap({ truststoreUri: "s3://our-authorities/clients.pem" })), [
        {
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:GetObjectVersion"],
          Resource: "arn:aws:s3:::our-authorities/clients.pem",
        },
      ]);
    });

    it("may make every type of resource of the stack, with every setting on", async () => {
      const actions = statements(made, "github-deploy").flatMap(({ Action }) => Action);
      const { resources } = await runProgram({
        stack: "local",
        config: {
          "contact-us:notificationEmail": "desk@example.com",
          "contact-us:domainName": "api.example.com",
          "contact-us:hostedZoneId": "Z1",
          "contact-us:truststoreUri": "s3://our-authorities/clients.pem",
          "contact-us:monthlyBudget": "50",
        },
      });
      const needed = resources.flatMap(({ type }) => {
        const [, service = ""] = /^aws:(\w+)\//.exec(type) ?? [];
        return service === "" ? [] : (IAM_PREFIX[service] ?? service);
      });
      for (const service of ["acm", "budgets", "kms", "route53", "wafv2"]) assert(needed.includes(service), service);
      assert.deepEqual(
        [...new Set(needed)].filter((service) => !actions.some((action) => action.startsWith(`${service}:`))),
        [],
      );
    });
  });

  describe("the state", () => {
    const inputs = (type: string) => made.inputs(`aws:s3/${type}`);

    it("is versioned and encrypted by a key that is renewed", () => {
      assert.deepEqual(inputs("bucketVersioning:BucketVersioning").versioningConfiguration, { status: "Enabled" });
      const [rule] = inputs("bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration").rules;
      assert.deepEqual(rule.applyServerSideEncryptionByDefault, {
        sseAlgorithm: "aws:kms",
        kmsMasterKeyId: KEY,
      });
      const key = made.inputs("aws:kms/key:Key");
      assert.equal(key.enableKeyRotation, true);
      assert.equal(key.deletionWindowInDays, 30);
      assert.equal(key.policy, undefined, "the account's owner alone administers the key");
    });

    it("is closed to the public and to connections without TLS", () => {
      const { bucket: _, ...blocked } = inputs("bucketPublicAccessBlock:BucketPublicAccessBlock");
      assert.deepEqual(blocked, {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      });
      assert.deepEqual(inputs("bucketOwnershipControls:BucketOwnershipControls").rule, {
        objectOwnership: "BucketOwnerEnforced",
      });
      assert.deepEqual(JSON.parse(inputs("bucketPolicy:BucketPolicy").policy).Statement, [
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [BUCKET, `${BUCKET}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]);
    });

    it("keeps earlier versions for a limited time", () => {
      const [rule] = inputs("bucketLifecycleConfiguration:BucketLifecycleConfiguration").rules;
      assert.deepEqual(rule.noncurrentVersionExpiration, { noncurrentDays: 90 });
    });
  });

  it("protects the bucket and the key, unless told otherwise, by its settings' defaults", () => {
    const { config } = parse(readFileSync("bootstrap/Pulumi.yaml", "utf8"));
    assert.equal(config.protect.default, true);
    assert.equal(config.environment.default, "dev");
    assert.equal(config.subjectPrefix.default, undefined);
  });
});

/** Prefix of IAM actions where it is not Pulumi's name of the module. */
const IAM_PREFIX: Readonly<Record<string, string>> = {
  alb: "elasticloadbalancing",
  apigatewayv2: "apigateway",
  lb: "elasticloadbalancing",
  vpc: "ec2",
};
