import assert from "node:assert/strict";
import { parse } from "yaml";
import { PrivateService, type PrivateServiceArgs } from "../../../components/private-service/private-service.ts";
import { resolved, run } from "../../../components/testing/run.ts";

const environment = { ALLOWED_ORIGINS: "https://a.example,https://b.example" };
const zones = ["us-east-1a", "us-east-1c"];
const make = (args: Partial<PrivateServiceArgs> = {}) =>
  run(
    () =>
      new PrivateService("support-desk", {
        entry: "handlers/support-desk/index.ts",
        environment,
        healthCheckPath: "/support/health",
        zones,
        ...args,
      }),
  );
const ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const egress = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

describe("PrivateService", () => {
  let made: Awaited<ReturnType<typeof make>>;
  before(async () => {
    made = await make();
  });

  it("is in two zones, with no way to the internet", () => {
    const vpc = made.inputs("awsx:ec2:Vpc");
    assert.deepEqual(vpc.availabilityZoneNames, ["us-east-1a", "us-east-1c"]);
    assert.deepEqual(vpc.subnetSpecs, [{ type: "Isolated", cidrMask: 26 }]);
    assert.deepEqual(vpc.natGateways, { strategy: "None" });
    assert.deepEqual(made.inputs("aws:autoscaling/group:Group").vpcZoneIdentifiers, [
      "subnet-support-desk-vpc-id-isolated-1",
      "subnet-support-desk-vpc-id-isolated-2",
    ]);
  });

  it("reaches Amazon Linux's packages in S3, and no other bucket", () => {
    const endpoint = made.inputs("aws:ec2/vpcEndpoint:VpcEndpoint");
    assert.equal(endpoint.serviceName, "com.amazonaws.us-east-1.s3");
    assert.equal(endpoint.vpcEndpointType, "Gateway");
    assert.deepEqual(JSON.parse(endpoint.policy).Statement, [
      {
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::al2023-repos-us-east-1-de612dc2/*",
      },
    ]);
  });

  it("lets the link reach the load balancer, the load balancer the instances, and nobody else anybody", () => {
    const rules = [...made.names(ingress).map((n) => [ingress, n]), ...made.names(egress).map((n) => [egress, n])].map(
      ([type, name]) => {
        const rule = made.inputs(type as string, name as string);
        const peer = rule.referencedSecurityGroupId ?? rule.prefixListId;
        const way = type === ingress ? "from" : "to";
        return `${rule.securityGroupId} ${way} ${peer} ${rule.ipProtocol} ${rule.fromPort}-${rule.toPort}`;
      },
    );
    assert.deepEqual(rules.sort(), [
      "support-desk-instance-id from support-desk-lb-id tcp 8080-8080",
      "support-desk-instance-id to pl-s3 tcp 443-443",
      "support-desk-lb-id from support-desk-link-id tcp 80-80",
      "support-desk-lb-id to support-desk-instance-id tcp 8080-8080",
      "support-desk-link-id to support-desk-lb-id tcp 80-80",
    ]);
    for (const name of made.names("aws:ec2/securityGroup:SecurityGroup")) {
      const group = made.inputs("aws:ec2/securityGroup:SecurityGroup", name);
      assert.deepEqual([group.ingress, group.egress], [undefined, undefined]);
    }
  });

  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
  it("describes its security groups in characters that EC2 takes", () => {
    const groups = made.names("aws:ec2/securityGroup:SecurityGroup");
    assert.equal(groups.length, 3);
    for (const name of groups) {
      const { description } = made.inputs("aws:ec2/securityGroup:SecurityGroup", name);
      assert.match(description, /^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/);
    }
  });

  it("starts instances that have no public address, IMDSv2 only and an encrypted disk", () => {
    const template = made.inputs("aws:ec2/launchTemplate:LaunchTemplate");
    assert.equal(template.imageId, "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64");
    assert.equal(template.instanceType, "t4g.micro");
    assert.deepEqual(template.networkInterfaces, [
      { deviceIndex: 0, associatePublicIpAddress: "false", securityGroups: ["support-desk-instance-id"] },
    ]);
    assert.equal(template.metadataOptions.httpTokens, "required");
    assert.equal(template.metadataOptions.httpPutResponseHopLimit, 1);
    assert.deepEqual(
      template.blockDeviceMappings.map(({ ebs }: { ebs: { encrypted: string } }) => ebs.encrypted),
      ["true"],
    );
  });

  it("gives instances no key to log in with and no role", () => {
    const template = made.inputs("aws:ec2/launchTemplate:LaunchTemplate");
    assert.equal("keyName" in template, false);
    assert.equal("iamInstanceProfile" in template, false);
    assert.deepEqual(made.names("aws:iam/role:Role"), []);
  });

  it("puts the service and its environment on the instance", () => {
    const { userData } = made.inputs("aws:ec2/launchTemplate:LaunchTemplate");
    const [code, environment] = parse(Buffer.from(userData, "base64").toString()).write_files;
    assert.match(code.content, /\/support\/health/);
    assert.equal(
      environment.content,
      'HOST="0.0.0.0"\nPORT="8080"\nALLOWED_ORIGINS="https://a.example,https://b.example"\n',
    );
  });

  it("replaces instances that do not answer, that run an old service, or that are a month old", () => {
    const group = made.inputs("aws:autoscaling/group:Group");
    assert.equal(group.healthCheckType, "ELB");
    assert.deepEqual(group.mixedInstancesPolicy.launchTemplate, {
      launchTemplateSpecification: { launchTemplateId: "support-desk-template-id", version: "1" },
      overrides: [{ instanceType: "t4g.micro" }],
    });
    assert.equal(group.instanceRefresh.strategy, "Rolling");
    assert.equal(group.maxInstanceLifetime, 30 * 24 * 60 * 60);
    assert.deepEqual([group.minSize, group.maxSize], [2, 4]);
    const target = made.inputs("aws:lb/targetGroup:TargetGroup");
    assert.equal(target.healthCheck.path, "/support/health");
    assert.equal(target.port, 8080);
  });

  it("gives an instance five minutes for its first start, and has pulumi up wait for one that answers twice", () => {
    const group = made.inputs("aws:autoscaling/group:Group");
    assert.equal(group.healthCheckGracePeriod, 300);
    assert.equal(group.minElbCapacity, 1);
    assert.equal(group.waitForElbCapacity, undefined);
    assert.equal(group.waitForCapacityTimeout, "10m");
    const { healthCheck } = made.inputs("aws:lb/targetGroup:TargetGroup");
    assert.deepEqual([healthCheck.healthyThreshold, healthCheck.interval], [2, 15]);
  });

  it("prefers the first type of instance, and pays for no spot instances", async () => {
    const several = await make({ instanceTypes: ["t4g.small", "t4g.medium"] });
    const { mixedInstancesPolicy } = several.inputs("aws:autoscaling/group:Group");
    assert.deepEqual(mixedInstancesPolicy.instancesDistribution, {
      onDemandPercentageAboveBaseCapacity: 100,
      onDemandAllocationStrategy: "prioritized",
    });
    assert.deepEqual(mixedInstancesPolicy.launchTemplate.overrides, [
      { instanceType: "t4g.small" },
      { instanceType: "t4g.medium" },
    ]);
    assert.equal(several.inputs("aws:ec2/launchTemplate:LaunchTemplate").instanceType, "t4g.small");
  });

  it("takes the rules of the network's default security group away", () => {
    assert.deepEqual(made.inputs("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"), {
      vpcId: "vpc-support-desk-vpc-id",
    });
  });

  it("speaks HTTP in the network, and HTTPS where it gets a certificate", async () => {
    const listener = "aws:lb/listener:Listener";
    const { protocol, port } = made.inputs(listener);
    assert.deepEqual([protocol, port], ["HTTP", 80]);
    const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/c";
    const secure = await make({ tls: { certificateArn, serverName: "desk.example.com" } });
    const inputs = secure.inputs(listener);
    assert.deepEqual(
      [inputs.protocol, inputs.port, inputs.certificateArn, inputs.sslPolicy],
      ["HTTPS", 443, certificateArn, "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"],
    );
    assert.equal(await resolved(secure.result.url), "https://desk.example.com");
    assert.equal(secure.inputs(ingress, "support-desk-link-to-lb-in").fromPort, 443);
    assert.equal(secure.inputs(egress, "support-desk-link-to-lb-out").toPort, 443);
  });

  describe("with access to its instances", () => {
    let open: Awaited<ReturnType<typeof make>>;
    before(async () => {
      open = await make({ instanceAccess: true, logRetentionDays: 7 });
    });

    it("offers sessions through endpoints in one zone, which the instances alone reach", () => {
      const endpoint = "aws:ec2/vpcEndpoint:VpcEndpoint";
      const names = open.names(endpoint).filter((name) => name !== "support-desk-packages");
      assert.deepEqual(names, ["support-desk-ssm", "support-desk-ssmmessages", "support-desk-logs"]);
      for (const name of names) {
        const { serviceName, subnetIds, vpcEndpointType, privateDnsEnabled, securityGroupIds } = open.inputs(
          endpoint,
          name,
        );
        assert.equal(serviceName, name.replace("support-desk-", "com.amazonaws.us-east-1."));
        assert.deepEqual(subnetIds, ["subnet-support-desk-vpc-id-isolated-1"]);
        assert.deepEqual([vpcEndpointType, privateDnsEnabled], ["Interface", true]);
        assert.deepEqual(securityGroupIds, ["support-desk-endpoints-id"]);
      }
      const rule = open.inputs(ingress, "support-desk-instance-to-endpoints-in");
      assert.deepEqual(
        [rule.securityGroupId, rule.referencedSecurityGroupId, rule.fromPort, rule.toPort],
        ["support-desk-endpoints-id", "support-desk-instance-id", 443, 443],
      );
    });

    it("lets an instance offer sessions and write its log, and reads no parameter of the account", () => {
      const { assumeRolePolicy } = open.inputs("aws:iam/role:Role", "support-desk-instance-role");
      assert.equal(JSON.parse(assumeRolePolicy).Statement[0].Principal.Service, "ec2.amazonaws.com");
      const { policy } = open.inputs("aws:iam/rolePolicy:RolePolicy", "support-desk-instance-policy");
      const logs = "arn:aws:logs:us-east-1:123456789012:log-group:support-desk-logs";
      assert.deepEqual(JSON.parse(policy).Statement, [
        {
          Effect: "Allow",
          Action: [
            "ssm:UpdateInstanceInformation",
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel",
          ],
          Resource: ["*"],
        },
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: [logs, `${logs}:log-stream:*`],
        },
      ]);
      assert.deepEqual(open.inputs("aws:ec2/launchTemplate:LaunchTemplate").iamInstanceProfile, {
        arn: "arn:aws:iam::123456789012:instance-profile/support-desk-profile",
      });
    });

    it("sends its log to a group of its own, and still has no key", () => {
      assert.equal(open.inputs("aws:cloudwatch/logGroup:LogGroup").retentionInDays, 7);
      const { userData, keyName } = open.inputs("aws:ec2/launchTemplate:LaunchTemplate");
      assert.match(Buffer.from(userData, "base64").toString(), /"log_group_name":"support-desk-logs"/);
      assert.equal(keyName, undefined);
    });
  });

  it("logs the connections of its network where it is told to", async () => {
    assert.deepEqual(made.names("aws:ec2/flowLog:FlowLog"), []);
    const logged = await make({ flowLogs: true });
    assert.deepEqual(logged.inputs("aws:ec2/flowLog:FlowLog"), {
      vpcId: "vpc-support-desk-vpc-id",
      trafficType: "ALL",
      logDestination: "arn:aws:logs:us-east-1:123456789012:log-group:support-desk-flow-logs",
      iamRoleArn: "arn:aws:iam::123456789012:role/support-desk-flow-logs-role",
      maxAggregationInterval: 600,
    });
    assert.equal(logged.inputs("aws:cloudwatch/logGroup:LogGroup").retentionInDays, 30);
    const { policy } = logged.inputs("aws:iam/rolePolicy:RolePolicy");
    assert.deepEqual(JSON.parse(policy).Statement[1], {
      Effect: "Allow",
      Action: ["logs:DescribeLogGroups"],
      Resource: ["*"],
    });
  });

  for (const [change, message] of [
    [{ instanceTypes: [] }, "instanceTypes: expected at least one type, got none"],
    [{ zones: ["us-east-1a"] }, "zones: expected at least two, got us-east-1a"],
    [{ healthCheckPath: "health" }, 'healthCheckPath: expected a path that begins with a slash, got "health"'],
  ] as const) {
    it(`refuses ${JSON.stringify(change)} before it creates anything`, async () => {
      const { resources } = await run(() => {
        const args = { entry: "handlers/support-desk/index.ts", healthCheckPath: "/", zones, ...change };
        assert.throws(() => new PrivateService("desk", args), { message: `PrivateService "desk": ${message}` });
      });
      assert.deepEqual(resources, []);
    });
  }

  it("is behind a load balancer that is not on the internet", () => {
    const loadBalancer = made.inputs("aws:lb/loadBalancer:LoadBalancer");
    assert.equal(loadBalancer.internal, true);
    assert.equal(loadBalancer.dropInvalidHeaderFields, true);
    assert.deepEqual(loadBalancer.securityGroups, ["support-desk-lb-id"]);
  });

  it("is linked to API Gateway by a link that has a security group of its own", async () => {
    assert.deepEqual(made.inputs("aws:apigatewayv2/vpcLink:VpcLink"), {
      subnetIds: ["subnet-support-desk-vpc-id-isolated-1", "subnet-support-desk-vpc-id-isolated-2"],
      securityGroupIds: ["support-desk-link-id"],
    });
    assert.equal(await resolved(made.result.url), "http://internal-support-desk-lb-1.us-east-1.elb.amazonaws.com");
  });
});
