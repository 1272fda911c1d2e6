import assert from "node:assert/strict";
import type { Program } from "pulumi-localhost/program";
import type { OpenApiDocument } from "../../components/openapi.ts";
import { devStack, integrationOf, operations } from "./stack.ts";

describe("the stack's resources", () => {
  let program: Program;
  before(async () => {
    program = await devStack();
  });

  const inputsOf = (type: string) => {
    const found = program.resources.filter((resource) => resource.type === type);
    assert(found.length > 0, `the stack has no ${type}`);
    return found.map(({ name, inputs, outputs }) => ({ name, inputs, arn: outputs.arn }));
  };

  it("allows each role its actions on named resources, never everything", () => {
    for (const { name, inputs } of inputsOf("aws:iam/rolePolicy:RolePolicy")) {
      for (const { Effect, Action, Resource } of JSON.parse(inputs.policy).Statement) {
        assert.equal(Effect, "Allow", name);
        for (const action of [Action].flat()) assert.match(action, /^[a-z0-9]+:[A-Za-z]+$/, name);
        // Those of Session Manager and of a list of log groups know no resources.
        if ([Action].flat().every((action) => /^ssm(messages)?:|^logs:DescribeLogGroups$/.test(action))) continue;
        for (const arn of [Resource].flat()) {
          // Lambda names the streams of a log group, and the route's path the object of a folder.
          assert.match(arn, /^arn:aws:[a-z0-9]+:[a-z0-9-]*:\d*:[^*]+(:log-stream:\*|\/[^*/]+\/\*)?$/, name);
        }
      }
    }
  });

  it("gives each route to an AWS service a role of its own, for one action on one resource", () => {
    const used = operations(program.document as OpenApiDocument).flatMap(
      ([, operation]) => integrationOf(operation).credentials ?? [],
    );
    assert.equal(used.length, 6);
    assert.equal(new Set(used).size, used.length);
    const policies = inputsOf("aws:iam/rolePolicy:RolePolicy").filter(({ inputs }) =>
      used.some((arn) => arn.endsWith(`/${inputs.role}`)),
    );
    assert.deepEqual(
      policies
        .flatMap(({ inputs }) => JSON.parse(inputs.policy).Statement.flatMap((s: { Action: string[] }) => s.Action))
        .toSorted(),
      ["dynamodb:GetItem", "dynamodb:PutItem", "kinesis:PutRecord", "s3:PutObject", "sns:Publish", "sqs:SendMessage"],
    );
  });

  it("attaches AWS's own policies only where none of ours could name the resource", () => {
    const attached = inputsOf("aws:iam/rolePolicyAttachment:RolePolicyAttachment").map(
      ({ inputs }) => inputs.policyArn,
    );
    assert.deepEqual([...new Set(attached)].toSorted(), [
      "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess",
      "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
    ]);
  });

  it("encrypts whatever holds data", () => {
    for (const { name, inputs } of inputsOf("aws:sqs/queue:Queue"))
      assert.equal(inputs.sqsManagedSseEnabled, true, name);
    for (const { name, inputs } of inputsOf("aws:sns/topic:Topic")) {
      // CloudWatch may not use AWS's key.
      const [ownKey] = inputsOf("aws:kms/key:Key").map(({ arn }) => arn);
      const key = name === "operations-topic" ? ownKey : "alias/aws/sns";
      assert.equal(inputs.kmsMasterKeyId, key, name);
    }
    for (const { name, inputs } of inputsOf("aws:kinesis/stream:Stream"))
      assert.equal(inputs.encryptionType, "KMS", name);
    for (const { name, inputs } of inputsOf("aws:dynamodb/table:Table")) {
      assert.equal(inputs.serverSideEncryption?.enabled, true, name);
      assert.equal(inputs.pointInTimeRecovery?.enabled, true, name);
    }
    for (const { name, inputs } of inputsOf("aws:ec2/launchTemplate:LaunchTemplate")) {
      for (const { ebs } of inputs.blockDeviceMappings) assert.equal(ebs.encrypted, "true", name);
    }
  });

  it("has nothing with a public address, and nothing open to the world", () => {
    for (const { name, inputs } of inputsOf("aws:ec2/launchTemplate:LaunchTemplate")) {
      for (const network of inputs.networkInterfaces) assert.equal(network.associatePublicIpAddress, "false", name);
    }
    for (const { name, inputs } of inputsOf("aws:lb/loadBalancer:LoadBalancer"))
      assert.equal(inputs.internal, true, name);
    for (const { name, inputs } of inputsOf("awsx:ec2:Vpc")) {
      assert.deepEqual(
        inputs.subnetSpecs.map((spec: { type: string }) => spec.type),
        ["Isolated"],
        name,
      );
      assert.equal(inputs.natGateways.strategy, "None", name);
    }
    const types = new Set(program.resources.map(({ type }) => type));
    for (const type of [
      "aws:ec2/eip:Eip",
      "aws:ec2/internetGateway:InternetGateway",
      "aws:ec2/natGateway:NatGateway",
    ]) {
      assert(!types.has(type), type);
    }
    const ingress = program.resources.filter(({ type }) =>
      /ec2\/(securityGroup|securityGroupRule)|securityGroupIngress/.test(type),
    );
    assert.doesNotMatch(JSON.stringify(ingress.map(({ inputs }) => inputs.ingress ?? inputs)), /0\.0\.0\.0\/0|::\/0/);
  });

  it("keeps every log for a limited time", () => {
    for (const { name, inputs } of inputsOf("aws:cloudwatch/logGroup:LogGroup")) {
      assert.equal(inputs.retentionInDays, 30, name);
    }
    for (const { name, inputs } of inputsOf("aws:lambda/function:Function")) {
      assert(inputs.loggingConfig?.logGroup, name);
    }
  });
});
