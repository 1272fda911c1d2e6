import assert from "node:assert/strict";
import { parse } from "yaml";
import { PrivateService } from "../../../components/private-service/private-service.ts";
import { resolved, run } from "../../../components/testing/run.ts";

const environment = { ALLOWED_ORIGINS: "https://a.example,https://b.example" };
const zones = ["us-east-1a", "us-east-1c"];
const make = () =>
  run(
    () =>
      new PrivateService("support-desk", {
        entry: "handlers/support-desk/index.ts",
        environment,
        healthCheckPath: "/support/health",
        zones,
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
    assert.deepEqual(group.launchTemplate, { id: "support-desk-template-id", version: "1" });
    assert.equal(group.instanceRefresh.strategy, "Rolling");
    assert.equal(group.maxInstanceLifetime, 30 * 24 * 60 * 60);
    assert.deepEqual([group.minSize, group.maxSize], [2, 4]);
    const target = made.inputs("aws:lb/targetGroup:TargetGroup");
    assert.equal(target.healthCheck.path, "/support/health");
    assert.equal(target.port, 8080);
  });

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
