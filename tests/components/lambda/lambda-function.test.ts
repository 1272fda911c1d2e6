import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type * as pulumi from "@pulumi/pulumi";
import { LambdaFunction, type LambdaFunctionArgs } from "../../../components/lambda/lambda-function.ts";
import { run } from "../../../components/testing/run.ts";

const args: LambdaFunctionArgs = {
  entry: "tests/components/handler.ts",
  description: "Takes submissions",
  environment: { QUEUE_URL: "https://queue" },
  allow: [{ actions: ["sqs:SendMessage"], resources: ["arn:aws:sqs:us-east-1:123456789012:queue"] }],
  logRetentionDays: 30,
};
const make = () => run(() => new LambdaFunction("contact", args));

describe("LambdaFunction", () => {
  let made: Awaited<ReturnType<typeof make>>;
  before(async () => {
    made = await make();
  });

  it("runs the bundled handler on Lambda's newest Node, on arm64, traced", async () => {
    const { code, ...inputs } = made.inputs("aws:lambda/function:Function");
    assert.deepEqual(inputs, {
      description: "Takes submissions",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      handler: "index.handler",
      role: "arn:aws:iam::123456789012:role/contact-role",
      timeout: 10,
      memorySize: 256,
      environment: {
        variables: {
          NODE_OPTIONS: "--enable-source-maps",
          QUEUE_URL: "https://queue",
          POWERTOOLS_SERVICE_NAME: "contact",
        },
      },
      loggingConfig: { logFormat: "JSON", logGroup: "/aws/lambda/project-stack-contact-1" },
      tracingConfig: { mode: "Active" },
    });
    const { assets } = (await code) as pulumi.asset.AssetArchive;
    const files = (await assets) as Record<string, pulumi.asset.FileAsset>;
    assert.deepEqual(Object.keys(files), ["index.mjs", "index.mjs.map"]);
    const file = await files["index.mjs"]?.path;
    assert.match(String(file), /^\/.*\/node_modules\/\.cache\/bundles\/[0-9a-f]{64}$/);
    assert.match(readFileSync(String(file), "utf8"), /export\{\w+ as handler\}/);
    const map = JSON.parse(readFileSync(String(await files["index.mjs.map"]?.path), "utf8"));
    assert.deepEqual(map.sources, ["tests/components/handler.ts"]);
  });

  it("writes to a log group of its own that does not keep for ever", () => {
    const inputs = made.inputs("aws:cloudwatch/logGroup:LogGroup", "contact-logs");
    assert.deepEqual(inputs, { namePrefix: "/aws/lambda/project-stack-contact-", retentionInDays: 30 });
  });

  it("has a role that only Lambda can assume", () => {
    const { assumeRolePolicy } = made.inputs("aws:iam/role:Role", "contact-role");
    assert.deepEqual(JSON.parse(assumeRolePolicy).Statement, [
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
  });

  it("may write its own log, do what it was given, and nothing else", () => {
    assert.deepEqual(JSON.parse(made.inputs("aws:iam/rolePolicy:RolePolicy").policy).Statement, [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: ["arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/project-stack-contact-1:log-stream:*"],
      },
      {
        Effect: "Allow",
        Action: ["sqs:SendMessage"],
        Resource: ["arn:aws:sqs:us-east-1:123456789012:queue"],
      },
    ]);
    assert.equal(
      made.inputs("aws:iam/rolePolicyAttachment:RolePolicyAttachment").policyArn,
      "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess",
    );
  });

  it("is not open to anybody until a route connects it", () => {
    assert.deepEqual(made.names("aws:lambda/permission:Permission"), []);
  });

  for (const [field, value, expected] of [
    ["timeout", 0, "timeout: expected a whole number from 1 to 900, got 0"],
    ["timeout", 2.5, "timeout: expected a whole number from 1 to 900, got 2.5"],
    ["timeout", 901, "timeout: expected a whole number from 1 to 900, got 901"],
    ["memorySize", 127, "memorySize: expected a whole number from 128 to 10240, got 127"],
    ["memorySize", 10_241, "memorySize: expected a whole number from 128 to 10240, got 10241"],
  ] as const) {
    it(`refuses ${field} ${value} before it makes anything`, async () => {
      const refused = await run(() => {
        assert.throws(() => new LambdaFunction("contact", { ...args, [field]: value }), {
          message: `LambdaFunction "contact": ${expected}`,
        });
      });
      assert.deepEqual(refused.resources, []);
    });
  }

  it("refuses an entry that is not there before it makes anything", async () => {
    const refused = await run(() => {
      const entry = "handlers/nowhere.ts";
      assert.throws(
        () => new LambdaFunction("contact", { ...args, entry }),
        /^Error: LambdaFunction "contact": entry: .*nowhere\.ts/s,
      );
    });
    assert.deepEqual(refused.resources, []);
  });
});
